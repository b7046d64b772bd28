// SPDX-License-Identifier: BSD-2-Clause
//
// The table of habits itself: each row is reached by its own example, no two rows are equally heavy, so that their
// order has no meaning, and each row uses only classes and fields that exist.
#include "advice/habits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include "advice/adviser.h"
#include "advice/sentence.h"
#include "language/parser.h"
#include "unit/advice/slip_rows.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

/// A statement with its first fault.
struct Parsed {
  explicit Parsed(const std::string& statement)
      : source("rc", (statement.substr(0, 1) == " " ? "" : kAbove) + statement + "\n") {
    FakeRuleFiles files;
    const ParseScope scope{rules, &rules, draft, source, &files, &rules.inline_lists};
    read_statements(scope, [](const std::string&, bool, std::string_view) { return true; });
    read_waiting(scope);
  }
  /// The example of a row about a condition by itself is no statement.
  explicit Parsed(const Habit& habit) : Parsed(habit.expected == Expected::kNothing ? "" : habit.example) {
    if (habit.expected != Expected::kNothing) return;
    condition = std::make_unique<SourceText>("EXPR", habit.example);
    Expr expr;
    read_expression({rules, nullptr, draft, *condition, nullptr, &lists}, &expr);
  }
  SourceText source;
  std::unique_ptr<SourceText> condition;
  std::vector<std::unique_ptr<List>> lists;
  RuleSet rules;
  Draft draft;
};

std::vector<std::string> all_statements() {
  std::vector<std::string> all;
  for (const auto* rows : {&kFilterSlips, &kLanguageSlips, &kConditionSlips, &kStatementSlips}) {
    for (const SlipRow& row : *rows) all.emplace_back(row.in);
  }
  for (const Habit& habit : all_habits()) {
    if (habit.expected != Expected::kNothing) all.emplace_back(habit.example);
  }
  return all;
}

std::string name_of(const Habit* habit) { return habit == nullptr ? "no row" : habit->pattern; }

TEST(Habits, TheExampleOfARowIsAnsweredByThisRow) {
  for (const Habit& habit : all_habits()) {
    const Parsed parsed(habit);
    ASSERT_FALSE(parsed.draft.faults.empty()) << habit.example;
    const FaultyStatement s(parsed.draft.faults[0], parsed.rules);
    PatternMatch match;
    const Habit* const found = find_habit(all_habits(), s, &match);
    EXPECT_EQ(habit.pattern, name_of(found)) << habit.example;
    if (found != &habit) continue;
    const Error got = advise(parsed.draft.faults[0], parsed.rules).error;
    EXPECT_EQ(habit.text == nullptr ? got.text : fill_template(habit.text, s, match), got.text) << habit.example;
    EXPECT_EQ(fill_template(habit.help, s, match), got.help) << habit.example;
  }
}

TEST(Habits, TheOrderOfTheRowsHasNoMeaning) {
  std::vector<Habit> rows(all_habits().begin(), all_habits().end());
  std::reverse(rows.begin(), rows.end());
  const Table<Habit> reversed(rows.data(), rows.size());
  for (const std::string& statement : all_statements()) {
    const Parsed parsed(statement);
    for (const Fault& fault : parsed.draft.faults) {
      const FaultyStatement s(fault, parsed.rules);
      PatternMatch forwards;
      PatternMatch backwards;
      EXPECT_EQ(name_of(find_habit(all_habits(), s, &forwards)), name_of(find_habit(reversed, s, &backwards)))
          << statement;
    }
  }
}

TEST(Habits, EachElementOfAPatternIsAWordOrAKnownClass) {
  for (const Habit& habit : all_habits()) {
    const std::string pattern = habit.pattern;
    for (size_t begin = 0; begin < pattern.size();) {
      const size_t end = std::min(pattern.find(' ', begin), pattern.size());
      std::string element = pattern.substr(begin, end - begin);
      begin = end + 1;
      if (element[0] == '!' || element[0] == '@') element.erase(0, 1);
      if (!element.empty() && element.back() == ':') element.pop_back();
      const auto is_capital = [](unsigned char c) { return std::isupper(c) != 0; };
      const bool is_class = element.size() > 1 && std::all_of(element.begin(), element.end(), is_capital);
      EXPECT_TRUE(!is_class || is_pattern_class(element)) << pattern;
    }
  }
}

/// A field that does not exist stays as it is in the sentence.
TEST(Habits, EachFieldOfATemplateIsKnown) {
  for (const Habit& habit : all_habits()) {
    const Parsed parsed(habit);
    ASSERT_FALSE(parsed.draft.faults.empty()) << habit.example;
    const FaultyStatement s(parsed.draft.faults[0], parsed.rules);
    const PatternMatch match = match_pattern(habit.pattern, s);
    for (const char* form : {habit.text == nullptr ? "" : habit.text, habit.help}) {
      const std::string text = form;
      for (size_t at = text.find('{'); at != text.npos; at = text.find('{', at + 1)) {
        const std::string field = text.substr(at, text.find('}', at) + 1 - at);
        EXPECT_NE(field, fill_template(field, s, match)) << habit.pattern;
      }
    }
  }
}

}  // namespace
}  // namespace hfilter
