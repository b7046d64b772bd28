// SPDX-License-Identifier: BSD-2-Clause
//
// What one message may cost: the processor's time of this process and of its contained children, shared by all rules.
// On a busy machine the time that passes meanwhile ends it too, so that the deadline for deciding is never reached.
// Loops over what a sender wrote count their work here and stop when nothing is left. One consumer takes a share, so
// that it cannot use up what others need.
// Lifetime: keeps the clock, and a share the whole budget.
#pragma once

#include <cstddef>

#include "base/limits.h"
#include "probes/clock.h"

namespace hfilter {

inline constexpr char kWorkIsOver[] = "the time for one message is over";

class WorkBudget {
 public:
  /// Begins now. Without a clock it is never over.
  explicit WorkBudget(const WorkClock* clock = nullptr, int cpu_ms = 0, int wall_ms = kMaxWorkWallMs);

  /// Counts the work on `octets`. Returns false once the time is over. Reads the clock once in 64 KiB of work.
  bool spend(size_t octets);
  /// Reads the clock now.
  bool is_over();
  /// Returns the milliseconds of the processor that are left, at least 0, and at most the time that is left.
  int left_ms() const;
  /// Returns for how many milliseconds an answer of a contained child may be awaited, at least 1.
  int wait_ms() const;
  /// Half of what is left, for one consumer.
  WorkBudget share();
  /// True if this budget or a share of it has ended something.
  bool was_reached() const { return reached_; }

 private:
  void note_reached();
  /// Below 0 if more was used than there was.
  WorkTime left() const;

  const WorkClock* clock_;
  WorkTime end_;
  size_t uncounted_ = 0;  // octets since the clock was read
  bool over_ = false;
  bool reached_ = false;         // this one or a share of it was over
  WorkBudget* whole_ = nullptr;  // of which this is a share, or a share of a share
};

}  // namespace hfilter
