// SPDX-License-Identifier: BSD-2-Clause
//
// Visits the conditions of rules, for all of lint/. Pure.
#pragma once

#include <functional>

#include "rules/rule_set.h"

namespace hfilter {

/// Whether the walk enters the named tests that an expression uses. The RuleSet also lists each named test by
/// itself.
enum class NamedTests { kSkip, kEnter };

/// Receives a kCondition expression. `wanted` is false if the condition must be false: below an odd number of
/// `not`, and in `unless`. Its own `is not` and `not in` do not count.
using VisitCondition = std::function<void(const Expr& condition, bool wanted)>;

/// Calls `visit` for `expr` and for each expression of any kind in it, in the order of the text.
void for_each_expression(const Expr& expr, NamedTests tests, const VisitCondition& visit, bool wanted = true);
/// Calls `visit` for each condition of `expr`, in the order of the text.
void for_each_condition(const Expr& expr, NamedTests tests, const VisitCondition& visit, bool wanted = true);
/// Calls `visit` for each condition of the rule and of its `unless`.
void for_each_condition(const Rule& rule, NamedTests tests, const VisitCondition& visit);
/// Calls `visit` for each condition that is written in the file: those of the rules, then those of the tests.
void for_each_written_condition(const RuleSet& rules, const VisitCondition& visit);

}  // namespace hfilter
