// SPDX-License-Identifier: BSD-2-Clause
#include "app/report/why.h"

#include <algorithm>
#include <vector>

#include "app/report/fact_text.h"
#include "base/escape.h"

namespace hfilter {
namespace {

constexpr int kNameColumns = 18;
constexpr size_t kMaxUnknownRules = 20;  // The most unknown rules that are listed.

class EvaluatedFactsText {
 public:
  EvaluatedFactsText(JudgedMessage& mail, const RuleSet& rules, const Terminal& terminal)
      : facts_(mail.facts), rules_(rules), t_(terminal) {}

  /// Adds the facts of `expr`, except those inside `hop` and `attachment`, which the text of the reason names.
  void look(const Expr& expr) {
    if (expr.kind == Expr::Kind::kHop || expr.kind == Expr::Kind::kAttachment) return look_lists(expr);
    if (expr.kind == Expr::Kind::kTest && expr.test->expr) look(*expr.test->expr);
    if (expr.kind == Expr::Kind::kCondition) condition(expr.condition);
    for (const Expr& child : expr.children) look(child);
  }

  std::string text() const { return text_; }

 private:
  void look_lists(const Expr& expr) {
    if (expr.kind == Expr::Kind::kCondition) lists(expr.condition);
    for (const Expr& child : expr.children) look_lists(child);
  }

  void condition(const Condition& c) {
    if (c.subject == Subject::kFact) {
      fact(fact_def(c.fact));
    } else if (c.subject == Subject::kHeader) {
      put("header \"" + escape_terminal(c.name) + "\"", value_text(FactType::kText, facts_.header(c.name)));
    }
    lists(c);
  }

  /// Adds a fact. An expensive fact that was not needed is not evaluated now.
  void fact(const FactDef& def) {
    const bool asked = (def.needs & ~kNeedsHeaderOnly) == 0 || facts_.was_asked(def.id);
    put(def.name, asked ? value_text(def.type, facts_.value(def.id)) : "not asked");
  }

  static std::string value_text(FactType type, const FactValue& value) {
    if (!value.known()) return "unknown: " + escape_terminal(value.why_unknown().text);
    return value.values().empty() ? "no value" : values_text(type, value);
  }

  void lists(const Condition& c) {
    const TrustLists& trust = rules_.trust;
    if (c.mine != nullptr) list(trust.*c.mine);
    if (c.subject != Subject::kFact) return;
    if (c.fact == FactId::backscatter) list(trust.myrelays);
    for (const IsItem& item : c.items) {
      if (c.fact == FactId::helo && item.word && std::string_view(item.word->word) == "me") {
        list(trust.myhosts);
        list(trust.mynetworks);
      }
    }
  }

  void list(const List& list) {
    if (!list.is_set()) {
      put(list.name(), "is not set" + std::string(rules_.no_files() ? ": there is no rule file" : ""));
    }
  }

  void put(const std::string& name, const std::string& what) {
    if (std::find(seen_.begin(), seen_.end(), name) != seen_.end()) return;
    seen_.push_back(name);
    text_ += t_.folded(padded("  " + name, kNameColumns - 1) + " ", what, kNameColumns);
  }

  Facts& facts_;
  const RuleSet& rules_;
  const Terminal& t_;
  std::vector<std::string> seen_;
  std::string text_;
};

}  // namespace

std::string truth_text(const Expr& condition, const Truth& truth, JudgedMessage& mail, const RuleSet& rules,
                       const Terminal& terminal) {
  const char* word = truth.is_true() ? "true" : truth.is_false() ? "false" : "unknown";
  const std::string why = truth.why.empty() ? "" : ": " + escape_terminal(truth.why);
  EvaluatedFactsText looked(mail, rules, terminal);
  looked.look(condition);
  const Border& border = mail.border;
  const std::string where = border.why.empty() ? "" : " (" + escape_terminal(border.why) + ")";
  return terminal.encoded(terminal.folded("", std::string("hfilter: ") + word + why, 0) +
                          terminal.folded("  border", border_state_name(border.state) + where, kNameColumns) +
                          looked.text());
}

std::string verdict_text(const Verdict& verdict, const Terminal& terminal) {
  std::string first = std::string("hfilter: ") + action_name(verdict.action);
  first += verdict.rule.empty() ? ": no rule decided" : " by " + escape_terminal(verdict.rule);
  if (verdict.line > 0) first += " (" + escape_terminal(verdict.file) + ", line " + std::to_string(verdict.line) + ")";
  if (!verdict.text.empty()) first += ": " + escape_terminal(verdict.text);
  std::string text = terminal.folded("", first, 0);
  const auto put = [&](const std::string& head, const std::string& what) {
    text += terminal.folded(padded("  " + head, kNameColumns - 1) + " ", what, kNameColumns);
  };
  if (!verdict.milder_reason.empty()) {
    put("asked for", std::string(action_name(verdict.rule_action)) + ", but " + escape_terminal(verdict.milder_reason));
  }
  size_t unsure = 0;
  for (const RuleReport& rule : verdict.rules) {
    const bool is_unsure = rule.result == RuleResult::kUnknown;
    if (rule.result == RuleResult::kTrue && !rule.why.empty()) {
      put(escape_terminal(rule.name), escape_terminal(rule.why));
    }
    if (is_unsure && ++unsure <= kMaxUnknownRules) {
      put(escape_terminal(rule.name), "unknown: " + escape_terminal(rule.why));
    }
  }
  if (unsure > kMaxUnknownRules) put("", std::to_string(unsure - kMaxUnknownRules) + " more rules are unknown");
  return terminal.encoded(text);
}

}  // namespace hfilter
