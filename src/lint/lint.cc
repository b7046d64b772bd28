// SPDX-License-Identifier: BSD-2-Clause
#include "lint/lint.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "language/parser.h"
#include "lint/condition_walk.h"
#include "lint/findings.h"
#include "lint/forgeable.h"
#include "lint/implication.h"
#include "lint/lint_lists.h"
#include "lint/machine_lint.h"
#include "lint/score_lint.h"
#include "lint/setup_lint.h"
#include "lint/stopping_lint.h"
#include "lint/text_lint.h"
#include "lint/undecided.h"
#include "rules/expr.h"

namespace hfilter {

namespace {

class Lint {
 public:
  Lint(const RuleSet& rules, const Machine* machine)
      : rules_(rules), machine_(machine), found_(rules), undecided_(rules.rules) {}

  std::vector<Diagnostic> run() {
    for (const Rule& rule : rules_.rules) rule_warnings(rule);
    for_each_written_condition(rules_, [&](const Expr& expr, bool) { condition_warnings(expr); });
    for (const Rule* rule : rules_and_ends()) action_warnings(*rule);
    unreachable_rules();
    lint_scores(rules_, found_);
    tags();
    empty_lists();
    lint_lists(rules_, found_);
    lint_setup(rules_, found_);
    if (machine_ != nullptr) lint_machine(rules_, *machine_, &found_);
    return found_.sorted();
  }

 private:
  // ---- warnings about rules ----

  /// Returns everything that has actions: rules, thresholds, `otherwise`.
  std::vector<const Rule*> rules_and_ends() const {
    std::vector<const Rule*> all;
    for (const auto* rules : {&rules_.rules, &rules_.thresholds, &rules_.otherwise}) {
      for (const Rule& rule : *rules) all.push_back(&rule);
    }
    return all;
  }

  void rule_warnings(const Rule& rule) {
    if (rule.until) {
      const std::optional<TextWarning> odd = odd_until("this rule", *rule.until, rules_.today);
      if (odd) found_.warn_rule(rule, odd->name, odd->text, odd->help);
    }
    if (const std::optional<std::string_view> place = executable_alone(rule)) {
      found_.warn(
          *place, "unchecked",
          "this does not find a program in a file that hfilter cannot examine: encrypted, broken or beyond a limit",
          "write: is executable, unchecked");
    }
    if (const std::optional<ForgeableClaim> claim = accepts_.look(rule)) {
      found_.warn(claim->place, "forgeable", claim->text, claim->help);
    }
    for (const UndecidedPlace& undecided : undecided_.look(rule)) {
      found_.warn(undecided.place, "undecided", undecided.text, undecided.help);
    }
    for (const StrangersLine& line : strangers_lines(rule)) {
      found_.warn(line.place, "strangers-line", line.text, line.help);
    }
  }

  void condition_warnings(const Expr& expr) {
    const Condition& c = expr.condition;
    if (c.subject == Subject::kHeader) warn_odd(odd_header_name(c.name), expr.source);
    const Status compiled = c.regex ? c.regex->compile() : Status(Done{});
    if (!compiled) return found_.error(expr.source, compiled.error().text, compiled.error().help);
    const bool body = c.subject == Subject::kFact && c.fact == FactId::body;
    if (c.regex && body && c.regex->worst_case_octets(kMaxWorkMs / 2) < kMaxTextBytes) {
      found_.warn(expr.source, "costly-regex",
                  "this expression is expensive: a body with more than " +
                      std::to_string(c.regex->worst_case_octets(kMaxWorkMs / 2)) +
                      " octets of text may not be searched to its end",
                  "make it simpler: {1,900} counts as 900 copies; for many words define a list with `words`");
    }
    warn_odd(odd_text(expr), expr.source);
  }

  void warn_odd(const std::optional<TextWarning>& odd, std::string_view place) {
    if (odd) found_.warn(place, odd->name, odd->text, odd->help);
  }

  void action_warnings(const Rule& rule) {
    for (const ActionItem& item : rule.actions) {
      const bool header = item.kind == ActionItem::Kind::kAddHeader || item.kind == ActionItem::Kind::kSetHeader ||
                          item.kind == ActionItem::Kind::kRemoveHeader;
      if (header) warn_odd(odd_header_name(item.name), found_.place_of(rule, item.name));
    }
  }

  void unreachable_rules() {
    std::vector<const Rule*> deciding;  // the rules above that have a verdict
    size_t compared = 0;
    for (const Rule& rule : rules_.rules) {
      compared += deciding.size();
      if (compared > kMaxRulePairs) {
        return found_.warn_rule(
            rule, "too-many-rules", "from this rule on, rules are not compared with those above them",
            "hfilter check compares 2 million pairs of rules: combine several rules into one with a list");
      }
      compare(rule, deciding);
      if (rule.verdict() != nullptr) deciding.push_back(&rule);
    }
  }

  /// Warns of a rule that never acts because one of `deciding` above it decides first.
  void compare(const Rule& rule, const std::vector<const Rule*>& deciding) {
    for (const Rule* above : deciding) {
      if (covers(*above, rule, rules_.trust)) return unreachable(rule, *above);
    }
    if (rule.verdict() == nullptr || rule.verdict()->kind != ActionItem::Kind::kAccept) return;
    for (const Rule* above : deciding) {
      if (stops_mail(*above) && is_special_case(*above, rule, rules_.trust)) return late_exception(rule, *above);
    }
  }

  void unreachable(const Rule& rule, const Rule& above) {
    found_.warn_rule(rule, "unreachable",
                     "this rule is never reached, because " + above.title() + " (line " + std::to_string(above.line) +
                         ") decides first",
                     "move it above " + above.title() + ", or remove it");
  }

  void late_exception(const Rule& rule, const Rule& above) {
    found_.warn_rule(rule, "late-exception",
                     "this rule is an exception to " + above.title() + " (line " + std::to_string(above.line) +
                         "), but that rule decides first",
                     "move it above " + above.title());
  }

  /// Warns of `tagged X` if no rule above gives the tag X.
  void tags() {
    std::vector<std::string> above;
    for (const Rule& rule : rules_.rules) {
      const auto look = [&](const Expr& expr, bool) {
        if (expr.condition.subject != Subject::kTagged) return;
        if (std::find(above.begin(), above.end(), expr.condition.name) == above.end()) no_such_tag(expr, above);
      };
      for_each_condition(rule, NamedTests::kEnter, look);
      for (const ActionItem& item : rule.actions) {
        if (item.kind == ActionItem::Kind::kTag && !rule.trial) above.push_back(item.name);
      }
    }
  }

  void no_such_tag(const Expr& expr, const std::vector<std::string>& above) {
    const std::string& name = expr.condition.name;
    for (const Rule* rule : rules_and_ends()) {
      for (const ActionItem& item : rule->actions) {
        if (item.kind != ActionItem::Kind::kTag || item.name != name) continue;
        return found_.warn(
            expr.source, "no-tag",
            "no rule above gives the tag " + name + ": " + rule->title() + " (line " + std::to_string(rule->line) +
                ") " + (rule->trial ? "is a trial rule" : "acts later"),
            rule->trial ? "a trial rule gives no tags" : "rules act from the top; `at score` and `otherwise` act last");
      }
    }
    found_.warn(expr.source, "no-tag", "no rule gives the tag " + name,
                did_you_mean(name, std::vector<std::string_view>(above.begin(), above.end())));
  }

  // ---- warnings about lists ----

  /// Returns the lists that conditions use, each with a place where it is used.
  std::vector<std::pair<const List*, std::string_view>> asked_lists() const {
    std::vector<std::pair<const List*, std::string_view>> asked;
    const auto look = [&](const Expr& expr, bool) {
      const Condition& c = expr.condition;
      const List* list = c.mine != nullptr ? &(rules_.trust.*c.mine) : c.list;
      const bool known = std::any_of(asked.begin(), asked.end(), [&](const auto& one) { return one.first == list; });
      if (list != nullptr && !known) asked.emplace_back(list, expr.source);
    };
    for (const Rule& rule : rules_.rules) for_each_condition(rule, NamedTests::kEnter, look);
    return asked;
  }

  void empty_lists() {
    for (const auto& [list, place] : asked_lists()) {
      if (list->is_set() && (!list->entries().empty() || !list->files().empty() || list->is_faulty())) continue;
      const bool mine = trust_list(list->name()) != nullptr;
      const std::string written = list->is_set() ? "is empty" : "is not set";
      found_.warn(place, "empty-list", "the list " + list->name() + " " + written + ", so no value is in it",
                  "write: " + (mine ? "" : std::string(list_kind_name(list->kind())) + " ") + list->name() +
                      (mine ? " ENTRY, ENTRY" : " = ENTRY, ENTRY"));
    }
  }

  const RuleSet& rules_;
  const Machine* machine_;
  Findings found_;
  ForgeableAccepts accepts_;
  UndecidedByStranger undecided_;
};

}  // namespace

std::vector<Diagnostic> lint_rules(const RuleSet& rules, const Machine* machine) { return Lint(rules, machine).run(); }

}  // namespace hfilter
