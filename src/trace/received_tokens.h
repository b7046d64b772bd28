// SPDX-License-Identifier: BSD-2-Clause
//
// The words, comments, quoted strings and <...> of a Received field, before anybody looks for clauses in them: what
// stands inside of a comment, a quoted string or angle brackets is somebody's text and never a clause.
// Total and linear, with two bounds (limits.h). Tokens are views into the text.
// Source: RFC 5322 3.2 and 2.2.3; a CR that is not part of a line end, NUL and 8-bit octets are letters of a word.
#pragma once

#include <string_view>
#include <vector>

namespace hfilter {

enum class TokenKind : unsigned char {
  kWord,       // mx.example.com, [192.0.2.1], with
  kComment,    // (nested (and with \) quoted pairs)), (envelope-from <"a) b"@example.com>)
  kQuoted,     // "quoted \" string"
  kAngle,      // <"a > b"@example.com>
  kSemicolon,  // ;
  kBroken,     // a comment, string or bracket that is never closed: the rest of the text
};

struct Token {
  TokenKind kind = TokenKind::kWord;
  bool glued = false;     // no blank before it
  std::string_view text;  // with its delimiters

  /// Without the delimiters of a comment, a string or angle brackets.
  std::string_view inner() const;
  /// A word, compared without regard to case.
  bool is(std::string_view word) const;
};

/// Appends the tokens of `text`. False if there are more than kMaxTokensPerLine in `tokens`; those up to there stay.
/// A comment that nests deeper than kMaxCommentDepth is broken.
bool tokenise(std::string_view text, std::vector<Token>* tokens);

}  // namespace hfilter
