// SPDX-License-Identifier: BSD-2-Clause
//
// The warnings of `hfilter check` about settings and trust lists that the rules need, or that contradict each other.
#pragma once

#include "lint/findings.h"

namespace hfilter {

void lint_setup(const RuleSet& rules, Findings& found);

}  // namespace hfilter
