// SPDX-License-Identifier: BSD-2-Clause
//
// Adds errors of list files, and warnings of entries that expire or that make too many hosts or domains mine. Reads
// the list files.
#pragma once

#include "lint/findings.h"

namespace hfilter {

void lint_lists(const RuleSet& rules, Findings& found);

}  // namespace hfilter
