// SPDX-License-Identifier: BSD-2-Clause
#include "lint/undecided.h"

#include <algorithm>

#include "advice/one_line.h"
#include "base/text.h"
#include "lint/condition_walk.h"
#include "lint/threat.h"
#include "rules/source_text.h"

namespace hfilter {

namespace {

constexpr char kText[] = "a stranger can make this condition unknown, and then the rule does not act";
constexpr char kScoreText[] = "a stranger can make this condition unknown, and then every threshold may be undecided";
constexpr size_t kMaxShownBytes = 200;  // The length of the longest condition that the advice shows.

/// Returns true iff the condition is certainly false for a stranger whom it does not name: `client in partners`.
bool keeps_strangers_out(const Expr& expr) {
  const Condition& c = expr.condition;
  if (expr.kind != Expr::Kind::kCondition || c.subject != Subject::kFact || c.negated) return false;
  const Threat threat = threat_of(c);
  return threat.forger == Forger::kProof && !is_stranger(threat.silencer);
}

bool keeps_strangers_out_all(const Expr& expr) {
  return expr.kind == Expr::Kind::kAnd && std::any_of(expr.children.begin(), expr.children.end(), keeps_strangers_out);
}

/// Removes brackets that enclose the whole text.
std::string_view without_brackets(std::string_view text) {
  text = trim(text);
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') return text;
  const bool nested = text.find('(', 1) != text.npos || text.find(')') != text.size() - 1;
  return nested ? text : trim(text.substr(1, text.size() - 2));
}

std::string surely(std::string_view source) {
  const std::string text = one_line(without_brackets(source));
  return text.size() > kMaxShownBytes ? "surely (...)" : "surely (" + text + ")";
}

/// Returns the source text of the condition without the first `not` outside quotes.
std::string affirmative(std::string_view source) {
  const std::string text = one_line(source);
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
    const bool begins = i == 0 || text[i - 1] == ' ';
    if (!quoted && begins && equal_ignoring_case(text.substr(i, 4), "not ")) {
      return text.substr(0, i) + text.substr(i + 4);
    }
  }
  return text;
}

/// Returns a negation of the condition that a stranger cannot make unknown. Uses the opposite word if all.def has one
/// (OPPOSITE), as for `rdns is unverified`: `not surely` would also be true for names that are not looked up.
std::string certain_negation(const Expr& expr, std::string_view source) {
  const char* opposite = expr.kind == Expr::Kind::kCondition ? opposite_value(expr.condition) : nullptr;
  if (opposite == nullptr) return "not " + surely(source);
  return std::string(fact_def(expr.condition.fact).name) + " is " + opposite;
}

}  // namespace

UndecidedByStranger::UndecidedByStranger(const std::vector<Rule>& rules) {
  // A rule gives a tag above the rules that use it, so one pass from the last rule to the first finds all tags.
  for (size_t i = rules.size(); i-- > 0;) {
    if (is_against(rules[i])) note_accusing_tags(rules[i]);
  }
}

/// Returns true iff the rule stops a message, adds to its score, or gives a tag that another such rule asks for.
bool UndecidedByStranger::is_against(const Rule& rule) const {
  if (rule.trial) return false;
  return std::any_of(rule.actions.begin(), rule.actions.end(), [&](const ActionItem& action) {
    if (action.is_verdict()) return action.kind != ActionItem::Kind::kAccept;
    if (action.kind == ActionItem::Kind::kScore) return action.score > 0;
    return action.kind == ActionItem::Kind::kTag && accusing_tags_.count(action.name) > 0;
  });
}

void UndecidedByStranger::note_accusing_tags(const Rule& rule) {
  for_each_condition(rule, NamedTests::kEnter, [&](const Expr& expr, bool wanted) {
    const Condition& c = expr.condition;
    if (c.subject == Subject::kTagged && wanted != c.negated) accusing_tags_.insert(c.name);
  });
}

bool UndecidedByStranger::can_make_unknown(const Condition& c) const {
  if (c.subject == Subject::kTagged) return undecided_tags_.count(c.name) > 0;
  const Silencer silencer = threat_of(c).silencer;
  return silencer == Silencer::kRules ? undecided_score_ : is_stranger(silencer);
}

/// Returns true iff a stranger can make the whole expression unknown.
bool UndecidedByStranger::can_leave_undecided(const Expr& expr) const {
  switch (expr.kind) {
    case Expr::Kind::kPossibly:
    case Expr::Kind::kSurely:
      return false;
    case Expr::Kind::kTest:
      return expr.test->expr && can_leave_undecided(*expr.test->expr);
    case Expr::Kind::kCondition:
      return can_make_unknown(expr.condition);
    case Expr::Kind::kHop:
      return expr.hop != 1 || can_leave_undecided(expr.children[0]);
    default:
      if (keeps_strangers_out_all(expr)) return false;
      return expr.kind == Expr::Kind::kAttachment ||
             std::any_of(expr.children.begin(), expr.children.end(),
                         [&](const Expr& child) { return can_leave_undecided(child); });
  }
}

/// Returns true iff a stranger can prevent the value `wanted` of `expr`: it needs a false part that he can make
/// unknown.
bool UndecidedByStranger::can_escape(const Expr& expr, bool wanted) const {
  switch (expr.kind) {
    case Expr::Kind::kNot:
      return can_escape(expr.children[0], !wanted);
    case Expr::Kind::kSurely:
      return wanted && can_escape(expr.children[0], true);
    case Expr::Kind::kPossibly:
      return !wanted && can_escape(expr.children[0], false);
    case Expr::Kind::kTest:
      return expr.test->expr && can_escape(*expr.test->expr, wanted);
    case Expr::Kind::kCondition:
      if (is_presence(expr.condition)) return false;
      return wanted == expr.condition.negated && can_make_unknown(expr.condition);
    case Expr::Kind::kHop:
    case Expr::Kind::kAttachment:
      return !wanted && can_leave_undecided(expr);
    default:
      if (keeps_strangers_out_all(expr)) return false;
      return std::any_of(expr.children.begin(), expr.children.end(),
                         [&](const Expr& child) { return can_escape(child, wanted); });
  }
}

/// Finds the outermost negations in an expression that must be true.
void UndecidedByStranger::look_at_exceptions(const Expr& expr, std::vector<UndecidedPlace>* found) const {
  if (!can_escape(expr, true)) return;
  if (expr.kind == Expr::Kind::kNot) {
    found->push_back({expr.source, kText, "write: " + certain_negation(expr.children[0], expr.children[0].source)});
  } else if (expr.kind == Expr::Kind::kCondition) {
    found->push_back({expr.source, kText, "write: " + certain_negation(expr, affirmative(expr.source))});
  } else if (expr.kind == Expr::Kind::kTest) {
    look_at_exceptions(*expr.test->expr, found);
  } else {
    for (const Expr& child : expr.children) look_at_exceptions(child, found);
  }
}

std::vector<UndecidedPlace> UndecidedByStranger::look(const Rule& rule) {
  std::vector<UndecidedPlace> found;
  const bool lowers = std::any_of(rule.actions.begin(), rule.actions.end(), [](const ActionItem& action) {
    return action.kind == ActionItem::Kind::kScore && action.score < 0;
  });
  if (is_against(rule)) {
    look_at_exceptions(*rule.condition, &found);
    if (rule.unless && can_escape(*rule.unless, false)) {
      found.push_back({rule.unless->source, kText, "write: unless " + surely(rule.unless->source)});
    }
  } else if (!rule.trial && lowers && can_leave_undecided(*rule.condition)) {
    found.push_back({rule.condition->source, kScoreText, "write: match " + surely(rule.condition->source)});
  } else if (!rule.trial && lowers && rule.unless && can_leave_undecided(*rule.unless)) {
    found.push_back({rule.unless->source, kScoreText, "write: unless " + surely(rule.unless->source)});
  }
  remember(rule);
  return found;
}

void UndecidedByStranger::remember(const Rule& rule) {
  const bool undecided = can_leave_undecided(*rule.condition) || (rule.unless && can_leave_undecided(*rule.unless));
  if (rule.trial || !undecided) return;
  for (const ActionItem& action : rule.actions) {
    if (action.kind == ActionItem::Kind::kTag) undecided_tags_.insert(action.name);
    undecided_score_ |= action.kind == ActionItem::Kind::kScore;
  }
}

}  // namespace hfilter
