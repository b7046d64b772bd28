// SPDX-License-Identifier: BSD-2-Clause
//
// Judging: the rules from the top, facts asked lazily, three values, the first verdict ends. The same call serves
// filter, test, judge, deliver and explain. No side effect, no failure; bounded by the size of the rules.
#pragma once

#include "base/truth.h"
#include "facts/facts.h"
#include "probes/clock.h"
#include "rules/rule_set.h"
#include "rules/verdict.h"

namespace hfilter {

Verdict evaluate(const RuleSet& rules, Facts& facts);

/// One condition, with the tests and lists of `rules`.
Truth evaluate_expression(const Expr& expr, const RuleSet& rules, Facts& facts);

/// `set defer-limit`: is the message young enough (by its topmost Received time) to be put off for want of an answer or
/// for a fault in the rules?
bool may_defer(const Settings& settings, const RelayChain& chain, const Clock& clock);

}  // namespace hfilter
