// SPDX-License-Identifier: BSD-2-Clause
#include "facts/work_budget.h"

#include <algorithm>

#include "base/limits.h"

namespace hfilter {
namespace {

constexpr size_t kOctetsBetweenLooks = 65'536;  // some tens of microseconds; reading the clock takes 0.3

}  // namespace

WorkBudget::WorkBudget(const CpuClock* clock, int limit_ms)
    : clock_(clock), end_us_(clock != nullptr ? clock->used_us() + int64_t{limit_ms} * 1'000 : 0) {}

bool WorkBudget::spend(size_t octets) {
  uncounted_ += octets;
  if (!over_ && uncounted_ < kOctetsBetweenLooks) return true;
  uncounted_ = 0;
  return !is_over();
}

// Once it is over it stays so.
bool WorkBudget::is_over() {
  over_ = over_ || (clock_ != nullptr && clock_->used_us() >= end_us_);
  if (over_) note_reached();
  return over_;
}

void WorkBudget::note_reached() {
  reached_ = true;
  if (whole_ != nullptr) whole_->note_reached();
}

int WorkBudget::left_ms() const {
  if (clock_ == nullptr) return kChildTimeoutMs;
  return static_cast<int>(std::max<int64_t>(0, (end_us_ - clock_->used_us()) / 1'000));
}

WorkBudget WorkBudget::share() {
  WorkBudget part(clock_, left_ms() / 2);
  part.over_ = clock_ != nullptr && part.left_ms() == 0;
  part.whole_ = this;
  return part;
}

}  // namespace hfilter
