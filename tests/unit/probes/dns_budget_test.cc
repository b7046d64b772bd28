// SPDX-License-Identifier: BSD-2-Clause
#include "probes/dns_budget.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/limits.h"

namespace hfilter {
namespace {

using std::chrono::milliseconds;

constexpr DnsParty kReverse = DnsParty::kReverse, kHelo = DnsParty::kHelo, kSender = DnsParty::kSender,
                   kOwner = DnsParty::kOwner;

struct Used {
  DnsParty party;
  int ms;
};

struct Case {
  const char* name;
  std::vector<DnsParty> expected;
  std::vector<Used> used;
  std::array<int, kDnsParties> want;  // ms left of 4,000: reverse, HELO, sender, owner
};

TEST(DnsBudget, Shares) {
  const Case cases[] = {
      {"at the beginning", {}, {}, {500, 500, 2'000, 4'000}},
      {"what is expected is kept free", {kReverse, kHelo, kSender, kOwner}, {}, {500, 500, 2'000, 1'000}},
      {"a rule file with lists and SPF", {kSender, kOwner}, {}, {500, 500, 2'000, 2'000}},
      {"a slow reverse name", {kReverse, kSender, kOwner}, {{kReverse, 500}}, {0, 500, 2'000, 1'500}},
      {"slow includes", {kReverse, kHelo, kSender, kOwner}, {{kSender, 2'000}}, {500, 500, 0, 1'000}},
      {"all parties are slow",
       {kReverse, kHelo, kSender, kOwner},
       {{kReverse, 500}, {kHelo, 500}, {kSender, 2'000}},
       {0, 0, 0, 1'000}},
      {"a list that comes first", {kReverse, kHelo, kSender, kOwner}, {{kOwner, 1'000}}, {500, 500, 2'000, 0}},
      {"a list, and then SPF that nobody expected", {kOwner}, {{kOwner, 4'000}}, {0, 0, 0, 0}},
      {"a share that was exceeded a little", {kSender}, {{kSender, 2'010}}, {500, 500, 0, 1'990}},
  };
  for (const Case& c : cases) {
    DnsBudget budget(milliseconds(4'000));
    for (const DnsParty party : c.expected) budget.expect(party);
    for (const Used& used : c.used) budget.use_time(used.party, milliseconds(used.ms));
    for (size_t i = 0; i < kDnsParties; ++i) {
      EXPECT_EQ(budget.time_left(static_cast<DnsParty>(i)), milliseconds(c.want[i])) << c.name << ", party " << i;
    }
  }
}

TEST(DnsBudget, NoPartyUsesUpTheQuestionsOfAnother) {
  DnsBudget budget(milliseconds(4'000));
  for (size_t i = 0; i < kDnsParties; ++i) budget.expect(static_cast<DnsParty>(i));
  int all = 0;
  for (size_t i = 0; i < kDnsParties; ++i) {
    const auto party = static_cast<DnsParty>(i);
    EXPECT_GT(budget.questions_left(party), 15) << "party " << i;
    for (; budget.questions_left(party) > 0; ++all) budget.use_question(party);
  }
  EXPECT_LE(all, kMaxDnsQuestions);
  EXPECT_GT(all, kMaxDnsQuestions - 5);
}

TEST(DnsBudget, RenewedTimeLeavesTheQuestionsUsed) {
  DnsBudget budget(milliseconds(4'000));
  budget.use_time(kSender, milliseconds(2'000));
  budget.use_question(kSender);
  const int64_t left = budget.questions_left(kSender);
  budget.renew_time();
  EXPECT_EQ(budget.time_left(kSender), milliseconds(2'000));
  EXPECT_EQ(budget.questions_left(kSender), left);
  EXPECT_EQ(budget.share(kReverse), milliseconds(500));
}

}  // namespace
}  // namespace hfilter
