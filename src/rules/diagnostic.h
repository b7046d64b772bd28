// SPDX-License-Identifier: BSD-2-Clause
//
// An error or a warning about a rule file, and its text for people. Owns its data.
#pragma once

#include <string>

#include "base/result.h"

namespace hfilter {

struct Diagnostic {
  bool is_error = true;
  Error error;              // the error: file, line, column, text, help
  std::string source_line;  // the line as written, for the caret
  int length = 1;           // the number of characters to mark
  std::string name;         // the name of a warning, such as "unreachable"; empty for errors
};

/// Formats "file:3:26: error: ..." with source line, caret and help, as `check` prints it: plain text, safe for a
/// terminal. A source line wider than `columns` (0: about 200) is cut to the part around the fault.
std::string format_diagnostic(const Diagnostic& diagnostic, int columns = 0);

}  // namespace hfilter
