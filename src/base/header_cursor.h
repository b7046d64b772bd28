// SPDX-License-Identifier: BSD-2-Clause
//
// A cursor over the value of a structured header field, and what all such values have in common: blanks, comments and
// quoted strings. A reader decides which characters end its words, so each grammar keeps its own tokens.
// Total; each character is read a constant number of times. A value may be folded or not.
// Lifetime: views point into the text.
// Source: RFC 5322 3.2.1 (quoted pairs), 3.2.2 (comments and folding), 3.2.4 (quoted strings).
#pragma once

#include <string>
#include <string_view>

namespace hfilter {

/// Returns the length of the comment that `text` begins with, with both parentheses. Comments nest. Returns npos if the
/// comment is not closed or is deeper than kMaxCommentDepth.
size_t comment_length(std::string_view text);

/// Returns the length of the quoted string that `text` begins with, with both quotes; npos if it is not closed.
size_t quoted_length(std::string_view text);

/// What a backslash quotes inside a quoted string.
enum class QuotedPairs {
  kAny,        // each character, as RFC 5322 says
  kOnlyMarks,  // only `"` and `\`: Windows programs write "C:\dir\x.exe"
};

class HeaderCursor {
 public:
  explicit HeaderCursor(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  /// The next character; NUL at the end.
  char peek() const { return rest_.empty() ? '\0' : rest_[0]; }

  /// Takes the next character if it is `c`.
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
  /// Takes all that is before the first of `stops`.
  std::string_view take_until(std::string_view stops) { return take_front(rest_.find_first_of(stops)); }
  /// Takes the characters that `is_wanted` accepts.
  std::string_view take_while(bool (*is_wanted)(char));

  struct Gap {
    bool blanks = false;
    bool comment = false;
  };
  /// Skips blanks, line ends and comments, and returns which of them there were.
  Gap skip_gap();
  /// Skips the comment that begins here. A comment that is too deep is skipped, too, and one that is not closed goes to
  /// the end of the text; the result is then false.
  bool skip_comment();

  /// Takes the quoted string that begins here, and returns its text: quoted pairs are resolved, line ends are removed.
  /// One that is not closed goes to the end of the text; `*closed` is then false.
  std::string take_quoted(QuotedPairs pairs = QuotedPairs::kAny, bool* closed = nullptr);

 private:
  std::string_view rest_;
};

}  // namespace hfilter
