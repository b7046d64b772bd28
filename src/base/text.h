// SPDX-License-Identifier: BSD-2-Clause
//
// ASCII text helpers. Locale never matters. Views returned point into the argument.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hfilter {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_alnum(char c) { return is_alpha(c) || is_digit(c); }
/// Returns the value of a hexadecimal digit of either case, or -1.
constexpr int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);
bool begins_ignoring_case(std::string_view text, std::string_view prefix);
bool ends_ignoring_case(std::string_view text, std::string_view suffix);
/// Position of `needle` in `text` ignoring ASCII case, or npos. Linear on average, bounded by text * needle for a
/// constant needle.
size_t find_ignoring_case(std::string_view text, std::string_view needle);

/// Without leading and trailing blanks, CR and LF.
std::string_view trim(std::string_view text);

/// A folded header value on one line, outer blanks gone. Each fold, with the blanks around it, is one blank: RFC 5322
/// 2.2.3 would keep the tab that some mail servers fold with, and nobody means it.
std::string unfold(std::string_view raw);

/// With each run of blanks and line ends as one blank, and none outside; nothing if `text` is so already.
std::optional<std::string> with_single_blanks(std::string_view text);

/// How many single-character edits (insert, delete, replace, swap of neighbours) turn a into b; at most `limit` + 1.
int edit_distance(std::string_view a, std::string_view b, int limit);
/// The candidate nearest to `word`, if it is near enough to be a slip of the keyboard; else empty.
std::string_view nearest_word(std::string_view word, const std::vector<std::string_view>& candidates);

/// "did you mean `x`?" or empty.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);
/// "a, b, c".
std::string joined(const std::vector<std::string_view>& words);

}  // namespace hfilter
