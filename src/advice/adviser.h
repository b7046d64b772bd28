// SPDX-License-Identifier: BSD-2-Clause
//
// Makes the sentence and the suggestion for a fault of a rule file. Pure; linear in the statement.
#pragma once

#include "language/fault.h"
#include "rules/rule_set.h"

namespace hfilter {

/// Returns the error for `fault`. `rules` has the lists and tests that were known when the file was read.
Diagnostic advise(const Fault& fault, const RuleSet& rules);

}  // namespace hfilter
