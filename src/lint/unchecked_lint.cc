// SPDX-License-Identifier: BSD-2-Clause
#include "lint/unchecked_lint.h"

#include <algorithm>

namespace hfilter {

namespace {

/// The words about attachments that a condition asks for.
struct Asked {
  std::optional<std::string_view> executable;
  bool unchecked = false;
};

bool asks(const Condition& c, std::string_view word) {
  if (c.subject != Subject::kFact || c.fact != FactId::attachment || c.op != Operator::kIs) return false;
  return std::any_of(c.items.begin(), c.items.end(),
                     [&](const IsItem& item) { return item.kind == IsItem::Kind::kWord && item.word->word == word; });
}

void look(const Expr& expr, bool negated, Asked* asked) {
  if (expr.kind == Expr::Kind::kNot) negated = !negated;
  if (expr.kind == Expr::Kind::kTest && expr.test->expr) look(*expr.test->expr, negated, asked);
  for (const Expr& child : expr.children) look(child, negated, asked);
  if (expr.kind != Expr::Kind::kCondition || expr.condition.negated != negated) return;
  if (asks(expr.condition, "unchecked")) asked->unchecked = true;
  if (asks(expr.condition, "executable") && !asked->executable) asked->executable = expr.source;
}

}  // namespace

std::optional<std::string_view> executable_alone(const Rule& rule) {
  const ActionItem* verdict = rule.verdict();
  if (verdict == nullptr || !rule.condition) return std::nullopt;
  using Kind = ActionItem::Kind;
  if (verdict->kind != Kind::kJunk && verdict->kind != Kind::kReject && verdict->kind != Kind::kDiscard) {
    return std::nullopt;
  }
  Asked asked;
  look(*rule.condition, false, &asked);
  return asked.unchecked ? std::nullopt : asked.executable;
}

}  // namespace hfilter
