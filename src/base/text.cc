// SPDX-License-Identifier: BSD-2-Clause
#include "base/text.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace hfilter {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = to_lower(c);
  return result;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && to_lower(a[i]) != to_lower(b[i])) return false;
  }
  return true;
}

bool begins_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

bool ends_ignoring_case(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && equal_ignoring_case(text.substr(text.size() - suffix.size()), suffix);
}

size_t find_ignoring_case(std::string_view text, std::string_view needle) {
  if (needle.empty()) return 0;
  if (text.size() < needle.size()) return std::string_view::npos;
  const char first = to_lower(needle[0]);
  const size_t last_start = text.size() - needle.size();
  for (size_t i = 0; i <= last_start; ++i) {
    if (to_lower(text[i]) == first && equal_ignoring_case(text.substr(i, needle.size()), needle)) return i;
  }
  return std::string_view::npos;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string unfold(std::string_view raw) {
  raw = trim(raw);
  std::string result;
  result.reserve(raw.size());
  size_t begin = 0;
  while (begin < raw.size()) {
    const size_t lf = raw.find('\n', begin);
    if (lf == std::string_view::npos) break;
    // `raw` is trimmed, so a character follows each LF.
    if (!is_blank(raw[lf + 1])) {
      result.append(raw, begin, lf + 1 - begin);
      begin = lf + 1;
      continue;
    }
    size_t end = lf > begin && raw[lf - 1] == '\r' ? lf - 1 : lf;
    while (end > begin && is_blank(raw[end - 1])) --end;
    result.append(raw, begin, end - begin);
    if (!result.empty() && result.back() != ' ') result.push_back(' ');
    begin = lf + 1;
    while (is_blank(raw[begin])) ++begin;
  }
  result.append(raw.substr(std::min(begin, raw.size())));
  return result;
}

std::optional<std::string> with_single_blanks(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    if (!is_space(c)) {
      result.push_back(c);
    } else if (!result.empty() && result.back() != ' ') {
      result.push_back(' ');
    }
  }
  if (!result.empty() && result.back() == ' ') result.pop_back();
  if (result == text) return std::nullopt;
  return result;
}

int edit_distance(std::string_view a, std::string_view b, int limit) {
  const int n = static_cast<int>(std::min<size_t>(a.size(), 1U << 20));
  const int m = static_cast<int>(std::min<size_t>(b.size(), 1U << 20));
  limit = std::min(limit, std::max(n, m));
  const int beyond = limit + 1;
  if (std::abs(n - m) > limit) return beyond;
  // Rows of the optimal string alignment table. Only the diagonal band of width 2 * limit + 1 has distances <= limit.
  const size_t width = static_cast<size_t>(m) + 1;
  std::vector<int> before(width, beyond), last(width, beyond), row(width, beyond);
  for (int j = 0; j <= std::min(m, limit); ++j) last[static_cast<size_t>(j)] = j;
  for (int i = 1; i <= n; ++i) {
    const int from = std::max(0, i - limit), to = std::min(m, i + limit);
    int best = beyond;
    if (from > 0) row[static_cast<size_t>(from) - 1] = beyond;
    for (int j = from; j <= to; ++j) {
      const size_t x = static_cast<size_t>(j), y = static_cast<size_t>(i);
      int cost = j == 0 ? i : std::min(row[x - 1] + 1, last[x - 1] + (a[y - 1] == b[x - 1] ? 0 : 1));
      if (j < i + limit) cost = std::min(cost, last[x] + 1);
      if (i > 1 && j > 1 && a[y - 1] == b[x - 2] && a[y - 2] == b[x - 1]) cost = std::min(cost, before[x - 2] + 1);
      row[x] = std::min(cost, beyond);
      best = std::min(best, row[x]);
    }
    if (best > limit) return beyond;
    before.swap(last);
    last.swap(row);
  }
  return last[width - 1];
}

std::string_view nearest_word(std::string_view word, const std::vector<std::string_view>& candidates) {
  // Allows one error in a word below 5 letters, two below 9, three above. A single letter gets no suggestion.
  if (word.size() < 2) return {};
  const std::string wanted = lower(word);
  int limit = word.size() < 5 ? 1 : word.size() < 9 ? 2 : 3;
  std::string_view nearest;
  for (std::string_view candidate : candidates) {
    const int distance = edit_distance(wanted, lower(candidate), limit);
    if (distance > limit) continue;
    nearest = candidate;
    limit = distance - 1;
    if (limit < 0) break;
  }
  return nearest;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates) {
  const std::string_view nearest = nearest_word(word, candidates);
  return nearest.empty() ? std::string() : "did you mean `" + std::string(nearest) + "`?";
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

}  // namespace hfilter
