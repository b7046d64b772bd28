// SPDX-License-Identifier: BSD-2-Clause
#include "app/terminal.h"

#include <unistd.h>

#include <cstdlib>

#include "base/text.h"

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

}  // namespace

Terminal terminal_for_stdout(ColorChoice choice) { return {wants_color(choice), locale_is_utf8()}; }

std::string Terminal::paint(const char* code, std::string_view text) const {
  if (!color) return std::string(text);
  return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
}

std::string Terminal::double_line(int width) const {
  std::string line;
  for (int i = 0; i < width; ++i) line += utf8 ? "\u2550" : "=";
  return line;
}

int columns_of(std::string_view text) {
  int columns = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\033') {
      while (i < text.size() && text[i] != 'm') ++i;
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
      ++columns;
    }
  }
  return columns;
}

std::string padded(std::string text, int columns) {
  const int missing = columns - columns_of(text);
  if (missing > 0) text.append(static_cast<size_t>(missing), ' ');
  return text;
}

}  // namespace hfilter
