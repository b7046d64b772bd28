// SPDX-License-Identifier: BSD-2-Clause
//
// Patterns over the tokens of a faulty statement, and templates of sentences. Rows of advice are written in them, so
// that a habit is one line of data. Pure, linear.
//
// A pattern is a list of elements with blanks between. It begins at the token of the fault; elements before `@` are the
// tokens before the fault. `[text,name]` before all of them names types of the subject: flag, name, ip, address, text,
// word, number, header, domain, hop, or a fact: `[helo]`.
//   word, &&, "(" ...  this token, in any case; `a|b` is one of two
//   //*                a token that begins so
//   WORD NAME TEXT REGEX VALUE ENTRY NETWORK NUMBER LIST TEST FACT ACTION VERDICT SETTING STATEMENT IF SIGN ENDS END
//   ANY
//                      a token of this class (pattern.cc says what each is); `!WORD` and `FACT:` are one token
//   NEAR, MEANT        a word near one of the expected words; another filter's word for one of this fact
//   ...                any number of tokens
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "advice/faulty_statement.h"

namespace hfilter {

/// The tokens of a match, by number of the element behind `@`: element 1 is the token of the fault.
struct PatternMatch {
  int weight = 0;                                // 0: no match; a heavier match says more about the statement
  std::vector<std::string_view> texts;           // of the elements, without a prefix or suffix of the pattern
  std::vector<std::pair<size_t, size_t>> spans;  // of the elements, as indexes of tokens
};

PatternMatch match_pattern(std::string_view pattern, const FaultyStatement& statement);

/// Fills in a template. Fields:
///   {1} {2} ...  an element as written; {1t} without quotes, {1q} in quotes, {1v} as a value behind `is`, {1r} as a
///   regular
///                expression, {1n} named ("`x`"), {1>} a regular expression for this number and greater ones
///   {2..}        the rest of the statement from an element on; {<} the statement before the fault; {*} all of it
///   {s} {form}   the subject of the condition; the tests that it has
///   {near} {meant} {kind} {words}   the near word; the word meant; the kind of list and the words of the subject
///   {actions} {statements} {settings}   all words of this kind
std::string fill_template(std::string_view text, const FaultyStatement& statement, const PatternMatch& match);

/// Returns the word of the grammar that is near the token of the fault, of those that are expected there; or nothing.
std::string_view near_word(const FaultyStatement& statement);

}  // namespace hfilter
