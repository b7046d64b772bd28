// SPDX-License-Identifier: BSD-2-Clause
//
// What check prints where somebody reads it: no line wider than the terminal, but for rules that are to be copied.
#include "app/report/check_report.h"

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
constexpr char kProcmail[] = ":0\n* ^Received:.*(HELO hewgill.com)\n/dev/null\n";

TEST(CheckText, IsFoldedForATerminal) {
  for (const char* rules : {kLongHelp, kProcmail}) {
    std::istringstream lines(checked(rules, true));
    for (std::string line; std::getline(lines, line);) {
      EXPECT_TRUE(columns_of(line) <= 80 || line.find(" match ") != line.npos) << line;
    }
  }
  const std::string text = checked(kProcmail, true);
  EXPECT_NE(text.npos, text.find("there: * ? hfilter\n               test 'CONDITION' (")) << text;
  EXPECT_NE(text.npos, text.find("\n               `* ^Received:.*(HELO hewgill.com)` is in hfilter: helo in\n"
                                 "               (hewgill.com)\n"))
      << text;
}

TEST(CheckText, IsOneLineAHelpForPrograms) {
  const std::string text = checked(kProcmail, false);
  EXPECT_NE(text.npos, text.find("hfilter test 'CONDITION' (hfilter-recipes(7), PROCMAIL)\n")) << text;
}

}  // namespace
}  // namespace hfilter
