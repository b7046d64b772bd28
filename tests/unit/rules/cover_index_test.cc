// SPDX-License-Identifier: BSD-2-Clause
#include "rules/cover_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/limits.h"
#include "rules/implication.h"
#include "rules/lint.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

constexpr char kLists[] =
    "mydomains a.example\nmynetworks 192.0.2.0/24\nmyhosts b.example\nnetworks n = 10.0.0.0/8\ntest t = stranger\n"
    "test u = subject contains \"abcd\" or helo is me\ntest v = t and not u\n";

const char* const kConditions[] = {
    "stranger",
    "local",
    "t",
    "u",
    "v",
    "helo is me",
    "helo is me, missing",
    "helo is not me",
    "helo is not me, missing",
    "helo is a.example",
    "client is 192.0.2.1",
    "client is 192.0.2.1, 192.0.2.2",
    "client in n",
    "helo in mydomains",
    "helo not in mydomains",
    "via (192.0.2.1)",
    "subject contains \"abc\"",
    "subject contains \"xabcd\", \"abce\"",
    "subject contains \"ab\"",
    "subject contains \"ABCDE\"",
    "subject not contains \"abc\"",
    "subject not contains \"abcd\", \"xyz\"",
    "subject begins \"ab\"",
    "subject begins \"abcd\"",
    "subject ends \"bcd\"",
    "subject ends \"d\"",
    "subject like \"a*\"",
    "subject like \"A*\", \"b\"",
    "subject matches /a/",
    "header \"X-A\" contains \"abcd\"",
    "header \"x-a\" contains \"abc\"",
    "hops > 3",
    "hops > 4",
    "any hop helo is me",
    "any hop helo is me, missing",
    "hop 2 helo is me",
    "client listed in \"z.example\"",
    "from domain is a.example",
    "from is sender",
    "tagged x",
};

class Rules {
 public:
  std::string rule() {
    std::string text = "match " + expr(2);
    if (pick(4) == 0) text += " unless " + expr(1);
    return text + " then junk\n";
  }

 private:
  unsigned pick(unsigned n) { return static_cast<unsigned>(random_() % n); }
  std::string expr(int depth) {
    const unsigned kind = depth == 0 ? 0 : pick(6);
    if (kind == 1) return "not (" + expr(depth - 1) + ")";
    if (kind == 2) return "possibly (" + expr(depth - 1) + ")";
    if (kind < 3) return kConditions[pick(std::size(kConditions))];
    std::string text = "(" + expr(depth - 1);
    for (unsigned n = 1 + pick(2); n > 0; --n) text += (kind == 3 ? " or " : " and ") + expr(depth - 1);
    return text + ")";
  }
  std::mt19937 random_{20260101};
};

// Whatever covers a rule is among its candidates.
TEST(CoverIndex, MissesNone) {
  Rules random;
  int covered = 0;
  int offered = 0;
  for (int round = 0; round < 60; ++round) {
    std::string text = kLists;
    for (int i = 0; i < 60; ++i) text += random.rule();
    RuleFixture f(text);
    ASSERT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
    CoverIndex index;
    const std::vector<Rule>& all = f.rules.rules;
    for (size_t i = 0; i < all.size(); ++i) index.add(all[i], i);
    for (const Rule& below : all) {
      const std::vector<size_t> candidates = index.candidates(below);
      offered += static_cast<int>(candidates.size());
      for (size_t i = 0; i < all.size(); ++i) {
        if (!covers(all[i], below)) continue;
        ++covered;
        EXPECT_TRUE(std::binary_search(candidates.begin(), candidates.end(), i)) << all[i].source << "\n"
                                                                                 << below.source;
      }
    }
  }
  EXPECT_LT(5'000, covered) << "of 216,000 pairs";
  EXPECT_LT(offered, 216'000 / 2);
}

std::string lint_text(const std::string& rules) { return diagnostics_text(lint_rules(RuleFixture(rules).rules)); }

TEST(CoverIndex, TenThousandRulesHaveFewCandidates) {
  std::string text = kLists;
  for (int i = 0; i < 10'000; ++i)
    text += "match subject contains \"word" + std::to_string(i * 7919) + "\" and helo is missing then junk\n";
  RuleFixture f(text);
  CoverIndex index;
  size_t offered = 0;
  for (size_t i = 0; i < f.rules.rules.size(); ++i) {
    offered += index.candidates(f.rules.rules[i]).size();
    index.add(f.rules.rules[i], i);
  }
  EXPECT_LT(offered, kMaxRulePairs) << "of 50 million";
}

// `hops < 1`, `hops < 2` ...: none covers the next, and nothing but the number tells them apart.
TEST(CoverIndex, NumberOfPairsIsBounded) {
  const auto rules = [](int count) {
    std::string text;
    for (int i = 1; i <= count; ++i) text += "match hops < " + std::to_string(i) + " then junk\n";
    return text + "match hops < 1 then discard\n";
  };
  EXPECT_NE(std::string::npos, lint_text(rules(500)).find("never reached: rule 1 (line 1)"));
  int many = 0;
  while (static_cast<size_t>(many) * static_cast<size_t>(many) / 2 <= kMaxRulePairs) many += 100;
  EXPECT_EQ(std::string::npos, lint_text(rules(many)).find("never reached"));
}

}  // namespace
}  // namespace hfilter
