// SPDX-License-Identifier: BSD-2-Clause
//
// The pieces of a procmailrc(5): its lines, its variables, and the program hfilter in a command. Total, linear, bounded
// (base/limits.h); what is beyond is left as it stands. Backquotes are not run: a variable that holds one is unknown.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"

namespace hfilter {

/// One line, with those that a backslash joined to it.
struct ProcmailLine {
  int number = 0;
  std::string text;
};

/// Comments and blank lines are left out; procmail joins lines before it looks for `#`.
std::vector<ProcmailLine> procmail_lines(std::string_view text);

class ProcmailVariables {
 public:
  void set(std::string name, std::string value) { values_[std::move(name)] = std::move(value); }
  /// `NAME=VALUE NAME="VALUE" NAME`, as they stand in one line; calls `seen` for each, with the value expanded.
  template <class Seen>
  void assign(std::string_view line, Seen seen);
  /// $NAME and ${NAME} that are known, replaced; others stay.
  std::string expand(std::string_view text) const;

 private:
  static std::string_view take_name(std::string_view* line);
  static std::string take_value(std::string_view* line);

  std::map<std::string, std::string> values_;
};

/// Where the program hfilter, or a path to it, is run in `command`; npos if it is not: `test -x hfilter` runs another.
size_t find_hfilter(std::string_view command);

/// What a shell does with the end of the program that begins at `at`.
struct ShellTail {
  size_t pipe = std::string_view::npos;      // another program takes its output
  size_t hidden = std::string_view::npos;    // something else gives the exit status
  size_t redirect = std::string_view::npos;  // its output goes to a file
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
