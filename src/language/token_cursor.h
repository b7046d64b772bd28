// SPDX-License-Identifier: BSD-2-Clause
//
// The cursor over the tokens of a statement. After a fault it is at the end of the statement, so that productions need
// not ask whether the one before failed; only the first fault is kept.
// Lifetime: references to tokens are valid until read() is called again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "language/lexer.h"

namespace hfilter {

class TokenCursor {
 public:
  /// Faults go into `*faults`, at most kMaxFaultsPerFile.
  TokenCursor(const SourceText& source, std::vector<Fault>* faults) : source_(source), faults_(*faults) {}

  /// Begins a statement; only its first `most` tokens are read.
  void read(const Statement& statement, size_t most = SIZE_MAX);

  const RuleToken& operator[](size_t index) const {
    return tokens_[index < tokens_.size() ? index : tokens_.size() - 1];
  }
  const RuleToken& peek(size_t ahead = 0) const { return (*this)[at_ + ahead]; }
  const RuleToken& before() const { return tokens_[at_ - 1]; }
  size_t index() const { return at_; }
  bool at_end() const { return peek().kind == RuleToken::Kind::kEnd; }
  bool is(std::string_view keyword) const { return peek().is(keyword); }
  bool is(RuleToken::Kind kind) const { return peek().kind == kind; }
  const RuleToken& take();
  void skip(size_t tokens) { at_ += tokens; }
  template <class What>
  bool take_if(What what) {
    const bool found = is(what);
    if (found) take();
    return found;
  }
  /// Takes `=`, which may be the beginning of the next word (`=x` is an entry elsewhere).
  void take_equals(Expected what);
  /// Takes the value of a text in quotes.
  std::string take_string(Expected what);
  /// Takes a text without placeholders, because the sender must not choose a path or a name.
  std::string take_plain_string(Expected what);
  /// Takes a date, as the day of parse_day().
  int64_t take_date();
  std::string_view source_since(size_t first_token) const;

  /// Refuses the statement.
  [[gnu::cold]] void fault(const RuleToken& token, FaultCode code, Expected expected = Expected::kNothing,
                           int other_line = 0);
  [[gnu::cold]] void unexpected(Expected expected) { fault(peek(), FaultCode::kUnexpected, expected); }
  /// Refuses the statement because of a fault that another statement has reported.
  void refuse();
  bool failed() const { return failed_; }

  size_t condition_begin = 0;     // the first token of the condition
  const FactDef* fact = nullptr;  // the fact that the condition asks; null: another subject
  std::string_view comparison;    // the last complete `FACT is a`, `FACT in a` or `FACT contains "a"`
  bool in_hop = false;            // the cursor is behind `any hop` or `hop N`

 private:
  const SourceText& source_;
  std::vector<Fault>& faults_;
  Statement statement_;
  std::vector<RuleToken> tokens_;
  size_t at_ = 0;
  bool failed_ = false;
};

/// Returns true at the end of the statement, `)`, then, unless, and, or: a value or a condition is missing before it.
bool ends_a_condition(const RuleToken& token);

}  // namespace hfilter
