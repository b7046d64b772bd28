// SPDX-License-Identifier: BSD-2-Clause
//
// What people write by habit from other languages, sign by sign and token by token (words alone are in vocabulary.h),
// and what to say of it. Static data, no failure.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "facts/registry.h"
#include "language/lexer.h"
#include "rules/condition_types.h"

namespace hfilter {

bool is_one_of(const RuleToken& token, std::initializer_list<std::string_view> words);
/// Our word for the sign of another language: "and" for &&; empty if it is none.
std::string_view our_word(const RuleToken& token);
/// "// x", "; x", "-- x"
bool is_foreign_comment(const RuleToken& token);
/// The help for `token` where a condition should stand, with the two tokens behind it; empty if it is no such habit.
std::string help_for_habit(const RuleToken& token, const RuleToken& second, const RuleToken& third);

/// What is asked of a fact or a field by a sign of another language, and the value behind the sign.
struct SignTest {
  const RuleToken& sign;
  const RuleToken& value;
  const TypeRow& type;
  std::string name;   // of what is asked
  std::string form;   // of the value behind `is`
  std::string regex;  // of the value behind `matches`
  bool list;          // the value is the name of a list
};

/// The same in our words; empty if there are none.
std::string help_for_sign(const SignTest& test);
/// The word of the fact that is meant: "fail" for `spf hardfail`; empty if there is none.
std::string_view meant_word(const FactDef& fact, std::string_view word);

}  // namespace hfilter
