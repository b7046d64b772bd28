// SPDX-License-Identifier: BSD-2-Clause
#include "lint/stopping_lint.h"

#include <algorithm>

#include "advice/foreign_condition.h"
#include "advice/one_line.h"
#include "base/text.h"
#include "lint/condition_walk.h"

namespace hfilter {

namespace {

bool asks(const Condition& c, std::string_view word) {
  if (c.subject != Subject::kFact || c.fact != FactId::attachment || c.op != Operator::kIs) return false;
  return std::any_of(c.items.begin(), c.items.end(),
                     [&](const IsItem& item) { return item.kind == IsItem::Kind::kWord && item.word->word == word; });
}

bool asks_received(const Expr& expr) {
  const Condition& c = expr.condition;
  return expr.kind == Expr::Kind::kCondition && c.subject == Subject::kHeader &&
         c.header_scope == HeaderScope::kAllFields && equal_ignoring_case(c.name, "Received");
}

/// Returns a condition on the border line: `helo in (x)` for `header "Received" contains "(HELO x)"`, else an example.
std::string border_condition(const Condition& c) {
  std::string pattern = c.regex ? c.regex->pattern() : std::string();
  if (c.texts.size() == 1) pattern = c.texts.front();
  const std::optional<ForeignAnswer> answer = answer_foreign_condition("* ^Received:.*" + pattern);
  return answer && !answer->condition.empty() ? answer->condition : "helo in (example.com)";
}

/// Returns the condition that `any hop` applies to each line. It is in brackets if it needs them beside `and` or `or`.
std::string hop_condition(const Expr& hop) {
  const Expr& inner = hop.children[0];
  const bool several = inner.kind == Expr::Kind::kAnd || inner.kind == Expr::Kind::kOr;
  const std::string text = one_line(inner.source);
  return several && text.substr(0, 1) != "(" ? "(" + text + ")" : text;
}

}  // namespace

bool stops_mail(const Rule& rule) {
  using Kind = ActionItem::Kind;
  const ActionItem* verdict = rule.verdict();
  return verdict != nullptr &&
         (verdict->kind == Kind::kJunk || verdict->kind == Kind::kReject || verdict->kind == Kind::kDiscard);
}

std::optional<std::string_view> executable_alone(const Rule& rule) {
  if (!stops_mail(rule) || !rule.condition) return std::nullopt;
  std::optional<std::string_view> executable;
  bool unchecked = false;
  for_each_condition(*rule.condition, NamedTests::kEnter, [&](const Expr& expr, bool wanted) {
    if (expr.condition.negated == wanted) return;
    unchecked |= asks(expr.condition, "unchecked");
    if (!executable && asks(expr.condition, "executable")) executable = expr.source;
  });
  return unchecked ? std::nullopt : executable;
}

std::vector<StrangersLine> strangers_lines(const Rule& rule) {
  std::vector<StrangersLine> found;
  if (!stops_mail(rule) || rule.trial) return found;
  const auto add = [&](const Expr& expr, const std::string& name, const std::string& instead) {
    found.push_back({expr.source,
                     "`" + name + "` also reads Received lines that a stranger wrote, and he can write anything",
                     "write: " + instead});
  };
  const auto look = [&](const Expr& expr, bool) {
    const bool any_hop = expr.kind == Expr::Kind::kHop && expr.hop == Expr::kAnyHop;
    if (any_hop) add(expr, "any hop", hop_condition(expr));
    if (asks_received(expr)) add(expr, "header \"Received\"", border_condition(expr.condition));
  };
  for_each_expression(*rule.condition, NamedTests::kEnter, look);
  if (rule.unless) for_each_expression(*rule.unless, NamedTests::kEnter, look);
  return found;
}

}  // namespace hfilter
