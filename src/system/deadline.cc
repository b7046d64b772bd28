// SPDX-License-Identifier: BSD-2-Clause
#include "system/deadline.h"

#include <ctime>

#include <sys/time.h>

#include "system/process.h"

namespace hfilter {
namespace {

constexpr int kLastResortMs = 1000;  // The alarm comes this long after the deadline.

void set_alarm(int64_t ms) {
  struct itimerval timer = {};
  timer.it_value.tv_sec = ms / 1000;
  timer.it_value.tv_usec = ms % 1000 * 1000;
  setitimer(ITIMER_REAL, &timer, nullptr);
}

}  // namespace

int64_t monotonic_ms() {
  struct timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

void Deadline::start() {
  used_ms_ = 0;
  started_ms_ = -1;
  resume();
}

bool Deadline::pause() {
  if (started_ms_ < 0) return false;
  used_ms_ += monotonic_ms() - started_ms_;
  started_ms_ = -1;
  if (alarm_ == Alarm::kLastResort) set_alarm(0);
  return true;
}

void Deadline::resume() {
  if (started_ms_ >= 0) return;
  started_ms_ = monotonic_ms();
  if (alarm_ == Alarm::kLastResort) set_alarm(remaining_ms() + test_limit("LAST_RESORT_MS", kLastResortMs));
}

int Deadline::remaining_ms() const {
  int64_t used = used_ms_ + (started_ms_ >= 0 ? monotonic_ms() - started_ms_ : 0);
  return used < limit_ms_ ? static_cast<int>(limit_ms_ - used) : 0;
}

IdleAlarm::IdleAlarm(int idle_timeout_ms)
    : idle_timeout_ms_(idle_timeout_ms > 0 ? test_limit("IDLE_MS", idle_timeout_ms) : 0), armed_ms_(monotonic_ms()) {
  if (idle_timeout_ms_ > 0) set_alarm(idle_timeout_ms_);
}

IdleAlarm::~IdleAlarm() {
  if (idle_timeout_ms_ > 0) set_alarm(0);
}

// Sets the alarm at most once a second: a system call for each 64 KiB would be measurable.
void IdleAlarm::progress() {
  if (idle_timeout_ms_ <= 0) return;
  int64_t now = monotonic_ms();
  if (now - armed_ms_ < 1000) return;
  armed_ms_ = now;
  set_alarm(idle_timeout_ms_);
}

}  // namespace hfilter
