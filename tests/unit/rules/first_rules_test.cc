// SPDX-License-Identifier: BSD-2-Clause
//
// The two field reports: a stranger who says my own name, and mail that goes past the scanner.
#include <gtest/gtest.h>

#include "advice/one_line.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

constexpr char kOwnName[] =
    "hfilter 1\n"
    "mydomains  hewgill.com, hewgill.net\n"
    "mynetworks 192.0.2.0/24\n"
    "own-helo:  match helo in mydomains then junk \"said HELO with my own name\"\n";

TEST(FirstRules, OwnName) {
  RuleFixture f(kOwnName);
  ASSERT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
  const struct {
    const char* name;
    std::string in;
    Action want;
  } rows[] = {
      {"the worm", postfix_line("hewgill.com", "unknown", "200.150.100.50"), Action::kJunk},
      {"in capitals with a dot", postfix_line("HEWGILL.COM.", "unknown", "200.150.100.50"), Action::kJunk},
      {"below my domain", postfix_line("mail.hewgill.net", "unknown", "200.150.100.50"), Action::kJunk},
      {"another domain", postfix_line("hewgill.company.example", "unknown", "200.150.100.50"), Action::kAccept},
      {"my own server", postfix_line("hewgill.com", "occam.hewgill.net", "192.0.2.10"), Action::kAccept},
      {"behind my scanner",
       postfix_line("scanner.hewgill.net", "scanner.hewgill.net", "192.0.2.25") +
           postfix_line("hewgill.com", "unknown", "200.150.100.50", "scanner.hewgill.net"),
       Action::kJunk},
      {"an inner HELO is not asked",
       postfix_line("lists.example.org", "lists.example.org", "198.51.100.7") +
           postfix_line("hewgill.com", "hewgill.com", "192.0.2.10", "lists.example.org"),
       Action::kAccept},
  };
  for (const auto& row : rows) {
    const Verdict got = f.judge(row.in);
    EXPECT_EQ(action_name(row.want), std::string(action_name(got.action))) << row.name << ": " << got.rules[0].why;
  }
}

TEST(FirstRules, VerdictTellsItsReason) {
  RuleFixture f(kOwnName);
  const Verdict got = f.judge(postfix_line("hewgill.com", "unknown", "200.150.100.50"));
  EXPECT_EQ("own-helo", got.rule);
  EXPECT_EQ(kUserRc, got.file);
  EXPECT_EQ(4, got.line);
  EXPECT_EQ("said HELO with my own name", got.text);
  ASSERT_EQ(1u, got.rules.size());
  EXPECT_EQ("in mydomains (hewgill.com, line 2)", got.rules[0].why);
  EXPECT_EQ("helo in mydomains", condition_text(*got.rules[0].rule));
  EXPECT_EQ("junk", got.rules[0].effect);
}

TEST(FirstRules, PastTheScanner) {
  RuleFixture f;
  f.files.texts["/etc/hfilter/domains"] = "it.example\nshop.example\n";
  f.load(
      "mydomains  from \"/etc/hfilter/domains\"\n"
      "mynetworks 192.0.2.0/24\n"
      "myscanners 192.0.2.25\n"
      "networks   partners = 198.51.100.0/24\n"
      "test direct = not via myscanners\n"
      "ecard:     match direct and subject contains \"Hallmark E-Card\" then discard\n"
      "back-door: match direct unless client in partners then junk\n");
  ASSERT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
  const std::string scanner = postfix_line("scanner.example.net", "scanner.example.net", "192.0.2.25");
  const struct {
    const char* name;
    std::string in;
    Action want;
  } rows[] = {
      {"through the scanner", scanner + postfix_line("a.example", "a.example", "203.0.113.9", "scanner.example.net"),
       Action::kAccept},
      {"past it", postfix_line("a.example", "a.example", "203.0.113.9"), Action::kJunk},
      {"a forged scanner line below does not help", postfix_line("a.example", "a.example", "203.0.113.9") + scanner,
       Action::kJunk},
      {"a partner", postfix_line("a.example", "a.example", "198.51.100.9"), Action::kAccept},
      {"an authenticated user", postfix_line("[10.1.2.3]", "unknown", "203.0.113.9", "occam.hewgill.net", "ESMTPSA"),
       Action::kAccept},
      {"the e-card", postfix_line("hallmark.com", "unknown", "4.3.90.120") + "Subject: A Hallmark E-Card!\n",
       Action::kDiscard},
  };
  for (const auto& row : rows) {
    const Verdict got = f.judge(row.in);
    EXPECT_EQ(action_name(row.want), std::string(action_name(got.action))) << row.name;
  }
}

TEST(FirstRules, AListFileThatIsMissingIsUnknown) {
  RuleFixture f(
      "mynetworks 192.0.2.0/24\n"
      "networks partners from \"partners\"\n"
      "match not client in partners then junk\n");
  ASSERT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
  const Verdict got = f.judge(postfix_line("a.example", "a.example", "203.0.113.9"));
  EXPECT_EQ(std::string("accept"), action_name(got.action));
  EXPECT_EQ(std::string("unknown"), rule_result_name(got.rules[0].result));
  EXPECT_EQ("/home/greg/partners: there is no such file", got.rules[0].why);
}

}  // namespace
}  // namespace hfilter
