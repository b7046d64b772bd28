// SPDX-License-Identifier: BSD-2-Clause
//
// A ContainedChild without a process: the job's own function, called in place. It can be told to die.
#pragma once

#include <string>
#include <utility>

#include "system/child/contained_child.h"

namespace hfilter {

class FakeChild : public ContainedChild {
 public:
  explicit FakeChild(ContainedJob job) : job_(std::move(job)) {}

  Result<std::string> converse(std::string_view request, size_t max_answer_bytes, int timeout_ms,
                               const Answerer& answerer) override {
    given_ms = timeout_ms;
    if (die_at_question == 0) return dead();
    // No exception: it would leave the C frames of a library without what they free.
    bool died = false;
    int asked = 0;
    const std::string answer = job_.handle(request, [&](std::string_view question) {
      died = died || ++asked == die_at_question || !answerer;
      return died ? std::string() : answerer(question);
    });
    if (died || answer.size() > max_answer_bytes) return dead();
    return answer;
  }

  int die_at_question = -1;  // 0: at once; n: instead of asking the nth question
  int given_ms = 0;          // the last request's time

 private:
  static Error dead() { return failure(ErrorKind::kIo, "the fake process ended"); }
  ContainedJob job_;
};

}  // namespace hfilter
