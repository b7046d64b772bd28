// SPDX-License-Identifier: BSD-2-Clause
//
// An error or a warning about a rule file, and its text for people. Owns all that it holds.
#pragma once

#include <string>

#include "base/result.h"

namespace hfilter {

/// An error or a warning as `check` prints it.
struct Diagnostic {
  bool is_error = true;
  Error error;              // file, line, column, text, help
  std::string source_line;  // the line as written, for the caret
  int length = 1;           // how many columns the tildes cover
  std::string name;         // of a warning, such as "unreachable"; empty for errors
};

/// "file:3:26: error: ..." with source line, caret and help, as `check` prints it; plain text, safe for a terminal. Of
/// a source line that is wider than `columns` (0: about 200) what stands around the fault is shown.
std::string format_diagnostic(const Diagnostic& diagnostic, int columns = 0);

}  // namespace hfilter
