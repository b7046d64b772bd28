// SPDX-License-Identifier: BSD-2-Clause
//
// Turns a fault of a rule file into an error message and a suggestion. Pure; linear in the statement.
#pragma once

#include "advice/habits.h"
#include "advice/pattern.h"
#include "language/fault.h"
#include "rules/rule_set.h"

namespace hfilter {

/// Returns the diagnostic for `fault`. `rules` contains the lists and tests that the file could use.
Diagnostic advise(const Fault& fault, const RuleSet& rules);

/// Returns the row of `habits` with the greatest weight for the fault, and how it matches; null if none matches.
const Habit* find_habit(Table<Habit> habits, const FaultyStatement& statement, PatternMatch* match);

}  // namespace hfilter
