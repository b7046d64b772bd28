// SPDX-License-Identifier: BSD-2-Clause
#include "system/system_clock.h"

#include <ctime>

#include "base/mail_date.h"

namespace hfilter {

int64_t SystemClock::now() const { return std::time(nullptr); }

int64_t SystemClock::local_day(int64_t seconds) const {
  const std::time_t moment = seconds;
  std::tm local{};
  localtime_r(&moment, &local);
  return days_from_civil(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday).value_or(0);
}

}  // namespace hfilter
