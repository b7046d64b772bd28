// SPDX-License-Identifier: BSD-2-Clause
#include "lint/condition_walk.h"

#include "rules/expr.h"

namespace hfilter {

void for_each_expression(const Expr& expr, NamedTests tests, const VisitCondition& visit, bool wanted) {
  visit(expr, wanted);
  if (expr.kind == Expr::Kind::kTest && expr.test->expr && tests == NamedTests::kEnter) {
    for_each_expression(*expr.test->expr, tests, visit, wanted);
  }
  const bool inner = expr.kind == Expr::Kind::kNot ? !wanted : wanted;
  for (const Expr& child : expr.children) for_each_expression(child, tests, visit, inner);
}

void for_each_condition(const Expr& expr, NamedTests tests, const VisitCondition& visit, bool wanted) {
  const auto visit_condition = [&](const Expr& one, bool so) {
    if (one.kind == Expr::Kind::kCondition) visit(one, so);
  };
  for_each_expression(expr, tests, visit_condition, wanted);
}

void for_each_condition(const Rule& rule, NamedTests tests, const VisitCondition& visit) {
  for_each_condition(*rule.condition, tests, visit);
  if (rule.unless) for_each_condition(*rule.unless, tests, visit, false);
}

void for_each_written_condition(const RuleSet& rules, const VisitCondition& visit) {
  for (const Rule& rule : rules.rules) for_each_condition(rule, NamedTests::kSkip, visit);
  for (const auto& test : rules.tests) {
    if (test->expr) for_each_condition(*test->expr, NamedTests::kSkip, visit);
  }
}

}  // namespace hfilter
