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
    kWord,      // a word without quotes: names, domains, numbers, dates
    kString,    // a string: "..."
    kRegex,     // a regex: /.../ or /.../c, only after `matches`
    kOpen,      // an opening bracket: (
    kClose,     // a closing bracket: )
    kComma,     // a comma
    kOperator,  // an operator: = += < <= > >= and what other languages write: == != =~ && || -> and so on
    kBad,       // text that is not a token
    kEnd,       // the end of the statement, behind its last token
  };
  Kind kind = Kind::kEnd;
  bool first_in_line = false;  // the token is the first of an indented line
  int line = 0;
  std::string_view raw;   // the token as written, with quotes and slashes
  std::string_view text;  // the word or operator; for a string or regex the inside

  bool is_word() const { return kind == Kind::kWord; }
  /// Returns true iff this is the keyword (in lower case), in any case. Called some hundred times for each rule.
  bool is(std::string_view keyword) const {
    return kind == Kind::kWord && text.size() == keyword.size() && to_lower(text[0]) == keyword[0] &&
           equal_ignoring_case(text, keyword);
  }
  bool is_operator(std::string_view sign) const { return kind == Kind::kOperator && text == sign; }
  bool is_string() const { return kind == Kind::kString; }
};

/// Takes the next statement from `*rest`. Adds the number of its lines, and of comments and empty lines around it, to
/// `*lines`. Skips a byte order mark at the beginning of the text. Returns nullopt at the end.
std::optional<Statement> take_statement(std::string_view* rest, int* lines);

/// Divides a statement into at most `most` tokens and a kEnd behind them. Overwrites `*tokens`.
void lex(const Statement& statement, std::vector<RuleToken>* tokens, size_t most = SIZE_MAX);

/// Appends the value of the inside of a string token, where \" and \\ mean " and \. Returns npos, or the offset of
/// another backslash.
size_t unquote(std::string_view inside, std::string* value);

}  // namespace hfilter
