// SPDX-License-Identifier: BSD-2-Clause
#include "rules/diagnostic.h"

#include <algorithm>
#include <string_view>

#include "base/columns.h"
#include "base/escape.h"
#include "base/utf8.h"

namespace hfilter {
namespace {

constexpr size_t kShownBefore = 100;  // The most octets shown before the fault in a long line.
constexpr size_t kShownBehind = 100;
constexpr size_t kShownMarked = 200;  // The most characters shown of the fault.
constexpr size_t kNumberWidth = 6;
constexpr int kLeastShown = 20;  // The minimum width in columns.

/// Returns the offset after `count` characters of UTF-8.
size_t skip_characters(std::string_view text, size_t count) {
  size_t at = 0;
  while (at < text.size() && count > 0) {
    ++at;
    while (at < text.size() && is_utf8_continuation(text[at])) ++at;
    --count;
  }
  return at;
}

/// Makes text safe for a terminal. A tab becomes one blank, so that the caret is in the right column.
std::string shown(std::string_view text) {
  std::string plain(text);
  std::replace(plain.begin(), plain.end(), '\t', ' ');
  return escape_terminal(plain);
}

/// Offsets in a line: from..to is the part to show, begin..end is the fault.
struct Window {
  size_t from, begin, end, to;
};

Window window_of(std::string_view line, size_t begin, size_t length) {
  const size_t end = begin + skip_characters(line.substr(begin), length);
  size_t from = begin > kShownBefore ? begin - kShownBefore : 0;
  while (from > 0 && from < line.size() && is_utf8_continuation(line[from])) --from;
  size_t to = std::min(line.size(), end + kShownBehind);
  while (to < line.size() && is_utf8_continuation(line[to])) ++to;
  return {from, begin, std::min(end, to), to};
}

/// Narrows the window to `columns`. Removes text after the fault first, then text before it, then the end of the fault.
Window narrowed(std::string_view line, int columns, Window w) {
  const auto width = [&](size_t from, size_t to) { return columns_of(shown(line.substr(from, to - from))); };
  const auto all = [&] { return (w.from > 0 ? 3 : 0) + width(w.from, w.to) + (w.to < line.size() ? 3 : 0); };
  const auto back = [&](size_t at) {
    while (--at > 0 && is_utf8_continuation(line[at])) {
    }
    return at;
  };
  while (w.to > w.end && all() > columns && width(w.end, w.to) > columns / 4) w.to = back(w.to);
  while (w.from < w.begin && all() > columns) w.from += skip_characters(line.substr(w.from), 1);
  while (w.to > w.end && all() > columns) w.to = back(w.to);
  while (w.end > w.begin + 1 && all() > columns) w.to = w.end = std::max(w.begin + 1, back(w.end));
  return w;
}

std::string caret_lines(const Diagnostic& d, int columns) {
  const std::string_view line = d.source_line;
  const size_t length = std::min(static_cast<size_t>(std::max(d.length, 1)), kShownMarked);
  Window w = window_of(line, skip_characters(line, static_cast<size_t>(std::max(d.error.column - 1, 0))), length);
  const std::string number = std::to_string(d.error.line);
  const std::string margin(number.size() < kNumberWidth ? kNumberWidth - number.size() : 0, ' ');
  const int left = static_cast<int>(margin.size() + number.size()) + 3;
  if (columns > 0) w = narrowed(line, std::max(columns - left, kLeastShown), w);
  const std::string before = (w.from > 0 ? "..." : "") + shown(line.substr(w.from, w.begin - w.from));
  const std::string marked = shown(line.substr(w.begin, w.end - w.begin));
  const std::string behind = shown(line.substr(w.end, w.to - w.end)) + (w.to < line.size() ? "..." : "");
  const int tildes = std::max(columns_of(marked), 1) - 1;
  return "\n" + margin + number + " | " + before + marked + behind + "\n" +
         std::string(margin.size() + number.size(), ' ') + " | " +
         std::string(static_cast<size_t>(columns_of(before)), ' ') + "^" +
         std::string(static_cast<size_t>(tildes), '~');
}

}  // namespace

std::string format_diagnostic(const Diagnostic& d, int columns) {
  std::string text = shown(d.error.file);
  if (d.error.line > 0) text += ":" + std::to_string(d.error.line);
  if (d.error.line > 0 && d.error.column > 0) text += ":" + std::to_string(d.error.column);
  text += std::string(d.is_error ? ": error: " : ": warning: ") + shown(d.error.text);
  if (d.error.line > 0 && d.error.column > 0 && !d.source_line.empty()) text += caret_lines(d, columns);
  if (d.error.help.empty()) return text;
  // A help text of several lines keeps its line ends.
  std::string_view rest = d.error.help;
  text += "\n" + std::string(kNumberWidth, ' ') + " = help: ";
  for (size_t end = rest.find('\n'); end != rest.npos; end = rest.find('\n')) {
    text += shown(rest.substr(0, end)) + "\n" + std::string(kNumberWidth, ' ') + "         ";
    rest.remove_prefix(end + 1);
  }
  return text + shown(rest);
}

}  // namespace hfilter
