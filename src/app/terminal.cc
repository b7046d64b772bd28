// SPDX-License-Identifier: BSD-2-Clause
#include "app/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "base/utf8.h"

namespace hfilter {
namespace {

const char* environment(const char* name) {
  const char* value = std::getenv(name);
  return value && *value ? value : nullptr;
}

/// POSIX: LC_ALL, then LC_CTYPE, then LANG. setlocale() would load the locale; its name tells enough.
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

/// COLUMNS, which a person or a shell may export, before what the terminal says of itself.
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

struct Range {
  char32_t first, last;
};

// Unicode 15, EastAsianWidth W and F, in blocks.
constexpr Range kWide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xA960, 0xA97C},
                           {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},
                           {0xFFE0, 0xFFE6},   {0x16FE0, 0x18CD5}, {0x1B000, 0x1B2FB}, {0x1F300, 0x1F64F},
                           {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
// The combining marks that occur in names and subjects.
constexpr Range kCombining[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},
                                {0x0610, 0x061A}, {0x064B, 0x065F}, {0x1AB0, 0x1AFF},
                                {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F}};

template <size_t N>
bool is_in(const Range (&ranges)[N], char32_t code) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](const Range& range) { return range.first <= code && code <= range.last; });
}

/// One step through text that is drawn: an escape of colour as a whole.
struct Drawn {
  size_t bytes;
  int columns;
};

Drawn step(std::string_view text) {
  if (text[0] == '\033') {
    const size_t end = text.find('m');
    return {end == text.npos ? text.size() : end + 1, 0};
  }
  const Utf8Step one = utf8_step(text);
  if (!one.valid || one.code < 0x300) return {one.size, 1};
  return {one.size, is_in(kCombining, one.code) ? 0 : is_in(kWide, one.code) ? 2 : 1};
}

/// As many bytes of `text` as `columns` hold, at least one character.
size_t bytes_within(std::string_view text, int columns) {
  size_t at = 0;
  while (at < text.size()) {
    const Drawn drawn = step(text.substr(at));
    if (at > 0 && drawn.columns > columns) break;
    columns -= drawn.columns;
    at += drawn.bytes;
  }
  return at;
}

}  // namespace

Terminal terminal_for_stdout(ColorChoice choice) {
  return {wants_color(choice), locale_is_utf8(), columns_for(STDOUT_FILENO)};
}

Terminal terminal_for_stderr() { return {false, locale_is_utf8(), columns_for(STDERR_FILENO)}; }

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
  if (columns_of(head) > columns) {  // all of it is text, but its margin
    const size_t margin = std::min(head.find_first_not_of(' '), head.size());
    return folded(head.substr(0, margin), std::string(head.substr(margin)) + " " + std::string(text),
                  static_cast<int>(margin));
  }
  std::string out(head);
  int column = columns_of(head);
  size_t gap = column <= indent ? static_cast<size_t>(indent - column) : 1;
  bool fresh = column <= indent;  // nothing stands on this line but the margin
  while (!text.empty()) {
    const size_t blanks = std::min(text.find_first_not_of(' '), text.size());
    gap += blanks;
    text.remove_prefix(blanks);
    std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    int width = columns_of(word);
    const bool fits = column + static_cast<int>(gap) + width <= columns;
    if (!fits && !fresh) {
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
    fresh = false;
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

int columns_of(std::string_view text) {
  int columns = 0;
  while (!text.empty()) {
    const Drawn drawn = step(text);
    columns += drawn.columns;
    text.remove_prefix(drawn.bytes);
  }
  return columns;
}

std::string padded(std::string text, int columns) {
  const int missing = columns - columns_of(text);
  if (missing > 0) text.append(static_cast<size_t>(missing), ' ');
  return text;
}

}  // namespace hfilter
