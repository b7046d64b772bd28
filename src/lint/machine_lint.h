// SPDX-License-Identifier: BSD-2-Clause
//
// The part of `hfilter check` that depends on the machine: programs that `pipe` names, folders that the text of `junk`
// names, and libraries that are loaded only when a rule needs them. Machine is the interface to the outside (real:
// system/machine; tests: a fake).
#pragma once

#include <string>
#include <string_view>

#include "lint/findings.h"

namespace hfilter {

class Machine {
 public:
  enum class Program { kRuns, kMissing, kNotExecutable };
  enum class Library { kDns, kSpf, kArchive, kPublicSuffix };

  virtual ~Machine() = default;
  /// Whether this user can run the file.
  virtual Program program(const std::string& path) const = 0;
  /// Why the library cannot be loaded, with the package to install; empty if it can.
  virtual std::string library_problem(Library library) const = 0;
  /// Whether the Maildir in the user's home has a folder of this name.
  virtual bool has_folder(std::string_view name) const = 0;
};

/// Adds a warning for each program that cannot be run, for each text of `junk` that is the name of a folder, and for
/// the first rule that needs a missing library.
void lint_machine(const RuleSet& rules, const Machine& machine, Findings* found);

}  // namespace hfilter
