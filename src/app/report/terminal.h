// SPDX-License-Identifier: BSD-2-Clause
//
// Formats text for people: colours and box characters only if the terminal and the locale support them, and lines no
// wider than the terminal. Callers escape foreign text.
#pragma once

#include <string>
#include <string_view>

#include "app/options.h"
#include "base/columns.h"

namespace hfilter {

inline constexpr int kUnknownColumns = 80;  // The width that is used if the real width is unknown.
inline constexpr int kLeastColumns = 40;    // The least width. A narrower terminal counts as this wide.

struct Terminal {
  bool color = false;
  bool utf8 = false;
  int columns = kUnknownColumns;
  bool is_terminal = false;  // false for a file or a pipe, which a program may read

  std::string bold(std::string_view text) const { return paint("1", text); }
  std::string dim(std::string_view text) const { return paint("2", text); }
  std::string red(std::string_view text) const { return paint("31", text); }
  std::string green(std::string_view text) const { return paint("32", text); }
  std::string yellow(std::string_view text) const { return paint("33", text); }
  const char* arrow_left() const { return utf8 ? "\u2190" : "<-"; }
  const char* arrow_right() const { return utf8 ? "\u2192" : "->"; }
  const char* dot() const { return utf8 ? "\u00b7" : "-"; }
  /// Returns a double line of `width` columns.
  std::string double_line(int width) const;
  /// Returns `head` and `text`, from column `indent` on or directly after a longer head, as lines that break at
  /// blanks; cuts words longer than a line.
  std::string folded(std::string_view head, std::string_view text, int indent) const;
  /// Returns the output in the locale's characters: without UTF-8, characters outside ASCII become `?`.
  std::string encoded(std::string_view text) const;

 private:
  std::string paint(const char* code, std::string_view text) const;
};

/// Returns the settings of standard output: colour by `choice`, NO_COLOR, TERM and isatty(3); UTF-8 by the locale's
/// name; columns by COLUMNS, or else by the terminal.
Terminal terminal_for_stdout(ColorChoice choice);
/// Returns the settings of standard error, without colour.
Terminal terminal_for_stderr();

/// Returns `text` padded to `columns`.
std::string padded(std::string text, int columns);

}  // namespace hfilter
