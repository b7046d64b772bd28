// SPDX-License-Identifier: BSD-2-Clause
//
// Divides a Received field into words, comments, quoted strings and <...>, before any search for clauses. Text inside a
// comment, a quoted string or angle brackets is never a clause. Linear.
// Lifetime: tokens are views into the text.
// Source: RFC 5322 3.2 and 2.2.3. A word may contain NUL, 8-bit octets and a CR that is not part of a line end.
#pragma once

#include <string_view>
#include <vector>

namespace hfilter {

enum class TokenKind : unsigned char {
  kWord,       // a word: mx.example.com, [192.0.2.1], with
  kComment,    // a comment: (nested (and with \) quoted pairs)), (envelope-from <"a) b"@example.com>)
  kQuoted,     // a quoted string: "quoted \" string"
  kAngle,      // an address in angle brackets: <"a > b"@example.com>
  kSemicolon,  // a semicolon
  kBroken,     // a comment, string or bracket that is never closed: the rest of the text
};

struct Token {
  TokenKind kind = TokenKind::kWord;
  bool glued = false;     // no blank precedes the token
  std::string_view text;  // the text of the token with its delimiters

  /// Returns the text without the delimiters of a comment, a string or angle brackets.
  std::string_view inner() const;
  /// Returns true if the token is this word. Ignores case.
  bool is(std::string_view word) const;
};

/// Appends the tokens of `text`. Returns false if `tokens` would exceed kMaxTokensPerLine; earlier tokens are kept. A
/// comment that nests deeper than kMaxCommentDepth is kBroken.
bool tokenise(std::string_view text, std::vector<Token>* tokens);

}  // namespace hfilter
