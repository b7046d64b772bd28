// SPDX-License-Identifier: BSD-2-Clause
//
// Matches patterns against the tokens of a faulty statement, and fills in templates of sentences. A row of advice
// consists of them, so that a habit is one line of data. Pure, linear.
//
// A pattern is a list of elements with blanks between them. The first element matches the token at the fault; elements
// before `@` match the tokens before the fault. `[text,name]` at the beginning requires one of these types of the
// subject: flag, name, ip, address, text, word, number, header, domain, hop, or a fact such as `[helo]`.
//   word, &&, "(" ...  this token, in any case; `a|b` is one of two
//   //*                a token that begins with //
//   WORD NAME TEXT REGEX VALUE ENTRY NETWORK NUMBER LIST TEST FACT ACTION VERDICT SETTING STATEMENT IF SIGN ENDS END
//   ANY                a token of this class (defined in pattern.cc); `!WORD` and `FACT:` are one token
//   NEAR, MEANT        a misspelt expected word; a word of another filter for a word of this fact
//   ...                any number of tokens
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "advice/faulty_statement.h"

namespace hfilter {

/// The tokens that match a pattern. Elements after `@` are numbered: element 1 is the token at the fault.
struct PatternMatch {
  int weight = 0;                                // 0: no match; a greater weight is a more specific match
  std::vector<std::string_view> texts;           // of each element, without the prefix or suffix in the pattern
  std::vector<std::pair<size_t, size_t>> spans;  // of each element, as indexes of tokens
};

PatternMatch match_pattern(std::string_view pattern, const FaultyStatement& statement);

/// Fills in a template. Fields:
///   {1} {2} ...    an element as written; {1t} without quotes, {1q} in quotes, {1v} as a value after `is`
///   {1r} {1n}      the same as a regular expression; in backquotes
///   {1>}           a regular expression for numbers of at least this value
///   {2..} {<} {*}  the rest of the statement from this element; the statement before the fault; the whole statement
///   {s} {form}     the subject of the condition; the tests that it has
///   {near} {meant} {kind} {words}       the near word; the word meant; the kind of list; the words of the subject
///   {actions} {statements} {settings}   all words of this kind
std::string fill_template(std::string_view text, const FaultyStatement& statement, const PatternMatch& match);

/// Returns the expected word that is most similar to the token at the fault; "" if none is similar.
std::string_view near_word(const FaultyStatement& statement);

}  // namespace hfilter
