// SPDX-License-Identifier: BSD-2-Clause
//
// What `hfilter check` says of the entries of lists: those that end, and those that make too many mine. Reads the list
// files; what is wrong with them (errors) is found here, too.
#ifndef HFILTER_LINT_LINT_LISTS_H_
#define HFILTER_LINT_LINT_LISTS_H_

#include "lint/findings.h"

namespace hfilter {

void lint_lists(const RuleSet& rules, Findings& found);

}  // namespace hfilter

#endif  // HFILTER_LINT_LINT_LISTS_H_
