// SPDX-License-Identifier: BSD-2-Clause
//
// What `hfilter check` says of the entries of lists: those that end, and those that make too many mine. Reads the list
// files; what is wrong with them (errors) is found here, too.
#pragma once

#include "lint/findings.h"

namespace hfilter {

void lint_lists(const RuleSet& rules, Findings& found);

}  // namespace hfilter
