// SPDX-License-Identifier: BSD-2-Clause
//
// What one message may cost: the processor's time of this process and of its contained children, shared by all rules.
// Loops over what a sender wrote count their work here and stop when nothing is left. One consumer takes a share, so
// that it cannot use up what others need.
// Lifetime: keeps the clock, and a share the budget it was taken from.
#ifndef HFILTER_FACTS_WORK_BUDGET_H_
#define HFILTER_FACTS_WORK_BUDGET_H_

#include <cstddef>
#include <cstdint>

#include "facts/probes.h"

namespace hfilter {

class WorkBudget {
 public:
  /// Begins now. Without a clock it is never over.
  explicit WorkBudget(const CpuClock* clock = nullptr, int limit_ms = 0);

  /// Counts the work on `octets`. Returns false once the time is over. Reads the clock once in 64 KiB of work.
  bool spend(size_t octets);
  /// Reads the clock now.
  bool is_over();
  /// Returns the milliseconds that are left, at least 0: a contained child may take as many.
  int left_ms() const;
  /// Half of what is left, for one consumer.
  WorkBudget share();
  /// True if this budget or a share of it has ended something.
  bool was_reached() const { return reached_; }

 private:
  void note_reached();

  const CpuClock* clock_;
  int64_t end_us_;
  size_t uncounted_ = 0;  // octets since the clock was read
  bool over_ = false;
  bool reached_ = false;         // this one or a share of it was over
  WorkBudget* whole_ = nullptr;  // of which this is a share
};

}  // namespace hfilter

#endif  // HFILTER_FACTS_WORK_BUDGET_H_
