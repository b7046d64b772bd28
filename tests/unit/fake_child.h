// SPDX-License-Identifier: BSD-2-Clause
//
// A ContainedChild without a process: the job's own function, called in place. It can be told to die.
#ifndef HFILTER_TESTS_UNIT_FAKE_CHILD_H_
#define HFILTER_TESTS_UNIT_FAKE_CHILD_H_

#include <string>
#include <utility>

#include "system/contained_child.h"

namespace hfilter {

class FakeChild : public ContainedChild {
 public:
  explicit FakeChild(ContainedJob job) : job_(std::move(job)) {}

  Result<std::string> converse(std::string_view request, size_t max_answer_bytes, int /*timeout_ms*/,
                               const Answerer& answerer) override {
    if (die_at_question == 0) return dead();
    struct Death {};
    int asked = 0;
    try {
      std::string answer = job_.handle(request, [&](std::string_view question) {
        if (++asked == die_at_question || !answerer) throw Death();
        return answerer(question);
      });
      if (answer.size() > max_answer_bytes) return dead();
      return answer;
    } catch (const Death&) {
      return dead();
    }
  }

  int die_at_question = -1;  // 0: at once; n: instead of asking the nth question

 private:
  static Error dead() {
    Error error;
    error.text = "the fake process ended";
    return error;
  }
  ContainedJob job_;
};

}  // namespace hfilter

#endif  // HFILTER_TESTS_UNIT_FAKE_CHILD_H_
