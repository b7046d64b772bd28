// SPDX-License-Identifier: BSD-2-Clause
//
// A cursor over the value of a structured header field, folded or not. It reads the syntax that all such fields share:
// blanks, comments and quoted strings. The caller decides which characters end a word. Linear.
// Lifetime: views point into the text.
// Source: RFC 5322 3.2.1 (quoted pairs), 3.2.2 (comments and folding), 3.2.4 (quoted strings).
#pragma once

#include <string>
#include <string_view>

namespace hfilter {

/// Returns the length of the comment at the front of `text`, parentheses included; npos if it is not closed or deeper
/// than kMaxCommentDepth.
size_t comment_length(std::string_view text);

/// Returns the length of the quoted string at the front of `text`, quotes included; npos if it is not closed.
size_t quoted_length(std::string_view text);

/// The characters that a backslash can quote inside a quoted string.
enum class QuotedPairs {
  kAny,                    // a backslash quotes each character, as RFC 5322 says
  kOnlyQuoteAndBackslash,  // a backslash quotes only `"` and `\`: Windows programs write "C:\dir\x.exe"
};

class HeaderCursor {
 public:
  explicit HeaderCursor(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  /// Returns the next character, or NUL at the end.
  char peek() const { return rest_.empty() ? '\0' : rest_[0]; }

  bool take(char c) {
    const bool is_next = !rest_.empty() && rest_[0] == c;
    if (is_next) rest_.remove_prefix(1);
    return is_next;
  }
  /// Takes `size` characters, or as many as there are.
  std::string_view take_front(size_t size) {
    const std::string_view front = rest_.substr(0, size);
    rest_.remove_prefix(front.size());
    return front;
  }
  /// Takes all characters before the first of `stops`.
  std::string_view take_until(std::string_view stops) { return take_front(rest_.find_first_of(stops)); }
  /// Takes characters while `is_wanted` is true.
  std::string_view take_while(bool (*is_wanted)(char));

  struct Gap {
    bool blanks = false;
    bool comment = false;
  };
  /// Skips blanks, line ends and comments. Returns which of these it skipped.
  Gap skip_gap();
  /// Skips the comment that begins here, to the end of the text if it is not closed. Returns false if the comment is
  /// not closed or too deep.
  bool skip_comment();

  /// Takes the quoted string that begins here, and returns its value: quoted pairs are resolved, line ends removed. If
  /// it is not closed it extends to the end, and `*closed` becomes false.
  std::string take_quoted(QuotedPairs pairs = QuotedPairs::kAny, bool* closed = nullptr);

 private:
  std::string_view rest_;
};

}  // namespace hfilter
