// SPDX-License-Identifier: BSD-2-Clause
//
// A faulty statement as tokens, with the position of the fault and the subject of its condition.
// Lifetime: the fault, its SourceText and the RuleSet must outlive the FaultyStatement.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "language/lexer.h"
#include "rules/condition_types.h"
#include "rules/rule_set.h"

namespace hfilter {

/// The subject of a condition: a fact, the domain of a fact, a header field, or `via`; or the setting of a `set`.
struct ConditionSubject {
  const FactDef* fact = nullptr;  // the fact of the subject; null for a header field, `via` or a setting
  bool domain = false;
  std::string name;   // the subject as written: "helo", "sender domain", `header "X"`
  size_t tokens = 0;  // the number of tokens of the subject

  const TypeRow& type() const { return type_row(fact, domain); }
  /// Returns the word `text` of the fact, or null.
  const WordDef* word(std::string_view text) const {
    return fact != nullptr && !domain ? find_word(fact->id, text) : nullptr;
  }
};

struct FaultyStatement {
  FaultyStatement(const Fault& fault, const RuleSet& rules);

  /// Returns the token at `offset` from the fault: 0 is at the fault, -1 before it. Returns a kEnd outside the
  /// statement.
  const RuleToken& token(ptrdiff_t offset) const;
  /// Returns the tokens [from, to) on one line. Replaces signs of other languages, such as &&, by words of hfilter.
  std::string rewritten(size_t from, size_t to) const;
  std::string rest(size_t offset) const { return rewritten(at + offset, tokens.size() - 1); }
  /// Returns the source text from the token up to the next blank or comma: `~/log` is two tokens.
  std::string_view up_to_blank(const RuleToken& token) const;
  /// Returns the value in the form that is correct after `is`.
  std::string value_form(const RuleToken& value) const;
  /// Returns the kind of the list that is defined or asked.
  ListKind list_kind() const;

  const Fault& fault;
  const RuleSet& rules;
  std::vector<RuleToken> tokens;
  size_t at = 0;  // the index of the token at the fault
  ConditionSubject subject;
};

/// The place that the caret marks, the sentence about a fault, and a suggestion or "".
struct Advice {
  std::string_view place;
  std::string text;
  std::string help;
};

/// Returns the subject that begins at `tokens[begin]`.
ConditionSubject subject_at(const std::vector<RuleToken>& tokens, size_t begin);
/// Returns the word of hfilter for a sign of another language, such as "and" for &&; "" for other tokens.
std::string_view our_word(const RuleToken& token);
/// Returns "`x`" for the token, shortened, or "the end of the statement".
std::string named(const RuleToken& token);

}  // namespace hfilter
