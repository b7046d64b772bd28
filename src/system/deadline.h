// SPDX-License-Identifier: BSD-2-Clause
//
// Time limits, and alarms that end the process if it misses them.
#pragma once

#include <cstdint>

#include "probes/clock.h"

namespace hfilter {

/// Returns the monotonic time.
int64_t monotonic_ms();

/// A time limit from start() on; time between pause() and resume() does not count.
class Deadline : public TimeLimit {
 public:
  /// kLastResort: SIGALRM ends the process one second after the deadline, unless the limit is paused.
  enum class Alarm { kNone, kLastResort };

  explicit Deadline(int limit_ms, Alarm alarm = Alarm::kNone) : limit_ms_(limit_ms), alarm_(alarm) {}
  ~Deadline() override { pause(); }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  /// Starts the time limit again, with the full time.
  void start();
  /// Returns true iff the time was running.
  bool pause();
  void resume();
  /// Returns the time left; 0 after the deadline.
  int remaining_ms() const;
  bool passed() const override { return remaining_ms() == 0; }

 private:
  const int limit_ms_;
  const Alarm alarm_;
  int64_t used_ms_ = 0;
  int64_t started_ms_ = -1;  // the time at which the deadline was started; -1: paused
};

/// Ends the process if no progress() call comes for `idle_timeout_ms` during its lifetime. Guards I/O that may
/// block.
class IdleAlarm {
 public:
  explicit IdleAlarm(int idle_timeout_ms);
  ~IdleAlarm();
  IdleAlarm(const IdleAlarm&) = delete;
  IdleAlarm& operator=(const IdleAlarm&) = delete;
  void progress();

 private:
  int idle_timeout_ms_;
  int64_t armed_ms_;
};

}  // namespace hfilter
