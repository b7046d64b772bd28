// SPDX-License-Identifier: BSD-2-Clause
//
// The warnings of `hfilter check` about scores and thresholds.
#pragma once

#include "lint/findings.h"

namespace hfilter {

void lint_scores(const RuleSet& rules, Findings& found);

}  // namespace hfilter
