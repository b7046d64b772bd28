// SPDX-License-Identifier: BSD-2-Clause
//
// How text for people is drawn: colours and box characters only where the terminal and the locale can show them.
// Never touches mail text: what somebody else wrote goes through base/escape first.
#ifndef HFILTER_APP_TERMINAL_H_
#define HFILTER_APP_TERMINAL_H_

#include <string>
#include <string_view>

#include "app/options.h"

namespace hfilter {

struct Terminal {
  bool color = false;
  bool utf8 = false;

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

 private:
  std::string paint(const char* code, std::string_view text) const;
};

/// For standard output: colour by `choice`, NO_COLOR, TERM and whether it is a terminal; UTF-8 by the locale's name.
Terminal terminal_for_stdout(ColorChoice choice);

/// Columns that `text` takes (UTF-8, each code point one column; escapes of colour none).
int columns_of(std::string_view text);
/// `text` with blanks to `columns`.
std::string padded(std::string text, int columns);

}  // namespace hfilter

#endif  // HFILTER_APP_TERMINAL_H_
