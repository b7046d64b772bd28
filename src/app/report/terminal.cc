// SPDX-License-Identifier: BSD-2-Clause
#include "app/report/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/columns.h"
#include "base/text.h"
#include "base/utf8.h"

namespace hfilter {
namespace {

const char* environment(const char* name) {
  const char* value = std::getenv(name);
  return value && *value ? value : nullptr;
}

/// Returns whether the locale's name says UTF-8, in the order of POSIX. setlocale() would load the locale.
bool locale_is_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (const char* value = environment(name)) {
      return find_ignoring_case(value, "utf-8") != std::string_view::npos ||
             find_ignoring_case(value, "utf8") != std::string_view::npos;
    }
  }
  return false;
}

bool wants_color(ColorChoice choice) {
  if (choice != ColorChoice::kAuto) return choice == ColorChoice::kAlways;
  const char* term = environment("TERM");
  return isatty(STDOUT_FILENO) && !environment("NO_COLOR") && term && std::string_view(term) != "dumb";
}

/// Returns the width: COLUMNS, which a user may set, or else that of the terminal.
int columns_for(int fd) {
  constexpr size_t kMaxDigits = 4;
  if (const char* text = environment("COLUMNS")) {
    const std::string_view digits = text;
    if (digits.size() <= kMaxDigits && std::all_of(digits.begin(), digits.end(), is_digit)) {
      const int columns = std::atoi(text);
      if (columns > 0) return std::max(columns, kLeastColumns);
    }
  }
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUnknownColumns;
  return std::max<int>(size.ws_col, kLeastColumns);
}

/// Returns how many bytes of `text` fit into `columns`, at least one character.
size_t bytes_within(std::string_view text, int columns) {
  size_t at = 0;
  while (at < text.size()) {
    const TextStep drawn = first_step(text.substr(at));
    if (at > 0 && drawn.columns > columns) break;
    columns -= drawn.columns;
    at += drawn.bytes;
  }
  return at;
}

}  // namespace

Terminal terminal_for_stdout(ColorChoice choice) {
  return {wants_color(choice), locale_is_utf8(), columns_for(STDOUT_FILENO), isatty(STDOUT_FILENO) == 1};
}

Terminal terminal_for_stderr() {
  return {false, locale_is_utf8(), columns_for(STDERR_FILENO), isatty(STDERR_FILENO) == 1};
}

std::string Terminal::paint(const char* code, std::string_view text) const {
  if (!color) return std::string(text);
  return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
}

std::string Terminal::double_line(int width) const {
  std::string line;
  for (int i = 0; i < width; ++i) line += utf8 ? "\u2550" : "=";
  return line;
}

std::string Terminal::folded(std::string_view head, std::string_view text, int indent) const {
  indent = std::min(indent, columns / 2);
  if (columns_of(head) > columns) {  // the head is too wide: it is folded like the text, with its margin
    const size_t margin = std::min(head.find_first_not_of(' '), head.size());
    return folded(head.substr(0, margin), std::string(head.substr(margin)) + " " + std::string(text),
                  static_cast<int>(margin));
  }
  std::string out(head);
  int column = columns_of(head);
  size_t gap = column <= indent ? static_cast<size_t>(indent - column) : 1;
  bool line_is_empty = column <= indent;  // the line is empty except for the margin
  while (!text.empty()) {
    const size_t blanks = std::min(text.find_first_not_of(' '), text.size());
    gap += blanks;
    text.remove_prefix(blanks);
    std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    int width = columns_of(word);
    const bool fits = column + static_cast<int>(gap) + width <= columns;
    if (!fits && !line_is_empty) {
      out.erase(out.find_last_not_of(' ') + 1);
      out += "\n" + std::string(static_cast<size_t>(indent), ' ');
      column = indent;
    } else {
      out.append(gap, ' ');
      column += static_cast<int>(gap);
    }
    for (; column + width > columns; width = columns_of(word)) {
      const size_t cut = bytes_within(word, columns - column);
      out += std::string(word.substr(0, cut)) + "\n" + std::string(static_cast<size_t>(indent), ' ');
      word.remove_prefix(cut);
      column = indent;
    }
    out += word;
    column += width;
    gap = 0;
    line_is_empty = false;
  }
  out.erase(out.find_last_not_of(' ') + 1);
  return out + "\n";
}

std::string Terminal::encoded(std::string_view text) const {
  if (utf8) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const Utf8Step one = utf8_step(text);
    if (one.size == 1 && one.code < 0x80) {
      out += text[0];
    } else {
      out += '?';
    }
    text.remove_prefix(one.size);
  }
  return out;
}

std::string padded(std::string text, int columns) {
  const int missing = columns - columns_of(text);
  if (missing > 0) text.append(static_cast<size_t>(missing), ' ');
  return text;
}

}  // namespace hfilter
