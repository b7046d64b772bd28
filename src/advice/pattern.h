// SPDX-License-Identifier: BSD-2-Clause
//
// Matches patterns against the tokens of a faulty statement. A row of advice has a pattern, so that a habit is one line
// of data. Pure, linear.
//
// A pattern is a list of elements with blanks between them. The first element matches the token at the fault; elements
// before `@` match the tokens before the fault. `[text,name]` at the beginning requires one of these types of the
// subject: flag, name, ip, address, text, word, number, size, duration, date, header, domain, via, or a fact such as
// `[helo]`.
//   word, &&, "(" ...  this token, in any case; `a|b` is one of two
//   //*                a token that begins with //
//   WORD NAME TEXT ... a token of this class (pattern.cc has the table); `!WORD` and `FACT:` are one token
//   NEAR, MEANT        a misspelt expected word; a word of another filter for a word of this fact
//   ...                any number of tokens
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "advice/faulty_statement.h"

namespace hfilter {

/// The tokens that match a pattern. Elements after `@` are numbered: element 1 is the token at the fault.
struct PatternMatch {
  int weight = 0;                                // 0: no match; the weight of a more specific match is greater
  std::vector<std::string_view> texts;           // the text of each element, without the pattern's prefix or suffix
  std::vector<std::pair<size_t, size_t>> spans;  // the first and last token of each element
};

PatternMatch match_pattern(std::string_view pattern, const FaultyStatement& statement);

/// Returns true iff patterns have a class of this name.
bool is_pattern_class(std::string_view name);

/// Returns the expected word that is most similar to the token at the fault; "" if none is similar.
std::string_view near_word(const FaultyStatement& statement);

/// Returns the words that can follow `is` in the condition.
std::vector<std::string_view> fact_words(const FaultyStatement& statement);

/// Returns the word of the fact that `word` means, "fail" for `spf hardfail`; "" if there is none.
std::string_view meant_value(const FaultyStatement& statement, std::string_view word);

}  // namespace hfilter
