// SPDX-License-Identifier: BSD-2-Clause
//
// Text functions. Only ASCII letters have case; the locale is ignored.
// Lifetime: a returned view points into the argument.
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
/// Returns the position of `needle`, ignoring ASCII case, or npos. Cost: linear on average, at most text * needle.
size_t find_ignoring_case(std::string_view text, std::string_view needle);

std::string_view trim(std::string_view text);

/// Unfolds a header value to one line without outer blanks. A fold with its blanks becomes one blank; RFC 5322 2.2.3
/// would keep the tab that some mail servers fold with, which no writer intends.
std::string unfold(std::string_view raw);

/// Replaces each run of blanks and line ends by one blank and removes outer ones; nullopt if nothing changes.
std::optional<std::string> with_single_blanks(std::string_view text);

/// Counts single-character edits (insert, delete, replace, swap of neighbours) from a to b; at most `limit` + 1.
int edit_distance(std::string_view a, std::string_view b, int limit);
/// Returns the nearest candidate, or an empty view if none is near enough for a typing error.
std::string_view nearest_word(std::string_view word, const std::vector<std::string_view>& candidates);

/// Returns "did you mean `x`?", or an empty text.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);
/// Joins words: "a, b, c".
std::string joined(const std::vector<std::string_view>& words);

}  // namespace hfilter
