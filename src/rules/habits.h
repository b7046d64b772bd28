// SPDX-License-Identifier: BSD-2-Clause
//
// What people write by habit from other languages, sign by sign and token by token (words alone are in vocabulary.h),
// and what to say of it. Static data, no failure.
#ifndef HFILTER_RULES_HABITS_H_
#define HFILTER_RULES_HABITS_H_

#include <initializer_list>
#include <string>
#include <string_view>

#include "rules/lexer.h"

namespace hfilter {

bool is_one_of(const RuleToken& token, std::initializer_list<std::string_view> words);
/// Our word for the sign of another language: "and" for &&; empty if it is none.
std::string_view our_word(const RuleToken& token);
/// "// x", "; x", "-- x"
bool is_foreign_comment(const RuleToken& token);
/// The help for `token` where a condition should stand, with the two tokens behind it; empty if it is no such habit.
std::string help_for_habit(const RuleToken& token, const RuleToken& second, const RuleToken& third);

}  // namespace hfilter

#endif  // HFILTER_RULES_HABITS_H_
