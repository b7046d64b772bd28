// SPDX-License-Identifier: BSD-2-Clause
//
// A rule file as statements of tokens. A statement starts in column 1, indented lines continue it. Total: what is no
// token becomes one of kind kBad with a text, so that the parser can refuse the statement and go on with the next.
// Linear. Tokens are views into the text, which must outlive them.
#ifndef HFILTER_RULES_LEXER_H_
#define HFILTER_RULES_LEXER_H_

#include <string>
#include <string_view>
#include <vector>

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
  std::string_view raw;        // as written, quotes and slashes included
  std::string_view text;       // a word or operator; the inside of a string or regex; the fault of kBad
  std::string_view inside;     // of kBad: the text that was meant, if one was
  int line = 0;

  bool is_word() const { return kind == Kind::kWord; }
  /// This keyword, any case.
  bool is(std::string_view keyword) const;
  bool is_operator(std::string_view text_) const { return kind == Kind::kOperator && text == text_; }
};

class Lexer {
 public:
  /// The text without a byte order mark.
  explicit Lexer(std::string_view text);

  /// The tokens of the next statement and a kEnd, or false at the end of the text. `tokens` is overwritten.
  bool next_statement(std::vector<RuleToken>& tokens);

 private:
  bool next_line();
  void lex_line(std::vector<RuleToken>& tokens);

  std::string_view rest_;
  std::string_view line_;
  int number_ = 0;
  bool have_line_ = false;  // line_ is the first of the next statement
};

/// The value of a string token: \" and \\ resolved. nullopt if there is another backslash: `*at` is its offset.
bool unquote(std::string_view inside, std::string& value, size_t* at);

}  // namespace hfilter

#endif  // HFILTER_RULES_LEXER_H_
