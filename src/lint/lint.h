// SPDX-License-Identifier: BSD-2-Clause
//
// Finds problems beyond the grammar for `hfilter check`: named warnings about rules that are probably mistakes;
// errors for regular expressions that RE2 refuses and for unusable list files. Sorted by file and line. Reads the
// list files. Not called in deliveries.
#pragma once

#include <vector>

#include "rules/rule_set.h"

namespace hfilter {

class Machine;  // defined in lint/machine_lint.h

/// Returns the findings about the rules. If `machine` is null, skips the checks of the machine.
std::vector<Diagnostic> lint_rules(const RuleSet& rules, const Machine* machine = nullptr);

}  // namespace hfilter
