// SPDX-License-Identifier: BSD-2-Clause
//
// Interfaces to clocks. system/ has the real ones, tests have fakes.
#pragma once

#include <cstdint>

namespace hfilter {

class Clock {
 public:
  virtual ~Clock() = default;
  /// Returns seconds since the epoch.
  virtual int64_t now() const = 0;
  /// Returns the date of a time in the local time zone, as days_from_civil().
  virtual int64_t local_day(int64_t seconds) const = 0;
  int64_t today() const { return local_day(now()); }
};

/// The cost of the work so far.
struct WorkTime {
  int64_t cpu_us = 0;   // processor time of this process and its contained children
  int64_t wall_us = 0;  // elapsed time, without the time of waiting for DNS
};

class WorkClock {
 public:
  virtual ~WorkClock() = default;
  virtual WorkTime used() const = 0;
};

inline constexpr char kDeadlineText[] = "the time limit for judging a message is reached";

/// The deadline for judging a message. After it, all facts that are not known yet are unknown.
class TimeLimit {
 public:
  virtual ~TimeLimit() = default;
  virtual bool passed() const = 0;
};

}  // namespace hfilter
