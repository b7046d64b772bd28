// SPDX-License-Identifier: BSD-2-Clause
//
// Turns a fault of a rule file into an error message and a suggestion. Pure; linear in the statement.
#pragma once

#include "language/fault.h"
#include "rules/rule_set.h"

namespace hfilter {

/// Returns the diagnostic for `fault`. `rules` contains the lists and tests that the file could use.
Diagnostic advise(const Fault& fault, const RuleSet& rules);

}  // namespace hfilter
