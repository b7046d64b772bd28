// SPDX-License-Identifier: BSD-2-Clause
//
// Divides a rule file into statements, and a statement into tokens. A statement starts in column 1; indented lines
// continue it. Text that is not a token becomes a token of kind kBad with its fault, so that the parser refuses this
// statement and reads the next. Total, linear. Lifetime: statements and tokens are views into the text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "language/fault.h"

namespace hfilter {

struct RuleToken {
  enum class Kind : unsigned char {
    kWord,      // bare: names, domains, numbers, dates
    kString,    // "..."
    kRegex,     // /.../ or /.../c, only after `matches`
    kOpen,      // (
    kClose,     // )
    kComma,     // ,
    kOperator,  // = += < <= > >= and what other languages write: == != =~ && || -> and so on
    kBad,       // not a token
    kEnd,       // the end of the statement, behind its last token
  };
  Kind kind = Kind::kEnd;
  bool first_in_line = false;  // of an indented line
  int line = 0;
  std::string_view raw;   // as written, quotes and slashes included
  std::string_view text;  // a word or operator; the inside of a string or regex

  bool is_word() const { return kind == Kind::kWord; }
  /// Returns true iff this is the keyword (in lower case), in any case. Called some hundred times for each rule.
  bool is(std::string_view keyword) const {
    return kind == Kind::kWord && text.size() == keyword.size() && to_lower(text[0]) == keyword[0] &&
           equal_ignoring_case(text, keyword);
  }
  bool is_operator(std::string_view sign) const { return kind == Kind::kOperator && text == sign; }
  bool is_string() const { return kind == Kind::kString; }
};

/// Takes the next statement from `*rest`, and adds its lines to `*lines`, the number of lines before it. Skips a byte
/// order mark at the beginning of the text. Returns nullopt at the end.
std::optional<Statement> take_statement(std::string_view* rest, int* lines);

/// Divides a statement into at most `most` tokens and a kEnd behind them. Overwrites `*tokens`, whose memory is used
/// again.
void lex(const Statement& statement, std::vector<RuleToken>* tokens, size_t most = SIZE_MAX);

/// Appends the value of the inside of a string token, where \" and \\ mean " and \. Returns npos, or the offset of
/// another backslash.
size_t unquote(std::string_view inside, std::string* value);

}  // namespace hfilter
