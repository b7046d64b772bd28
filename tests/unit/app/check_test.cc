// SPDX-License-Identifier: BSD-2-Clause
//
// What check prints where somebody reads it: no line wider than the terminal, but for rules that are to be copied.
#include "app/check.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

std::string checked(const std::string& rules, bool is_terminal) {
  const RuleFixture f(rules);
  return check_text(f.rules, {}, nullptr, Terminal{false, true, 80, is_terminal});
}

constexpr char kLongHelp[] = "match tls then junk\nmatch any hop not encrypted then junk\n";
constexpr char kProcmail[] =
    ":0\n* ^Subject:.*(one|two|three|four|five|six|seven|eight|nine|ten|eleven)\n* ^From:.*@example\\.com\nfolder\n"
    ":0 f\n| /usr/bin/spamc -x\n";

TEST(CheckText, IsFoldedForATerminal) {
  for (const char* rules : {kLongHelp, kProcmail}) {
    std::istringstream lines(checked(rules, true));
    for (std::string line; std::getline(lines, line);)
      EXPECT_TRUE(columns_of(line) <= 80 || line.find(" match ") != line.npos) << line;
  }
  const std::string text = checked(kProcmail, true);
  EXPECT_NE(text.npos,
            text.find("\n               match subject matches /(one|two|three|four|five|six|seven|eight|nine|ten|"
                      "eleven)/ and from matches /@example\\.com/ then deliver \"folder\"\n"))
      << text;
  EXPECT_NE(text.npos,
            text.find("not translated: the command (/usr/bin/spamc -x): hfilter runs no\n               shell and"))
      << text;
}

TEST(CheckText, IsOneLineAHelpForPrograms) {
  EXPECT_NE(
      std::string::npos,
      checked(kProcmail, false).find("not translated: the command (/usr/bin/spamc -x): hfilter runs no shell and"));
}

}  // namespace
}  // namespace hfilter
