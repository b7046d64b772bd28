// SPDX-License-Identifier: BSD-2-Clause
//
// A library that is not trusted with hostile input runs in a child process behind this interface: framed request,
// framed answer, and questions of the child in between, which the parent answers. A death, a wrong frame or the
// deadline costs only the request in hand: kTimeout or kIo, and the mail goes on. The answer and the questions are
// bytes that the child could have been made to write: decode them as hostile input.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "base/result.h"

namespace hfilter {

class ContainedChild {
 public:
  /// Answers a question that the child asks while it works on a request.
  using Answerer = std::function<std::string(std::string_view question)>;

  virtual ~ContainedChild() = default;

  /// Sends `request` and waits for the answer, which is at most `max_answer_bytes` long. The child itself may take
  /// `timeout_ms`; the time that `answerer` takes does not count. The child is started when first needed and again
  /// after a death. A null `answerer`: a question is a wrong frame.
  virtual Result<std::string> converse(std::string_view request, size_t max_answer_bytes, int timeout_ms,
                                       const Answerer& answerer) = 0;

  Result<std::string> call(std::string_view request, size_t max_answer_bytes, int timeout_ms) {
    return converse(request, max_answer_bytes, timeout_ms, nullptr);
  }
};

/// What runs in the child.
struct ContainedJob {
  /// Puts a question to the parent.
  using Ask = std::function<std::string(std::string_view question)>;

  const char* name;               // for error texts: "SPF"
  std::function<void()> prepare;  // may be null; once, while files can still be opened (late loading)
  std::function<std::string(std::string_view request, const Ask& ask)> handle;
};

struct ContainedLimits {
  size_t memory_bytes = size_t{64} << 20;  // beyond what the parent had at the fork; none under sanitizers
  int cpu_seconds = 60;                    // over the life of one child; a request has its own deadline
  int requests = kMaxChildRequests;
};

/// The real one: a forked process that keeps no descriptor but its socket, with limits, no new privileges, death with
/// its parent, and a system-call filter where the kernel has one. Forking is safe at any time: the child runs none of
/// the parent's signal handlers, exit handlers or buffered output.
class ForkedChild : public ContainedChild {
 public:
  explicit ForkedChild(ContainedJob job, ContainedLimits limits = {}) : job_(std::move(job)), limits_(limits) {}
  ~ForkedChild() override { stop(); }
  ForkedChild(const ForkedChild&) = delete;
  ForkedChild& operator=(const ForkedChild&) = delete;

  Result<std::string> converse(std::string_view request, size_t max_answer_bytes, int timeout_ms,
                               const Answerer& answerer) override;
  /// Ends and reaps the child; the next request starts another.
  void stop();
  /// The processor's time of this child and of those before it, in microseconds.
  int64_t used_us() const;
  /// 0 if there is none now.
  pid_t pid() const { return pid_; }

 private:
  Status start();
  Error lost(const char* what, bool timed_out);

  ContainedJob job_;
  ContainedLimits limits_;
  pid_t pid_ = 0;
  int socket_ = -1;
  int served_ = 0;
  int64_t ended_us_ = 0;  // used by those that have ended
};

}  // namespace hfilter
