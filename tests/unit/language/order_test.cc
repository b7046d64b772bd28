// SPDX-License-Identifier: BSD-2-Clause
//
// Lists and tests may stand below their use: whatever the order, the meaning is the same, and a slip is told once.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/limits.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

std::string stranger() { return postfix_line("a.example", "unknown", "200.150.100.50"); }

std::string errors(const RuleSet& rules) {
  std::string text;
  for (const Diagnostic& d : rules.diagnostics) {
    text += std::to_string(d.error.line) + ":" + std::to_string(d.error.column) + " " + d.error.text + "\n";
  }
  return text;
}

TEST(Order, OfListsTestsAndTheirUseDoesNotMatter) {
  const std::string statements[] = {"match t and helo in d then junk\n", "test t = u or client in n\n",
                                    "test u = helo is me\n", "networks n = 200.150.100.0/24\n",
                                    "domains d = a.example\n"};
  size_t order[] = {0, 1, 2, 3, 4};
  do {
    std::string text;
    for (const size_t i : order) text += statements[i];
    RuleFixture f(text);
    ASSERT_EQ("", errors(f.rules)) << text;
    EXPECT_EQ(Action::kJunk, f.judge(stranger()).action) << text;
  } while (std::next_permutation(std::begin(order), std::end(order)));
}

TEST(Order, WhatAnIncludeDefinesIsKnownAboveIt) {
  RuleFixture f;
  f.files.texts["/home/greg/lists"] = "test t = helo in d\ndomains d = a.example\ninner: match t then tag inner\n";
  f.load("outer: match t and helo in d then tag outer\ninclude \"lists\"\nlast: match t then junk\n");
  ASSERT_EQ("", errors(f.rules));
  const Verdict got = f.judge(stranger());
  EXPECT_EQ("last", got.rule);
  EXPECT_EQ((std::vector<std::string>{"outer", "inner"}), got.tags) << "rules stay in the order of the files";
}

TEST(Order, TheUsersListsAreNotTheSites) {
  RuleFixture f;
  f.files.texts[kSiteRc] = "match helo in d then junk\n";
  f.load("domains d = a.example\n");
  EXPECT_EQ("1:15 there is no list `d`\n", errors(f.rules));
}

TEST(Order, EachSlipIsToldOnce) {
  const struct {
    const char* name;
    std::string in;
    const char* want;
  } rows[] = {
      {"a faulty test, used above and below", "match t then junk\ntest t = helo\nmatch t then tag x\n",
       "2:14 a test of `helo` is missing before the end of the statement\n"},
      {"a faulty list", "match helo in d then junk\ndomains d = http://a.example\nmatch helo in d then tag x\n",
       "2:13 `http://a.example` is a URL, not a domain\n"},
      {"no kind of list", "match helo in d then junk\nd = a.example\nmatch d then tag x\n",
       "2:1 the kind of the list is missing before `d`\n"},
      {"another kind of list", "match client in d then junk\nacl d = 192.0.2.1\n", "2:1 `acl` is not a kind of list\n"},
      {"a test of itself", "test t = t\nmatch t then junk\n", "1:10 the test `t` depends on itself\n"},
      {"a circle", "test t = u\ntest u = not t\nmatch t then junk\n", "2:14 the test `t` depends on itself\n"},
      {"twice", "match t then junk\ntest t = stranger\ntest t = local\n", "3:6 the test `t` is already defined\n"},
      {"a list and a test", "test t = stranger\nnetworks t = 192.0.2.1\n", "1:6 the list `t` is already defined\n"},
      {"all faults in the order of the file", "match foo then junk\ndomains d = 1.2.3.4\nmatch bar then junk\n",
       "1:7 `foo` is not a condition\n2:13 `1.2.3.4` is an address, not a domain\n3:7 `bar` is not a condition\n"},
  };
  for (const auto& row : rows) EXPECT_EQ(row.want, errors(RuleFixture(row.in).rules)) << row.name;
}

TEST(Order, DepthOfTestsThatStandBelowIsBounded) {
  const auto chain = [](int tests) {
    std::string text;
    for (int i = 1; i < tests; ++i) text += "test t" + std::to_string(i) + " = t" + std::to_string(i + 1) + "\n";
    return text + "test t" + std::to_string(tests) + " = stranger\n";
  };
  EXPECT_EQ("", errors(RuleFixture(chain(kMaxTestDepth)).rules));
  const RuleFixture f(chain(kMaxTestDepth + 1'000));
  EXPECT_NE(std::string::npos, errors(f.rules).find("more than 50 tests deep")) << errors(f.rules);
}

// A list that is read no more because there were too many errors would be taken for empty.
TEST(Order, ListsBehindManyErrorsAreRead) {
  RuleFixture f;
  std::string text;
  for (size_t i = 0; i < 2 * kMaxErrorsPerFile; ++i) text += "foo\n";
  f.files.texts[kSiteRc] = text + "myscanners 200.150.100.50\n";
  f.load("match not via myscanners then junk\n");
  EXPECT_EQ(kMaxErrorsPerFile, f.rules.diagnostics.size());
  EXPECT_EQ(1u, f.rules.trust.myscanners.entries().size());
}

}  // namespace
}  // namespace hfilter
