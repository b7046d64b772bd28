// SPDX-License-Identifier: BSD-2-Clause
#include "app/dns_and_spf_probes.h"

#include <gtest/gtest.h>

#include "base/limits.h"

namespace hfilter {
namespace {

TEST(DnsAndSpfProbes, TheBudgetIsBounded) {
  const struct {
    const char* name;
    int budget_ms;
    int want;
  } rows[] = {
      {"as it is set", 4'000, 4'000},
      {"beyond the time of deciding", 60'000, kDecideDeadlineMs - 1'000},
  };
  for (const auto& row : rows) {
    Settings settings;
    settings.dns_budget_ms = row.budget_ms;
    EXPECT_EQ(dns_settings(Options(), settings).budget_ms, row.want) << row.name;
  }
}

}  // namespace
}  // namespace hfilter
