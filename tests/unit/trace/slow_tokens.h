// SPDX-License-Identifier: BSD-2-Clause
//
// A second tokeniser, slow and plainly right: it asks at each place which of the grammar's sentences begins there,
// shortest first, by trying every end. For tests; cubic in the length of the text.
#pragma once

#include <string>
#include <vector>

#include "base/limits.h"
#include "base/text.h"
#include "trace/received_tokens.h"

namespace hfilter_test {

using hfilter::TokenKind;

struct SlowToken {
  TokenKind kind;
  bool glued;
  std::string text;
};

/// "..." with \x pairs, and no bare quote inside.
inline bool is_quoted(const std::string& s) {
  if (s.size() < 2 || s.front() != '"') return false;
  size_t i = 1;
  while (i < s.size() && s[i] != '"') i += s[i] == '\\' ? 2 : 1;
  return i == s.size() - 1;
}

/// <...>: quoted strings, \x pairs, and octets that are neither > nor ".
inline bool is_angle(const std::string& s) {
  if (s.size() < 2 || s.front() != '<' || s.back() != '>') return false;
  for (size_t i = 1; i < s.size() - 1;) {
    if (s[i] == '>') return false;
    if (s[i] != '"') {
      i += s[i] == '\\' ? 2 : 1;
      if (i > s.size() - 1) return false;
      continue;
    }
    size_t end = i + 1;
    while (end < s.size() - 1 && !is_quoted(s.substr(i, end - i + 1))) ++end;
    if (end == s.size() - 1) return false;
    i = end + 1;
  }
  return true;
}

/// The comment grammar of RFC 5322: ( octets, pairs, comments ), not nested too deep.
inline bool is_comment(const std::string& s, int depth = 1) {
  if (depth > hfilter::kMaxCommentDepth || s.size() < 2 || s.front() != '(' || s.back() != ')') return false;
  for (size_t i = 1; i < s.size() - 1;) {
    if (s[i] == ')') return false;
    if (s[i] == '\\') {
      i += 2;
      if (i > s.size() - 1) return false;
    } else if (s[i] == '(') {
      size_t end = i + 1;
      while (end < s.size() - 1 && !is_comment(s.substr(i, end - i + 1), depth + 1)) ++end;
      if (end == s.size() - 1) return false;
      i = end + 1;
    } else {
      ++i;
    }
  }
  return true;
}

/// (envelope-from <...>) and (envelope-sender <...>), where the angle brackets are the address as it was said.
inline bool is_sender_comment(const std::string& s) {
  for (const char* opening : {"(envelope-from ", "(envelope-sender "}) {
    const std::string begin = opening;
    if (hfilter::begins_ignoring_case(s, begin) && s.size() > begin.size() && s.back() == ')') {
      return is_angle(s.substr(begin.size(), s.size() - begin.size() - 1));
    }
  }
  return false;
}

inline bool is_white(const std::string& s, size_t i) {
  return s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || (s[i] == '\r' && i + 1 < s.size() && s[i + 1] == '\n');
}

inline bool is_of(TokenKind kind, const std::string& s) {
  switch (kind) {
    case TokenKind::kComment:
      return is_comment(s);
    case TokenKind::kQuoted:
      return is_quoted(s);
    case TokenKind::kAngle:
      return is_angle(s);
    default:
      return s == ";";
  }
}

inline SlowToken slow_token(const std::string& rest) {
  const size_t special = std::string("(\"<;").find(rest[0]);
  if (special == std::string::npos) {
    size_t end = 1;
    while (end < rest.size() && !is_white(rest, end) && std::string("(\"<;").find(rest[end]) == std::string::npos) {
      ++end;
    }
    return {TokenKind::kWord, false, rest.substr(0, end)};
  }
  const TokenKind kinds[] = {TokenKind::kComment, TokenKind::kQuoted, TokenKind::kAngle, TokenKind::kSemicolon};
  const TokenKind kind = kinds[special];
  if (kind == TokenKind::kComment) {
    for (size_t end = 1; end <= rest.size(); ++end) {
      if (is_sender_comment(rest.substr(0, end))) return {kind, false, rest.substr(0, end)};
    }
  }
  for (size_t end = 1; end <= rest.size(); ++end) {
    if (is_of(kind, rest.substr(0, end))) return {kind, false, rest.substr(0, end)};
  }
  return {TokenKind::kBroken, false, rest};
}

inline std::vector<SlowToken> slow_tokens(const std::string& text) {
  std::vector<SlowToken> tokens;
  for (size_t at = 0; at < text.size();) {
    if (is_white(text, at)) {
      ++at;
      continue;
    }
    SlowToken token = slow_token(text.substr(at));
    token.glued = at > 0 && !is_white(text, at - 1);
    at += token.text.size();
    tokens.push_back(std::move(token));
  }
  return tokens;
}

}  // namespace hfilter_test
