// SPDX-License-Identifier: BSD-2-Clause
//
// Fakes of the world outside (facts/probes.h): no sleeps, no real clock, no real DNS in unit tests.
#pragma once

#include <cstdint>

#include "probes/clock.h"

namespace hfilter {

/// Stands still. 2004-03-24T16:00:00Z unless told otherwise; `east_hours` is its time zone.
class FakeClock : public Clock {
 public:
  explicit FakeClock(int64_t now = 1'080'144'000, int east_hours = 0) : now_(now), east_s_(east_hours * 3600) {}
  int64_t now() const override { return now_; }
  int64_t local_day(int64_t seconds) const override {
    const int64_t local = seconds + east_s_;
    return local / 86'400 - (local % 86'400 < 0 ? 1 : 0);
  }

 private:
  int64_t now_;
  int64_t east_s_;
};

}  // namespace hfilter
