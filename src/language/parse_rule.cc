// SPDX-License-Identifier: BSD-2-Clause
//
// Tests, rules, thresholds, otherwise.
#include "base/limits.h"
#include "language/parser.h"

namespace hfilter {

bool Parser::test_statement() {
  take();
  const RuleToken name = take();
  if (!new_name(name, Expected::kTestName)) return false;
  if (!take_equals()) return unexpected(peek(), Expected::kTestAssign);
  auto test = std::make_unique<TestDef>();
  test->name = name.text;
  test->file = source_.path();
  test->line = name.line;
  test->expr = std::make_unique<Expr>();
  if (!expression(test->expr.get())) return false;
  if (!at_end()) return true;  // statement_end() refuses it
  if (test_depth_ >= kMaxTestDepth) return fault(name, FaultCode::kTooMany, Expected::kTestName);
  if (weight_ > kMaxTestWeight) return fault(name, FaultCode::kTooMany);
  test->depth = test_depth_ + 1;
  test->weight = weight_;
  test->needs = needs_;
  test->fixed = fixed_;
  test->connection = connection_;
  rules_->add_test(std::move(test));
  return true;
}

bool Parser::rule_label(Rule* rule) {
  const RuleToken& first = peek();
  if (first.is("match") || first.is("trial")) return true;
  std::string_view name = first.text;
  if (name.empty() || name.back() != ':') return unexpected(first, Expected::kRuleName);
  name.remove_suffix(1);
  if (!is_name(name)) return fault(first, FaultCode::kInvalid, Expected::kRuleName);
  // `trial: match` would be a correct rule, and it would act.
  if (equal_ignoring_case(name, "trial")) return fault(first, FaultCode::kTrialAsName);
  if (!draft_.rule_names.emplace(name).second) return fault_at(name, FaultCode::kTwice, Expected::kRuleName);
  rule->name = name;
  take();
  return true;
}

Rule Parser::new_rule(Rule::Kind kind) const {
  Rule rule;
  rule.kind = kind;
  rule.line = peek().line;
  rule.file = &source_.path();
  return rule;
}

bool Parser::rule_statement() {
  Rule rule = new_rule(Rule::Kind::kMatch);
  if (!rule_label(&rule)) return false;
  rule.trial = take_if("trial");
  if (!take_if("match")) return unexpected(peek(), Expected::kMatch);
  const size_t begin = at_;
  rule.condition = std::make_unique<Expr>();
  if (!expression(rule.condition.get())) return false;
  rule.connection = connection_;
  if (take_if("unless")) {
    rule.unless = std::make_unique<Expr>();
    if (!expression(rule.unless.get())) return false;
  }
  rule.source = source_since(begin);
  if (!take_if("then")) return unexpected(peek(), Expected::kThen);
  if (!actions(&rule.actions, true) || !rule_dates(&rule)) return false;
  if (!at_end()) return true;  // statement_end() refuses it
  rule.number = static_cast<int>(draft_.rules.size()) + 1;
  draft_.rules.push_back(std::move(rule));
  return true;
}

bool Parser::rule_dates(Rule* rule) {
  while (peek().is("since") || peek().is("until")) {
    const RuleToken word = take();
    std::optional<int64_t>* const day = word.is("since") ? &rule->since : &rule->until;
    int64_t value = 0;
    if (*day) return fault(word, FaultCode::kTwice, Expected::kDay);
    if (!date(&value)) return false;
    *day = value;
    if (rule->since && rule->until && *rule->since > *rule->until) return fault(word, FaultCode::kNeverInForce);
  }
  return true;
}

bool Parser::threshold() {
  Rule rule = new_rule(Rule::Kind::kThreshold);
  take();
  if (!take_if("score")) return unexpected(peek(), Expected::kScore);
  const RuleToken token = take();
  if (!number(fact_def(FactId::score), token.text, token, &rule.at_score)) return false;
  if (!take_if("then")) return unexpected(peek(), Expected::kScoreThen);
  if (!actions(&rule.actions, false) || !at_end()) return !failed_;
  for (const Rule& other : draft_.thresholds) {
    if (other.at_score == rule.at_score && other.file == rule.file) {
      return fault(token, FaultCode::kTwice, Expected::kScore, other.line);
    }
  }
  draft_.thresholds.push_back(std::move(rule));
  return true;
}

bool Parser::otherwise() {
  Rule rule = new_rule(Rule::Kind::kOtherwise);
  const RuleToken word = take();
  if (!actions(&rule.actions, false) || !at_end()) return !failed_;
  if (!draft_.otherwise.empty()) {
    return fault(word, FaultCode::kTwice, Expected::kStatement, draft_.otherwise.front().line);
  }
  draft_.otherwise.push_back(std::move(rule));
  return true;
}

}  // namespace hfilter
