// SPDX-License-Identifier: BSD-2-Clause
//
// The part of `hfilter check` that depends on the machine: programs that `pipe` names, and libraries that are loaded
// only when a rule needs them. Machine is the interface to the outside (real: system/machine; tests: a fake).
#pragma once

#include <string>

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
};

/// Adds a warning for each program that cannot be run, and for the first rule that needs a missing library.
void lint_machine(const RuleSet& rules, const Machine& machine, Findings* found);

}  // namespace hfilter
