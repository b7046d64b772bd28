// SPDX-License-Identifier: BSD-2-Clause
#include "probes/dns_budget.h"

#include <algorithm>

#include "base/limits.h"

namespace hfilter {
namespace {

// Shares of each party in eighths of the total. Two eighths are only for kOwner.
constexpr int64_t kMost[kDnsParties] = {1, 1, 4, 8};
constexpr int64_t kReserved[kDnsParties] = {1, 1, 4, 0};

}  // namespace

DnsBudget::DnsBudget(Time total) {
  time_.total = total.count();
  questions_.total = kMaxDnsQuestions;
}

DnsBudget::Time DnsBudget::share(DnsParty party) const { return Time(time_.total * kMost[index(party)] / 8); }

int64_t DnsBudget::left(const Supply& supply, DnsParty party) const {
  const size_t own = index(party);
  int64_t free = supply.total;
  for (size_t i = 0; i < kDnsParties; ++i) {
    const int64_t reserved = i != own && expected_[i] ? supply.total * kReserved[i] / 8 : 0;
    free -= std::max(supply.used[i], reserved);
  }
  return std::max<int64_t>(std::min(supply.total * kMost[own] / 8 - supply.used[own], free), 0);
}

}  // namespace hfilter
