// SPDX-License-Identifier: BSD-2-Clause
//
// The table of habits. A habit is a mistake that people bring to rule files, often from other filters and languages.
// Each row has the advice that corrects the mistake. Constant data. The matching pattern with the greatest weight is
// used. The order of the rows has no meaning.
#pragma once

#include <string_view>

#include "base/table.h"
#include "language/fault.h"

namespace hfilter {

struct Habit {
  Expected expected;    // what the grammar expects at the fault
  const char* pattern;  // the tokens at the fault, as advice/pattern.h describes
  const char* text;     // the template of the error text; null: the default sentence
  const char* help;     // the template of the help
  const char* example;  // an example of a statement with this mistake
  int mark = 0;         // the token to mark, counted from the fault
};

Table<Habit> all_habits();

/// Translates the name of a fact in other filters: "helo" for `helo_name`; "" if it is unknown.
std::string_view other_fact(std::string_view word);

/// Translates a word that other filters use for a value of this fact: "fail" for `spf hardfail`; "" if it is unknown.
std::string_view other_value(std::string_view fact, std::string_view word);

}  // namespace hfilter
