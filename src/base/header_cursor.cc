// SPDX-License-Identifier: BSD-2-Clause
#include "base/header_cursor.h"

#include <climits>

#include "base/limits.h"
#include "base/text.h"

namespace hfilter {
namespace {

constexpr size_t npos = std::string_view::npos;

size_t comment_length(std::string_view text, int max_depth) {
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '(') {
      if (++depth > max_depth) return npos;
    } else if (text[i] == ')') {
      if (--depth == 0) return i + 1;
    }
  }
  return npos;
}

std::string unquoted(std::string_view inside, QuotedPairs pairs) {
  std::string text;
  for (size_t i = 0; i < inside.size(); ++i) {
    const bool is_pair = inside[i] == '\\' && i + 1 < inside.size() &&
                         (pairs == QuotedPairs::kAny || inside[i + 1] == '"' || inside[i + 1] == '\\');
    if (is_pair) ++i;
    if (inside[i] != '\r' && inside[i] != '\n') text += inside[i];
  }
  return text;
}

}  // namespace

size_t comment_length(std::string_view text) { return comment_length(text, kMaxCommentDepth); }

size_t quoted_length(std::string_view text) {
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return npos;
}

std::string_view HeaderCursor::take_while(bool (*is_wanted)(char)) {
  size_t size = 0;
  while (size < rest_.size() && is_wanted(rest_[size])) ++size;
  return take_front(size);
}

HeaderCursor::Gap HeaderCursor::skip_gap() {
  Gap gap;
  for (;;) {
    if (peek() == '(') {
      gap.comment = true;
      skip_comment();
    } else if (take_while(is_space).empty()) {
      return gap;
    } else {
      gap.blanks = true;
    }
  }
}

bool HeaderCursor::skip_comment() {
  const size_t length = comment_length(rest_);
  take_front(length != npos ? length : comment_length(rest_, INT_MAX));
  return length != npos;
}

std::string HeaderCursor::take_quoted(QuotedPairs pairs, bool* closed) {
  const size_t length = quoted_length(rest_);
  const bool is_closed = length != npos;
  if (closed != nullptr) *closed = is_closed;
  const std::string_view quoted = take_front(length);
  return unquoted(quoted.substr(1, quoted.size() - (is_closed ? 2 : 1)), pairs);
}

}  // namespace hfilter
