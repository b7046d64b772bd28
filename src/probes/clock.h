// SPDX-License-Identifier: BSD-2-Clause
//
// The clocks that the rest of the program sees, as interfaces: system/ has the real ones, tests have fakes.
#pragma once

#include <cstdint>

namespace hfilter {

class Clock {
 public:
  virtual ~Clock() = default;
  /// Seconds since the epoch.
  virtual int64_t now() const = 0;
  /// The date, in local time, of a moment: as days_from_civil.
  virtual int64_t local_day(int64_t seconds) const = 0;
  /// Today's date in local time.
  int64_t today() const { return local_day(now()); }
};

/// What work has cost so far.
struct WorkTime {
  int64_t cpu_us = 0;   // the processor's time of this process and of its contained children
  int64_t wall_us = 0;  // the time that has passed, without the time of waiting for DNS
};

class WorkClock {
 public:
  virtual ~WorkClock() = default;
  virtual WorkTime used() const = 0;
};

inline constexpr char kDecidingIsOver[] = "the time for deciding is over";

/// The time for deciding: beyond it, what is not known yet stays unknown.
class TimeLimit {
 public:
  virtual ~TimeLimit() = default;
  virtual bool passed() const = 0;
};

}  // namespace hfilter
