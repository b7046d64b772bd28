// SPDX-License-Identifier: BSD-2-Clause
//
// How text for people is drawn: colours and box characters only where the terminal and the locale can show them, lines
// no wider than the terminal. What somebody else wrote goes through base/escape first.
#pragma once

#include <string>
#include <string_view>

#include "app/options.h"
#include "base/columns.h"

namespace hfilter {

inline constexpr int kUnknownColumns = 80;  // where the output is no terminal, or does not say
inline constexpr int kLeastColumns = 40;    // narrower ones are written as for these

struct Terminal {
  bool color = false;
  bool utf8 = false;
  int columns = kUnknownColumns;
  bool is_terminal = false;  // no file, no pipe: there somebody reads, not a program

  std::string bold(std::string_view text) const { return paint("1", text); }
  std::string dim(std::string_view text) const { return paint("2", text); }
  std::string red(std::string_view text) const { return paint("31", text); }
  std::string green(std::string_view text) const { return paint("32", text); }
  std::string yellow(std::string_view text) const { return paint("33", text); }
  const char* arrow_left() const { return utf8 ? "\u2190" : "<-"; }
  const char* arrow_right() const { return utf8 ? "\u2192" : "->"; }
  const char* dot() const { return utf8 ? "\u00b7" : "-"; }
  /// A line of `width` columns under the border.
  std::string double_line(int width) const;
  /// `head`, then `text` from column `indent` on (behind a longer head at once), broken at blanks, with line ends; a
  /// word that no line holds is cut.
  std::string folded(std::string_view head, std::string_view text, int indent) const;
  /// The whole output, in the locale's characters: where it is not UTF-8, others than ASCII are `?`.
  std::string encoded(std::string_view text) const;

 private:
  std::string paint(const char* code, std::string_view text) const;
};

/// For standard output: colour by `choice`, NO_COLOR, TERM and whether it is a terminal; UTF-8 by the locale's name;
/// columns by COLUMNS, else by the terminal.
Terminal terminal_for_stdout(ColorChoice choice);
/// For standard error: never coloured.
Terminal terminal_for_stderr();

/// `text` with blanks to `columns`.
std::string padded(std::string text, int columns);

}  // namespace hfilter
