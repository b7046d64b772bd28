// SPDX-License-Identifier: BSD-2-Clause
//
// Each warning: what makes it, and what does not.
#include "rules/lint.h"

#include <gtest/gtest.h>

#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

struct Row {
  const char* name;
  const char* yes;  // statements that get the warning
  const char* no;   // and others that do not
};

constexpr char kGood[] =
    "mydomains hewgill.com\nmynetworks 192.0.2.0/24\nmyhosts occam.hewgill.net\nmyscanners 192.0.2.25\n";

const Row kRows[] = {
    {"unreachable", "match helo is bare-ip, literal then junk\nmatch helo is literal then discard\n",
     "match helo is literal then junk\nmatch helo is bare-ip, literal then discard\n"},
    {"unreachable", "match stranger then junk\nmatch stranger and hops = 1 then discard\n",
     "match stranger and hops = 1 then junk\nmatch stranger then discard\n"},
    {"unreachable", "match helo in mydomains or hops > 5 then junk\nmatch hops > 9 then discard\n",
     "match helo in mydomains or hops > 9 then junk\nmatch hops > 5 then discard\n"},
    {"unreachable", "match subject contains \"a\" then junk\nmatch subject contains \"ba\" then discard\n",
     "match subject contains \"ba\" then junk\nmatch subject contains \"a\" then discard\n"},
    {"unreachable", "test t = stranger\nmatch stranger then junk\nmatch t and local then discard\n",
     "trial match stranger then junk\nmatch stranger and local then discard\n"},
    {"unreachable", "match stranger unless local then junk\nmatch stranger unless local then discard\n",
     "match stranger unless local then junk\nmatch stranger then discard\n"},
    {"unreachable",
     "match not helo is literal, bare-ip then junk\nmatch not helo is literal, bare-ip, generic then discard\n",
     "match stranger then tag x\nmatch stranger then junk\n"},
    {"unreachable", "match stranger then junk\nmatch stranger then score 2\n",
     "match stranger then junk until 2027-01-01\nmatch stranger then discard\n"},
    {"forgeable", "match from is bob@example.com then accept\n",
     "match from is bob@example.com and client in 198.51.100.0/24 then accept\n"},
    {"forgeable", "match sender domain in (example.com) and helo is \"x.example\" then accept\n",
     "match from is bob@example.com then tag bob\n"},
    {"forgeable", "test bob = from is bob@example.com\nmatch bob then accept\n",
     "match from is bob@example.com and via myscanners then accept\n"},
    {"regex-domain", "match helo matches /^hewgill\\.com$/ then junk\n",
     "match helo matches /^hewgill[0-9]\\.com$/ then junk\n"},
    {"regex-domain", "match from matches /example\\.com/ then tag x\n",
     "match subject matches /example\\.com/ then tag x\n"},
    {"unescaped-dot", "match subject matches /example.com offers/ then tag x\n",
     "match subject matches /example\\.com offers/ then tag x\n"},
    {"unescaped-dot", "match subject matches /buy at shop.de/ then tag x\n",
     "match subject matches /a.b c.*d end.s/ then tag x\n"},
    {"costly-regex", "match body matches /a[ab\\s]{900}c/ then tag x\n",
     "match body matches /a[ab\\s]{9}c/ or subject matches /a[ab\\s]{900}c/ then tag x\n"},
    {"expired", "match stranger then junk until 2025-12-31\n", "match stranger then junk until 2026-06-01\n"},
    {"expired", "domains d = a.example until 2025-12-31\n", "domains d = a.example until 2026-06-01\n"},
    {"expires-soon", "match stranger then junk until 2026-01-10\n", "match stranger then junk until 2026-02-10\n"},
    {"expires-soon", "mydomains a.example until 2026-01-01\n", "mydomains a.example until 2026-02-01\n"},
    {"empty-list", "domains d = ()\nmatch helo in d then junk\n", "domains d = ()\n"},
    {"empty-list", "match client in myrelays then junk\n",
     "myrelays 203.0.113.1\nmatch client in myrelays then junk\n"},
    {"empty-list", "domains d from \"/l/empty\"\n", "domains d from \"/l/full\"\n"},
    {"public-suffix", "mydomains com\n", "mydomains example.com\n"},
    {"public-suffix", "mydomains co.uk\n", "mydomains =co.uk, !com\n"},
    {"whole-internet", "mynetworks 0.0.0.0/0\n", "mynetworks 10.0.0.0/8\n"},
    {"whole-internet", "mynetworks ::/0\n", "mynetworks 2001:db8::/32\n"},
    {"many-scanners", "myscanners 198.51.0.0/16\n", "myscanners 198.51.100.0/24\n"},
    {"many-scanners", "myscanners 2001:db8::/32\n", "myscanners 2001:db8::/64, .pphosted.com\n"},
    {"no-threshold", "match stranger then score 2\n", "match stranger then score 2\nat score 2 then junk\n"},
    {"no-threshold", "match stranger then score 2\n", "match stranger then score 2\nmatch score > 1 then junk\n"},
    {"no-score", "at score 2 then junk\n", "match stranger then score 2\nat score 2 then junk\n"},
    {"header-name", "match header \"X-Mailr\" is missing then tag x\n",
     "match header \"X-Mailer\" is missing then tag x\n"},
    {"header-name", "match stranger then remove header \"Recieved-SPF\"\n",
     "match stranger then add header \"X-My-Own: x\"\n"},
};

std::string names(const std::vector<Diagnostic>& found) {
  std::string text = " ";
  for (const Diagnostic& d : found) text += (d.is_error ? "error" : d.name) + " ";
  return text;
}

std::vector<Diagnostic> lint(RuleFixture& f, const std::string& rules) {
  f.files.texts["/l/empty"] = "# none\n";
  f.files.texts["/l/full"] = "a.example\n";
  f.load(rules);
  EXPECT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
  return lint_rules(f.rules);
}

TEST(Lint, EachWarningFiresAndDoesNot) {
  for (const Row& row : kRows) {
    const std::string wanted = " " + std::string(row.name) + " ";
    RuleFixture f;
    const std::vector<Diagnostic> yes = lint(f, std::string(kGood) + row.yes);
    EXPECT_NE(std::string::npos, names(yes).find(wanted)) << row.name << " wanted for\n"
                                                          << row.yes << "got " << names(yes);
    const std::vector<Diagnostic> no = lint(f, std::string(kGood) + row.no);
    EXPECT_EQ(std::string::npos, names(no).find(wanted)) << row.name << " not wanted for\n"
                                                         << row.no << diagnostics_text(no);
    for (const Diagnostic& d : yes) {
      EXPECT_FALSE(d.is_error) << format_diagnostic(d);
      EXPECT_TRUE(d.error.line > 0 || d.error.file == "/l/empty") << format_diagnostic(d);
    }
  }
}

TEST(Lint, NoMyhosts) {
  RuleFixture f;
  EXPECT_EQ(" no-myhosts ", names(lint(f, "mynetworks 192.0.2.0/24\nmatch helo is bare-ip then junk\n")));
  EXPECT_EQ(" ", names(lint(f, "mynetworks 192.0.2.0/24\nmatch subject contains \"x\" then junk\n")));
  EXPECT_EQ(" ", names(lint(f, std::string(kGood) + "match helo is bare-ip then junk\n")));
}

TEST(Lint, AFileThatCannotBeUsedIsAnError) {
  RuleFixture f;
  f.files.texts["/l/bad"] = "a.example\nb c\n";
  const std::vector<Diagnostic> got = lint(f, "domains d from \"/l/bad\"\ndomains e from \"/l/gone\"\n");
  ASSERT_EQ(2u, got.size()) << diagnostics_text(got);
  EXPECT_TRUE(got[0].is_error && got[1].is_error);
  EXPECT_EQ("/l/bad", got[0].error.file);
  EXPECT_EQ(2, got[0].error.line);
  EXPECT_EQ("/l/gone", got[1].error.file);
}

TEST(Lint, WarningsStandInTheOrderOfTheFile) {
  RuleFixture f;
  const std::vector<Diagnostic> got = lint(
      f, "mydomains com\nmynetworks 0.0.0.0/0\nmyhosts a.example\nmatch header \"X-Mailr\" is missing then score 1\n");
  for (size_t i = 1; i < got.size(); ++i) EXPECT_LE(got[i - 1].error.line, got[i].error.line) << names(got);
}

}  // namespace
}  // namespace hfilter
