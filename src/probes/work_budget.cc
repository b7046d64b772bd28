// SPDX-License-Identifier: BSD-2-Clause
#include "probes/work_budget.h"

#include <algorithm>

namespace hfilter {
namespace {

constexpr size_t kOctetsBetweenLooks = 65'536;  // These take some tens of microseconds; reading the clock takes 0.3.

}  // namespace

WorkBudget::WorkBudget(const WorkClock* clock, int cpu_ms, int wall_ms) : clock_(clock) {
  if (clock_ != nullptr) end_ = clock_->used();
  end_.cpu_us += int64_t{cpu_ms} * 1'000;
  end_.wall_us += int64_t{wall_ms} * 1'000;
}

bool WorkBudget::spend(size_t octets) {
  uncounted_ += octets;
  if (!exhausted_ && uncounted_ < kOctetsBetweenLooks) return true;
  uncounted_ = 0;
  return !is_exhausted();
}

// Once a budget is spent, this function always returns true.
bool WorkBudget::is_exhausted() {
  if (!exhausted_ && clock_ != nullptr) {
    const WorkTime time = left();
    exhausted_ = time.cpu_us <= 0 || time.wall_us <= 0;
  }
  if (exhausted_) note_exhausted();
  return exhausted_;
}

void WorkBudget::note_exhausted() {
  any_exhausted_ = true;
  if (whole_ != nullptr) whole_->note_exhausted();
}

WorkTime WorkBudget::left() const {
  const WorkTime used = clock_->used();
  return {end_.cpu_us - used.cpu_us, end_.wall_us - used.wall_us};
}

int WorkBudget::left_ms() const {
  if (clock_ == nullptr) return kChildTimeoutMs;
  const WorkTime time = left();
  return static_cast<int>(std::max<int64_t>(0, std::min(time.cpu_us, time.wall_us) / 1'000));
}

int WorkBudget::wait_ms() const {
  if (clock_ == nullptr) return kChildTimeoutMs;
  return static_cast<int>(std::clamp<int64_t>(left().wall_us / 1'000, 1, kChildTimeoutMs));
}

WorkBudget WorkBudget::share() {
  if (clock_ == nullptr) return WorkBudget();
  const WorkTime time = left();
  WorkBudget part(clock_, static_cast<int>(time.cpu_us / 2'000), static_cast<int>(time.wall_us / 2'000));
  part.exhausted_ = part.left_ms() == 0;
  part.whole_ = whole_ != nullptr ? whole_ : this;
  return part;
}

}  // namespace hfilter
