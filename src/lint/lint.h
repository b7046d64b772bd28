// SPDX-License-Identifier: BSD-2-Clause
//
// What `hfilter check` finds beyond the grammar: rules that are valid and still not what was meant (warnings, each with
// a name), regular expressions that RE2 cannot hold and list files that cannot be used (errors). Reads the list files.
// Sorted by file and line. Not called in delivery.
#pragma once

#include <vector>

#include "rules/rule_set.h"

namespace hfilter {

class Machine;  // lint/machine_lint.h

/// `machine` null: nothing that depends on the machine is checked.
std::vector<Diagnostic> lint_rules(const RuleSet& rules, const Machine* machine = nullptr);

}  // namespace hfilter
