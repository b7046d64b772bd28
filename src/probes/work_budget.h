// SPDX-License-Identifier: BSD-2-Clause
//
// The processor time that one message may use in this process and its contained children, for all rules together.
// Elapsed time is limited, too, so that a busy machine does not reach the deadline for judging. Loops over a sender's
// text count their work here and stop when the budget is spent. A consumer takes a share to leave time for others.
// Lifetime: the clock must outlive the budget, and the budget its shares.
#pragma once

#include <cstddef>

#include "base/limits.h"
#include "probes/clock.h"

namespace hfilter {

inline constexpr char kWorkLimitText[] = "the processing time for one message is used up";

class WorkBudget {
 public:
  /// Starts the budget now. A budget without a clock never ends.
  explicit WorkBudget(const WorkClock* clock = nullptr, int cpu_ms = 0, int wall_ms = kMaxWorkWallMs);

  /// Counts work on `octets` and returns false if the budget is spent. Reads the clock once for each 64 KiB of work.
  bool spend(size_t octets);
  /// Reads the clock and returns true if the budget is spent.
  bool is_exhausted();
  /// Returns how much processor time is left, at least 0 and at most the elapsed time that is left.
  int left_ms() const;
  /// Returns how long to wait for an answer of a contained child, at least 1.
  int wait_ms() const;
  /// Returns a share for one consumer: half of the rest.
  WorkBudget share();
  /// Returns true if this budget or a share of it was spent.
  bool was_exhausted() const { return any_exhausted_; }

 private:
  void note_exhausted();
  /// Returns the rest, which is negative if the budget is exceeded.
  WorkTime left() const;

  const WorkClock* clock_;
  WorkTime end_;
  size_t uncounted_ = 0;  // the number of octets since the clock was last read
  bool exhausted_ = false;
  bool any_exhausted_ = false;
  WorkBudget* whole_ = nullptr;  // the first budget, if this budget is a share (or a share of a share)
};

}  // namespace hfilter
