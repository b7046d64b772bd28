// SPDX-License-Identifier: BSD-2-Clause
//
// Parses parts of a procmailrc(5): lines, variables, and the hfilter call in a command. Total, linear, bounded
// (base/limits.h). Text beyond a bound remains unparsed. A value with backquotes counts as unknown, because they are
// not run.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"

namespace hfilter {

/// One logical line: a line and its continuation lines.
struct ProcmailLine {
  int number = 0;
  std::string text;
};

/// Returns the lines without comments and empty lines. Like procmail, joins lines before it looks for `#`.
std::vector<ProcmailLine> procmail_lines(std::string_view text);

class ProcmailVariables {
 public:
  void set(std::string name, std::string value) { values_[std::move(name)] = std::move(value); }
  /// Parses the assignments of a line, `NAME=VALUE NAME="VALUE" NAME`, and calls `seen` with each expanded value.
  template <class Seen>
  void assign(std::string_view line, Seen seen);
  /// Returns `text` with known variables replaced: $NAME and ${NAME}.
  std::string expand(std::string_view text) const;

 private:
  static std::string_view take_name(std::string_view* line);
  static std::string take_value(std::string_view* line);

  std::map<std::string, std::string> values_;
};

/// Returns where `command` runs hfilter, with or without its path; npos if it does not, as in `test -x hfilter`.
size_t find_hfilter(std::string_view command);

/// Shell operators after the program at `at`; npos: none.
struct ShellTail {
  size_t pipe = std::string_view::npos;      // the position of a pipe to another program
  size_t hidden = std::string_view::npos;    // the position of an operator that hides the exit status
  size_t redirect = std::string_view::npos;  // the position of a redirection to a file
};
ShellTail shell_tail(std::string_view command, size_t at);

template <class Seen>
void ProcmailVariables::assign(std::string_view line, Seen seen) {
  for (;;) {
    const std::string_view name = take_name(&line);
    if (name.empty() || line.empty() || line[0] != '=') return;
    line.remove_prefix(1);
    std::string value = expand(take_value(&line));
    seen(name, value);
    if (value.size() > kMaxProcmailBytes) value.clear();
    set(std::string(name), std::move(value));
  }
}

}  // namespace hfilter
