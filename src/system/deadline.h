// SPDX-License-Identifier: BSD-2-Clause
//
// Until when something may take, and the alarms that end the process where nothing else can.
#pragma once

#include <cstdint>

#include "probes/clock.h"

namespace hfilter {

/// The monotonic clock.
int64_t monotonic_ms();

/// A time that runs from start() on. It stands still between pause() and resume().
class Deadline : public TimeLimit {
 public:
  /// kLastResort: one second after the deadline SIGALRM ends the process, unless the time stands still.
  enum class Alarm { kNone, kLastResort };

  explicit Deadline(int limit_ms, Alarm alarm = Alarm::kNone) : limit_ms_(limit_ms), alarm_(alarm) {}
  ~Deadline() override { pause(); }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  /// Gives the whole time anew.
  void start();
  /// Returns true iff the time ran.
  bool pause();
  void resume();
  /// What is left; 0 when it has passed.
  int remaining_ms() const;
  bool passed() const override { return remaining_ms() == 0; }

 private:
  const int limit_ms_;
  const Alarm alarm_;
  int64_t used_ms_ = 0;
  int64_t started_ms_ = -1;  // -1: stands still
};

/// While it lives, a call that makes no progress for `idle_timeout_ms` ends the process. Call progress() after each.
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
