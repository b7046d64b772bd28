// SPDX-License-Identifier: BSD-2-Clause
//
// Judges the rules from the top down. Facts are computed on demand, conditions have three values, and the first verdict
// ends the evaluation. filter, test, judge, deliver and explain use this function. It cannot fail, and the size of the
// rules bounds its cost.
#pragma once

#include "base/truth.h"
#include "facts/facts.h"
#include "probes/clock.h"
#include "rules/rule_set.h"
#include "rules/verdict.h"

namespace hfilter {

Verdict evaluate(const RuleSet& rules, Facts& facts);

/// Evaluates one condition, with the tests and lists of `rules`.
Truth evaluate_expression(const Expr& expr, const RuleSet& rules, Facts& facts);

/// Returns true if `set defer-limit` permits a deferral. The message must be young enough by its topmost Received time.
bool may_defer(const Settings& settings, const RelayChain& chain, const Clock& clock);

}  // namespace hfilter
