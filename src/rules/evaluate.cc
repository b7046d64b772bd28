// SPDX-License-Identifier: BSD-2-Clause
#include "rules/evaluate.h"

#include "base/mail_date.h"
#include "facts/sender/sender_proof.h"
#include "probes/clock.h"
#include "rules/condition_judge.h"
#include "rules/expr.h"
#include "rules/tally.h"

namespace hfilter {

namespace {

using Kind = ActionItem::Kind;

Action action_of(Kind kind) { return static_cast<Action>(kind); }

static_assert(static_cast<int>(Kind::kPipe) == static_cast<int>(Action::kPipe), "verdicts come in the same order");

std::string note_text(const ActionItem& item) {
  switch (item.kind) {
    case Kind::kScore:
      return "score " + std::string(item.score >= 0 ? "+" : "") + score_text(item.score);
    case Kind::kTag:
      return "tag " + item.name;
    case Kind::kAddHeader:
      return "add header " + item.name;
    case Kind::kSetHeader:
      return "set header " + item.name;
    case Kind::kRemoveHeader:
      return "remove header " + item.name;
    case Kind::kSubjectPrefix:
      return "subject prefix";
    case Kind::kLog:
      return "log";
    case Kind::kCopy:
      return "copy " + item.name;
    case Kind::kDeliver:
      return "deliver " + item.name;
    default:
      return action_name(action_of(item.kind));
  }
}

std::string effect_of(const Rule& rule) {
  std::string text;
  for (const ActionItem& item : rule.actions) {
    if (!text.empty()) text += ", ";
    text += note_text(item);
  }
  return text;
}

Needs needs_of(const Expr& expr) {
  if (expr.kind == Expr::Kind::kTest) return expr.test->properties.needs;
  Needs needs = expr.kind == Expr::Kind::kCondition ? expr.condition.needs : kNeedsNothing;
  for (const Expr& child : expr.children) needs |= needs_of(child);
  return needs;
}

class Judgement {
 public:
  Judgement(const RuleSet& rules, Facts& facts) : rules_(rules), facts_(facts), conditions_(rules, facts, tally_) {}

  Verdict run() {
    verdict_.rules.reserve(rules_.rules.size() + rules_.thresholds.size() + rules_.otherwise.size());
    const std::vector<Needs> needs = needs_from_each();
    for (size_t i = 0; i < rules_.rules.size(); ++i) {
      facts_.set_needs(needs[i]);
      judge_rule(rules_.rules[i]);
    }
    judge_thresholds();
    if (!decided_) defer_if_unsure();
    for (const Rule& rule : rules_.otherwise) judge_otherwise(rule);
    verdict_.score = tally_.score();
    verdict_.tags = tally_.tags();
    return std::move(verdict_);
  }

 private:
  RuleReport& report(const Rule& rule) {
    RuleReport r;
    r.name = rule.title();
    r.file = *rule.file;
    r.line = rule.line;
    r.trial = rule.trial;
    r.rule = &rule;
    verdict_.rules.push_back(std::move(r));
    return verdict_.rules.back();
  }

  /// Returns why a rule is not in force today; "" if it is.
  std::string out_of_force(const Rule& rule) const {
    if (rule.until && *rule.until < rules_.today) return "expired on " + format_day(*rule.until);
    if (rule.since && *rule.since > rules_.today) return "begins on " + format_day(*rule.since);
    return {};
  }

  bool is_in_force(const Rule& rule, RuleReport& r) const {
    r.why = out_of_force(rule);
    if (r.why.empty()) return true;
    r.result = RuleResult::kSkipped;
    return false;
  }

  /// Returns false if the time for deciding is over. The rule is then unknown; a later attempt may have more time.
  bool is_in_time(const Rule& rule, RuleReport& r) {
    const TimeLimit* limit = facts_.context().limit;
    if (limit == nullptr || !limit->passed()) return true;
    r.result = RuleResult::kUnknown;
    r.temporary = true;
    r.why = kDeadlineText;
    if (!rule.trial) add_undecided_rule(rule, {UnknownReason::kLimit, r.why, true});
    return false;
  }

  /// Returns for each rule the needs of this rule and the later ones in force, so that DNS is asked for all at once.
  /// The exception (`unless`) of a later rule is not included, because few messages reach it.
  std::vector<Needs> needs_from_each() const {
    std::vector<Needs> needs(rules_.rules.size(), kNeedsNothing);
    Needs later = kNeedsNothing;
    for (size_t i = needs.size(); i-- > 0;) {
      const Rule& rule = rules_.rules[i];
      const bool in_force = out_of_force(rule).empty();
      if (in_force) later |= needs_of(*rule.condition);
      needs[i] = later | (in_force && rule.unless ? needs_of(*rule.unless) : kNeedsNothing);
    }
    return needs;
  }

  void judge_rule(const Rule& rule) {
    RuleReport& r = report(rule);
    if (!is_in_force(rule, r) || decided_ || !is_in_time(rule, r)) return;
    Truth truth = conditions_.judge(*rule.condition);
    if (rule.unless && !truth.is_false()) truth = and_not(truth, conditions_.judge(*rule.unless));
    set_result(truth, r);
    if (truth.is_true()) r.effect = effect_of(rule);
    if (rule.trial) return;
    if (truth.is_unknown()) add_undecided_rule(rule, {truth.reason, truth.why, truth.temporary});
    if (truth.is_true()) act(rule);
  }

  static void set_result(const Truth& truth, RuleReport& r) {
    r.why = truth.why;
    r.result = truth.is_true() ? RuleResult::kTrue : truth.is_false() ? RuleResult::kFalse : RuleResult::kUnknown;
    r.temporary = truth.is_unknown() && truth.temporary;
  }

  /// Evaluates `A unless B` as `A and not B`.
  static Truth and_not(const Truth& a, const Truth& b) {
    Truth no = b.negated();
    if (no.is_false()) return Truth::no("unless: " + b.why);
    if (a.is_unknown() && (no.is_true() || !a.temporary)) return a;
    if (no.is_unknown()) {
      no.why = "unless: " + no.why;
      return no;
    }
    return a;
  }

  void add_undecided_rule(const Rule& rule, const Unknown& why) {
    tally_.add_undecided(rule, why);
    facts_.set_score(tally_.score_fact());
    if (why.temporary) check_unknown_verdict(rule);
  }

  void check_unknown_verdict(const Rule& rule) {
    const ActionItem* verdict = rule.verdict();
    if (verdict == nullptr) return;
    stopping_verdict_unknown_ |=
        verdict->kind == Kind::kJunk || verdict->kind == Kind::kReject || verdict->kind == Kind::kDiscard;
  }

  /// Tries the thresholds from the highest down until one is certainly reached. An unknown one does not end the search.
  void judge_thresholds() {
    bool reached = false;
    for (const Rule& rule : rules_.thresholds) {
      RuleReport& r = report(rule);
      if (decided_ || reached) continue;
      const Truth truth = tally_.is_at_least(rule.at_score);
      set_result(truth, r);
      reached = truth.is_true();
      if (truth.is_unknown()) r.moved_by = tally_.movers();
      if (r.temporary) check_unknown_verdict(rule);
      if (!reached) continue;
      r.effect = effect_of(rule);
      act(rule);
    }
  }

  void judge_otherwise(const Rule& rule) {
    RuleReport& r = report(rule);
    if (decided_) return;
    r.result = RuleResult::kTrue;
    r.effect = effect_of(rule);
    act(rule);
  }

  void act(const Rule& rule) {
    for (const ActionItem& item : rule.actions) {
      if (item.is_verdict()) {
        decide(rule, item);
      } else {
        apply_note(rule, item);
      }
    }
  }

  std::string expanded(const Rule& rule, const ActionItem& item) {
    return item.text.empty() ? std::string() : item.text.expand(facts_, rule.title(), tally_.score());
  }

  void apply_note(const Rule& rule, const ActionItem& item) {
    switch (item.kind) {
      case Kind::kScore:
        tally_.add_score(item.score);
        facts_.set_score(tally_.score_fact());
        scored_by_connection_ |= rule.connection && item.score > 0;
        break;
      case Kind::kTag:
        tally_.add_tag(item.name);
        break;
      case Kind::kAddHeader:
        verdict_.notes.push_back({HeaderNote::Kind::kAdd, item.name, expanded(rule, item)});
        break;
      case Kind::kSetHeader:
        verdict_.notes.push_back({HeaderNote::Kind::kSet, item.name, expanded(rule, item)});
        break;
      case Kind::kRemoveHeader:
        verdict_.notes.push_back({HeaderNote::Kind::kRemove, item.name, {}});
        break;
      case Kind::kSubjectPrefix:
        verdict_.notes.push_back({HeaderNote::Kind::kSubjectPrefix, {}, expanded(rule, item)});
        break;
      case Kind::kLog:
        verdict_.logs.push_back(expanded(rule, item));
        break;
      case Kind::kCopy:
        verdict_.copies.push_back(item.name);
        break;
      default:
        break;
    }
  }

  void decide(const Rule& rule, const ActionItem& item) {
    decided_ = true;
    verdict_.rule = rule.title();
    verdict_.file = *rule.file;
    verdict_.line = rule.line;
    verdict_.text = expanded(rule, item);
    verdict_.rule_action = action_of(item.kind);
    verdict_.action = verdict_.rule_action;
    if (item.kind == Kind::kDeliver) verdict_.folder = item.name;
    verdict_.command = item.command;
    verdict_.milder_reason = milder_reason(rule, item.kind);
    if (!verdict_.milder_reason.empty()) verdict_.action = Action::kJunk;
  }

  /// Returns why the verdict is milder than the rule asks for; "" if it is not.
  std::string milder_reason(const Rule& rule, Kind kind) {
    if (kind != Kind::kReject && kind != Kind::kDiscard) return {};
    const bool connection = rule.connection || (rule.kind == Rule::Kind::kThreshold && scored_by_connection_);
    if (connection && facts_.context().border.state == BorderState::kGuessed) {
      return std::string(action_name(action_of(kind))) +
             " acts as junk while the border is guessed: declare your servers with `mynetworks`";
    }
    if (kind == Kind::kReject && rules_.settings.guard_reject && !is_sender_proven(facts_).is_true()) {
      return "reject acts as junk because nothing proves the sender, and the bounce could go to somebody else (see "
             "`set reject`)";
    }
    return {};
  }

  void defer_if_unsure() {
    if (!stopping_verdict_unknown_ || !rules_.settings.defer_when_unsure) return;
    if (!may_defer(rules_.settings, facts_.context().chain, facts_.context().clock)) return;
    decided_ = true;
    verdict_.action = verdict_.rule_action = Action::kDefer;
    verdict_.deferred_unsure = true;
    verdict_.rule = "when-unsure";
    for (const RuleReport& r : verdict_.rules) {
      if (r.temporary && verdict_.text.empty()) verdict_.text = r.name + ": " + r.why;
    }
  }

  const RuleSet& rules_;
  Facts& facts_;
  Verdict verdict_;
  Tally tally_;
  ConditionJudge conditions_;
  bool decided_ = false;
  bool stopping_verdict_unknown_ = false;  // a rule that would stop the mail is unknown for a temporary reason
  bool scored_by_connection_ = false;
};

}  // namespace

Verdict evaluate(const RuleSet& rules, Facts& facts) { return Judgement(rules, facts).run(); }

Truth evaluate_expression(const Expr& expr, const RuleSet& rules, Facts& facts) {
  const Tally nothing;
  facts.set_needs(needs_of(expr));
  return ConditionJudge(rules, facts, nothing).judge(expr);
}

bool may_defer(const Settings& settings, const RelayChain& chain, const Clock& clock) {
  if (chain.size() == 0 || !chain.hop(1).time) return true;
  return clock.now() - *chain.hop(1).time <= settings.defer_limit_s;
}

}  // namespace hfilter
