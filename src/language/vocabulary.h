// SPDX-License-Identifier: BSD-2-Clause
//
// The words of the grammar (those of facts are in facts/registry.h), words of other filters that people write by habit,
// and suggestions. Static data, no failure.
#ifndef HFILTER_LANGUAGE_VOCABULARY_H_
#define HFILTER_LANGUAGE_VOCABULARY_H_

#include <string>
#include <string_view>
#include <vector>

namespace hfilter {

/// The first words of statements: match, test, set, mydomains ...
const std::vector<std::string_view>& statement_words();
/// Verdicts and notes.
const std::vector<std::string_view>& action_words();
/// The others: and, is, contains, then ...
const std::vector<std::string_view>& grammar_words();
/// A word that no list, test, rule or tag may be called by: one of the three.
bool is_reserved(std::string_view word);
bool is_statement_word(std::string_view word);
bool is_action_word(std::string_view word);
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

#endif  // HFILTER_LANGUAGE_VOCABULARY_H_
