// SPDX-License-Identifier: BSD-2-Clause
//
// A rule file as statements, a statement as tokens. A statement starts in column 1, indented lines continue it. Total:
// what is no token becomes one of kind kBad with a text, so that the parser can refuse the statement and go on with the
// next. Linear. Statements and tokens are views into the text, which must outlive them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

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
    kBad,       // `text` is what is wrong with it
    kEnd,       // the end of the statement: stands behind its last token
  };
  Kind kind = Kind::kEnd;
  bool first_in_line = false;  // of an indented line
  int line = 0;
  std::string_view raw;     // as written, quotes and slashes included
  std::string_view text;    // a word or operator; the inside of a string or regex; the fault of kBad
  std::string_view inside;  // of kBad: the text that was meant, if one was

  bool is_word() const { return kind == Kind::kWord; }
  /// This keyword (in lower case), any case. Asked some hundred times a rule.
  bool is(std::string_view keyword) const {
    return kind == Kind::kWord && text.size() == keyword.size() && to_lower(text[0]) == keyword[0] &&
           equal_ignoring_case(text, keyword);
  }
  bool is_operator(std::string_view text_) const { return kind == Kind::kOperator && text == text_; }
};

struct Statement {
  std::string_view text;  // whole lines, comments between them included
  int line = 0;           // of its first
};

class Lexer {
 public:
  /// A byte order mark at its beginning is passed over.
  explicit Lexer(std::string_view text);

  /// Returns the next statement; nullopt at the end of the text.
  std::optional<Statement> next();

 private:
  bool next_line();

  std::string_view rest_;
  std::string_view line_;
  int number_ = 0;
  bool have_line_ = false;  // line_ is the first of the next statement
};

/// The tokens of a statement, at most `most`, and a kEnd behind them. `*tokens` is overwritten, so that its memory can
/// be used again.
void lex(const Statement& statement, std::vector<RuleToken>* tokens, size_t most = SIZE_MAX);

/// Takes the value of a string token: \" and \\ are resolved. False if there is another backslash; `*at` is its offset.
bool unquote(std::string_view inside, std::string* value, size_t* at);

}  // namespace hfilter
