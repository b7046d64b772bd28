// SPDX-License-Identifier: BSD-2-Clause
#include "lint/score_lint.h"

#include <algorithm>
#include <map>
#include <set>

#include "lint/condition_walk.h"
#include "rules/expr.h"

namespace hfilter {

namespace {

bool gives_score(const Rule& rule) {
  const auto is_score = [](const ActionItem& item) { return item.kind == ActionItem::Kind::kScore; };
  return !rule.trial && std::any_of(rule.actions.begin(), rule.actions.end(), is_score);
}

bool asks_score(const Rule& rule) {
  bool asked = false;
  for_each_condition(rule, NamedTests::kEnter, [&](const Expr& expr, bool) {
    asked |= expr.condition.subject == Subject::kFact && expr.condition.fact == FactId::score;
  });
  return asked;
}

/// Returns the highest score that all rules together can give.
double highest_score(const RuleSet& rules) {
  double sum = 0;
  for (const Rule& rule : rules.rules) {
    if (rule.trial || (rule.until && *rule.until < rules.today)) continue;
    for (const ActionItem& item : rule.actions) {
      if (item.kind == ActionItem::Kind::kScore) sum += std::max(item.score, 0.0);
    }
  }
  return sum;
}

void reachable_thresholds(const RuleSet& rules, Findings& found) {
  constexpr double kRounding = 1e-6;
  const double highest = highest_score(rules);
  for (const Rule& rule : rules.thresholds) {
    if (rule.at_score > highest + kRounding) {
      found.warn(found.place_of(rule, "at"), "unreachable-score",
                 "all scores together are " + score_text(highest) + ", so this threshold is never reached", "");
    } else if (rule.at_score <= 0) {
      found.warn(found.place_of(rule, "at"), "low-threshold", "mail without any score also reaches this threshold",
                 "write a score above 0");
    }
  }
}

/// Warns of a threshold without a verdict if a lower threshold has a verdict.
void milder_thresholds(const RuleSet& rules, Findings& found) {
  const Rule* milder = nullptr;  // the lowest threshold above this one that has no verdict
  for (const Rule& rule : rules.thresholds) {
    if (rule.verdict() == nullptr) milder = &rule;
    if (rule.verdict() == nullptr || milder == nullptr) continue;
    const std::string verdict = action_name(static_cast<Action>(rule.verdict()->kind));
    const std::string score = score_text(milder->at_score);
    found.warn(found.place_of(*milder, "at"), "milder-threshold",
               "only the highest threshold acts: a score of " + score + " or more gives no verdict, and the " +
                   verdict + " of `" + rule.title() + "` does not act",
               "repeat the verdict here: at score " + score + " then ..., " + verdict);
    milder = nullptr;
  }
}

/// Warns of a threshold above a rule of the same file that gives a score; once per file.
void early_thresholds(const RuleSet& rules, Findings& found) {
  std::map<std::string_view, int> last_scores;  // for each file, the line of the last rule with a score
  for (const Rule& rule : rules.rules) {
    if (gives_score(rule)) last_scores[*rule.file] = std::max(last_scores[*rule.file], rule.line);
  }
  for (const Rule& rule : rules.thresholds) {
    int& last = last_scores[*rule.file];
    if (rule.line > last) continue;
    found.warn(found.place_of(rule, "at"), "early-threshold",
               "`" + rule.title() + "` acts after all rules, also after those below it",
               "move the thresholds below the last rule with a score (line " + std::to_string(last) + ")");
    last = 0;
  }
}

}  // namespace

void lint_scores(const RuleSet& rules, Findings& found) {
  const auto scoring = std::find_if(rules.rules.begin(), rules.rules.end(), gives_score);
  const bool asked = !rules.thresholds.empty() || std::any_of(rules.rules.begin(), rules.rules.end(), asks_score);
  if (scoring != rules.rules.end() && !asked) {
    found.warn(found.place_of(*scoring, "score"), "no-threshold",
               "this score decides nothing, because there is no threshold", "write, for example: at score 8 then junk");
  }
  if (rules.thresholds.empty()) return;
  if (scoring == rules.rules.end()) {
    return found.warn(found.place_of(rules.thresholds.front(), "at"), "no-score",
                      "no rule gives a score, so this threshold is never reached",
                      "write, for example: match CONDITION then score 3");
  }
  reachable_thresholds(rules, found);
  milder_thresholds(rules, found);
  early_thresholds(rules, found);
}

}  // namespace hfilter
