// SPDX-License-Identifier: BSD-2-Clause
#include "trace/received_tokens.h"

#include "base/header_cursor.h"
#include "base/limits.h"
#include "base/text.h"

namespace hfilter {
namespace {

constexpr size_t npos = std::string_view::npos;

/// Returns true for white space between tokens: blanks and line ends. A CR without LF belongs to a word, because no MTA
/// folds with it and a client may send it.
bool is_gap(std::string_view text, size_t at) {
  const char c = text[at];
  return is_blank(c) || c == '\n' || (c == '\r' && at + 1 < text.size() && text[at + 1] == '\n');
}

/// Returns the length of the <...> that `text` begins with; npos if it is not closed.
size_t angle_length(std::string_view text) {
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '>') return i + 1;
    if (text[i] == '\\') {
      ++i;  // skips a quoted pair outside quotes: RFC 822 allows it, Exim accepts it
    } else if (text[i] == '"') {
      const size_t quoted = quoted_length(text.substr(i));
      if (quoted == npos) return npos;
      i += quoted - 1;
    }
  }
  return npos;
}

size_t word_length(std::string_view text) {
  size_t i = 0;
  while (i < text.size() && !is_gap(text, i) && text[i] != '(' && text[i] != '"' && text[i] != '<' && text[i] != ';') {
    ++i;
  }
  return i;
}

/// Returns the length of a comment like (envelope-from <"a) b"@example.com>); npos if `text` begins with other text.
/// Exim and qmail-ldap write the sender's address without quoting, so the comment ends after the address and not at the
/// first parenthesis.
size_t sender_comment_length(std::string_view text) {
  for (std::string_view opening : {"(envelope-from ", "(envelope-sender "}) {
    if (!begins_ignoring_case(text, opening)) continue;
    const size_t angle = opening.size();
    if (angle >= text.size() || text[angle] != '<') return npos;
    const size_t length = angle_length(text.substr(angle));
    const size_t end = angle + length;
    return length != npos && end < text.size() && text[end] == ')' ? end + 1 : npos;
  }
  return npos;
}

struct Piece {
  TokenKind kind;
  size_t length;
};

Piece next_piece(std::string_view text) {
  switch (text[0]) {
    case '(': {
      const size_t sender = sender_comment_length(text);
      return {TokenKind::kComment, sender != npos ? sender : comment_length(text)};
    }
    case '"':
      return {TokenKind::kQuoted, quoted_length(text)};
    case '<':
      return {TokenKind::kAngle, angle_length(text)};
    case ';':
      return {TokenKind::kSemicolon, 1};
    default:
      return {TokenKind::kWord, word_length(text)};
  }
}

}  // namespace

std::string_view Token::inner() const {
  const bool delimited = kind == TokenKind::kComment || kind == TokenKind::kQuoted || kind == TokenKind::kAngle;
  return delimited ? text.substr(1, text.size() - 2) : text;
}

bool Token::is(std::string_view word) const { return kind == TokenKind::kWord && equal_ignoring_case(text, word); }

bool tokenise(std::string_view text, std::vector<Token>* tokens) {
  bool glued = false;
  for (size_t at = 0; at < text.size();) {
    if (is_gap(text, at)) {
      glued = false;
      ++at;
      continue;
    }
    if (tokens->size() >= kMaxTokensPerLine) return false;
    Piece piece = next_piece(text.substr(at));
    if (piece.length == npos) piece = {TokenKind::kBroken, text.size() - at};
    tokens->push_back({piece.kind, glued, text.substr(at, piece.length)});
    glued = true;
    at += piece.length;
  }
  return true;
}

}  // namespace hfilter
