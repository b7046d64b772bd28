// SPDX-License-Identifier: BSD-2-Clause
//
// Who can forge a condition and who can make it unknown: the columns of facts/all.def, for a condition as it is
// parsed. Pure, no failure.
#ifndef HFILTER_LINT_THREAT_H_
#define HFILTER_LINT_THREAT_H_

#include "rules/expr.h"

namespace hfilter {

/// Returns the row of the fact, or of the condition of the grammar (`via`, `header`, `tagged`, `listed in`). A word
/// that asks DNS about names of the stranger has the owner of the zone as its silencer.
Threat threat_of(const Condition& condition);

/// Returns true iff the condition is a negation that asks whether something is there: `list-id is not missing`.
bool is_presence(const Condition& condition);

}  // namespace hfilter

#endif  // HFILTER_LINT_THREAT_H_
