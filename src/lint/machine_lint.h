// SPDX-License-Identifier: BSD-2-Clause
//
// The warnings of `hfilter check` that depend on the machine: missing programs of `pipe`, texts of `junk` that are
// names of folders, and missing libraries that rules need. Machine is the interface (real: system/machine; tests: a
// fake).
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
  /// Returns whether the effective user can run the file.
  virtual Program program(const std::string& path) const = 0;
  /// Returns why the library cannot be loaded, with the package to install; empty if it can.
  virtual std::string library_problem(Library library) const = 0;
  /// Returns whether the Maildir in the user's home has a folder of this name.
  virtual bool has_folder(std::string_view name) const = 0;
};

/// Adds a warning for each program that cannot be run, for each text of `junk` that is the name of a folder, and for
/// the first rule that needs a missing library.
void lint_machine(const RuleSet& rules, const Machine& machine, Findings* found);

}  // namespace hfilter
