// SPDX-License-Identifier: BSD-2-Clause
//
// The system clock; local dates follow TZ. Never fails.
#pragma once

#include "probes/clock.h"

namespace hfilter {

class SystemClock : public Clock {
 public:
  int64_t now() const override;
  int64_t local_day(int64_t seconds) const override;
};

}  // namespace hfilter
