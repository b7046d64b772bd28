// SPDX-License-Identifier: BSD-2-Clause
//
// Runs a library that is not trusted with hostile input in a child process: framed request, framed answer, and in
// between questions of the child, which the parent answers. Treat questions and answers as hostile input.
// Errors: kTimeout or kIo after a death, a malformed frame or the deadline, for this request only.
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
  /// Answers a question of the child during a request.
  using Answerer = std::function<std::string(std::string_view question)>;

  virtual ~ContainedChild() = default;

  /// Sends `request` and returns the answer, at most `max_answer_bytes`. `timeout_ms` limits the child's time;
  /// that of `answerer` does not count. Starts the child on first use and after a death. Without an `answerer`, a
  /// question is a malformed frame.
  virtual Result<std::string> converse(std::string_view request, size_t max_answer_bytes, int timeout_ms,
                                       const Answerer& answerer) = 0;

  Result<std::string> call(std::string_view request, size_t max_answer_bytes, int timeout_ms) {
    return converse(request, max_answer_bytes, timeout_ms, nullptr);
  }
};

/// The functions that run in the child.
struct ContainedJob {
  /// Sends a question to the parent and returns its reply.
  using Ask = std::function<std::string(std::string_view question)>;

  const char* name;               // the name of the child in error texts: "SPF"
  std::function<void()> prepare;  // the preparation; may be null; it runs once, while files can still be opened
  std::function<std::string(std::string_view request, const Ask& ask)> handle;
};

struct ContainedLimits {
  size_t memory_bytes = size_t{64} << 20;  // the limit beyond the parent's memory at the fork; none under sanitizers
  int cpu_seconds = 60;                    // the limit for the whole life of a child; each request has a deadline
  int requests = kMaxChildRequests;
};

/// The real implementation: a forked process that keeps only its socket, with limits, no new privileges, a
/// system-call filter if the kernel has one, and death with its parent. Forking is always safe: the child runs no
/// signal or exit handler of the parent and flushes no buffer.
class ForkedChild : public ContainedChild {
 public:
  explicit ForkedChild(ContainedJob job, ContainedLimits limits = {}) : job_(std::move(job)), limits_(limits) {}
  ~ForkedChild() override { stop(); }
  ForkedChild(const ForkedChild&) = delete;
  ForkedChild& operator=(const ForkedChild&) = delete;

  Result<std::string> converse(std::string_view request, size_t max_answer_bytes, int timeout_ms,
                               const Answerer& answerer) override;
  /// Kills and reaps the child; the next request starts another.
  void stop();
  /// Returns the processor time of this child and of earlier ones, in microseconds.
  int64_t used_us() const;
  /// Returns the child's process id; 0 if none is running.
  pid_t pid() const { return pid_; }

 private:
  Status start();
  Error end_after_failure(const char* what, bool timed_out);

  ContainedJob job_;
  ContainedLimits limits_;
  pid_t pid_ = 0;
  int socket_ = -1;
  int served_ = 0;
  int64_t ended_us_ = 0;  // the processor time of ended children
};

}  // namespace hfilter
