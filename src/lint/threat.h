// SPDX-License-Identifier: BSD-2-Clause
//
// Reads from facts/all.def, for a parsed condition, who can forge it, who can make it unknown, and what it proves.
// Pure.
#pragma once

#include "rules/expr.h"

namespace hfilter {

/// Returns the threat of the condition's fact, or of its syntax (`via`, `header`, `tagged`, `listed in`). The
/// silencer of a word that asks DNS about the stranger's names is the owner of the zone.
Threat threat_of(const Condition& condition);

/// Returns the SYNTAX row of an expression that begins with `hop`, `any attachment`, `header`, `via` ...; null if it
/// has none.
const SyntaxDef* syntax_of(const Expr& expr);

/// Returns the PROVEN or PROOF row of the condition if it is true (`holds`) or false; null if it then proves nothing.
const ProofDef* proof_of(const Condition& condition, bool holds);

/// Returns the word that is true where `is WORD` is certainly false; null if there is none.
const char* opposite_value(const Condition& condition);

/// Returns true iff the condition is a negation that asks whether something is there: `list-id is not missing`.
bool is_presence(const Condition& condition);

}  // namespace hfilter
