// SPDX-License-Identifier: BSD-2-Clause
#include "lint/unchecked_lint.h"

#include <algorithm>

#include "lint/condition_walk.h"

namespace hfilter {

namespace {

bool asks(const Condition& c, std::string_view word) {
  if (c.subject != Subject::kFact || c.fact != FactId::attachment || c.op != Operator::kIs) return false;
  return std::any_of(c.items.begin(), c.items.end(),
                     [&](const IsItem& item) { return item.kind == IsItem::Kind::kWord && item.word->word == word; });
}

}  // namespace

std::optional<std::string_view> executable_alone(const Rule& rule) {
  const ActionItem* verdict = rule.verdict();
  if (verdict == nullptr || !rule.condition) return std::nullopt;
  using Kind = ActionItem::Kind;
  if (verdict->kind != Kind::kJunk && verdict->kind != Kind::kReject && verdict->kind != Kind::kDiscard) {
    return std::nullopt;
  }
  std::optional<std::string_view> executable;
  bool unchecked = false;
  for_each_condition(*rule.condition, NamedTests::kEnter, [&](const Expr& expr, bool wanted) {
    if (expr.condition.negated == wanted) return;
    unchecked |= asks(expr.condition, "unchecked");
    if (!executable && asks(expr.condition, "executable")) executable = expr.source;
  });
  return unchecked ? std::nullopt : executable;
}

}  // namespace hfilter
