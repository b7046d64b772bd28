// SPDX-License-Identifier: BSD-2-Clause
//
// Words of other filters that people write by habit, and what hfilter calls them. The words of the language are in
// language/grammar.h, those of facts in facts/registry.h. Constant data, no failure.
#pragma once

#include <string_view>

namespace hfilter {

/// A letter, then letters, digits and -: the name of a list, a test, a rule or a tag.
bool is_name(std::string_view text);

/// What hfilter calls `word` of another filter: help, or empty.
std::string_view other_statement(std::string_view word);
std::string_view other_condition(std::string_view word);
std::string_view other_action(std::string_view word);
/// Our words for `word` behind a fact: "begins with" for "startswith".
std::string_view other_test(std::string_view word);
/// Our value for `word` of this fact: "fail" for "hardfail".
std::string_view other_value(std::string_view fact, std::string_view word);

}  // namespace hfilter
