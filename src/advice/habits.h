// SPDX-License-Identifier: BSD-2-Clause
//
// The table of habits: forms of other filters and languages, and slips, that people write in rule files, each with the
// advice that repairs it. Constant data, no failure.
// A fault takes the row whose pattern has the greatest weight; the order of the rows has no meaning.
#pragma once

#include <string_view>

#include "base/table.h"
#include "language/fault.h"

namespace hfilter {

struct Habit {
  Expected expected;    // what the grammar expected at the fault
  const char* pattern;  // advice/pattern.h
  const char* text;     // a template; null: the usual sentence
  const char* help;     // a template
  const char* example;  // a statement with this habit
  int mark = 0;         // the marked token, from the fault
};

Table<Habit> all_habits();

/// Returns another filter's word `word` for a value of this fact in our words: "fail" for `spf hardfail`; or nothing.
std::string_view other_value(std::string_view fact, std::string_view word);

}  // namespace hfilter
