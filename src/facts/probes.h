// SPDX-License-Identifier: BSD-2-Clause
//
// The world outside, as small abstract interfaces: real ones in system/, fakes in tests/unit/fakes.h. A probe never
// throws; what it cannot tell is an Unknown.
#ifndef HFILTER_FACTS_PROBES_H_
#define HFILTER_FACTS_PROBES_H_

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

}  // namespace hfilter

#endif  // HFILTER_FACTS_PROBES_H_
