// SPDX-License-Identifier: BSD-2-Clause
//
// What facts/all.def says about a condition as it is parsed: who can forge it, who can make it unknown, and what it
// proves. Pure, no failure.
#pragma once

#include "rules/expr.h"

namespace hfilter {

/// Returns the row of the fact, or of the condition of the grammar (`via`, `header`, `tagged`, `listed in`). A word
/// that asks DNS about names of the stranger has the owner of the zone as its silencer.
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
