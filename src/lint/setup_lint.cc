// SPDX-License-Identifier: BSD-2-Clause
#include "lint/setup_lint.h"

#include <algorithm>

#include "lint/condition_walk.h"
#include "rules/expr.h"

namespace hfilter {

namespace {

/// Adds an error for `backscatter` without myrelays: the original of each genuine bounce would count as a stranger's
/// message.
void missing_relays(const RuleSet& rules, Findings& found) {
  const List& relays = rules.trust.myrelays;
  if (!relays.entries().empty() || !relays.files().empty() || relays.is_faulty()) return;
  const auto look = [&](const Expr& expr, bool) {
    if (expr.condition.subject != Subject::kFact || expr.condition.fact != FactId::backscatter) return;
    found.error(expr.source, "`backscatter` needs myrelays, the servers through which your own mail leaves",
                "write: myrelays smtp.example.com, 192.0.2.10");
  };
  for_each_written_condition(rules, look);
}

void missing_myhosts(const RuleSet& rules, Findings& found) {
  const TrustLists& t = rules.trust;
  const bool connection =
      std::any_of(rules.rules.begin(), rules.rules.end(), [](const Rule& rule) { return rule.connection; });
  // Users who only fetch mail from a provider have no servers to name.
  const bool only_fetches = t.myforwarders.is_set() && !t.mynetworks.is_set();
  if (connection && !t.myhosts.is_set() && !only_fetches) {
    found.warn_all(
        "no-myhosts", "`myhosts` is not set",
        "with the names of your own servers, `helo is me` and the border are more reliable: myhosts mail.example.com");
  }
}

/// Warns of rules that need authentication results if no results can be believed. Results are believed above the border
/// line, where only a host between the border and this host can write them, and below it with `results-from`.
void missing_results(const RuleSet& rules, Findings& found) {
  const TrustLists& t = rules.trust;
  if (!rules.settings.results_from.empty() || t.myscanners.is_set() || t.myforwarders.is_set()) return;
  const Expr* first = nullptr;
  for_each_written_condition(rules, [&](const Expr& expr, bool) {
    if (first == nullptr && (expr.condition.needs & kNeedsResults) != 0) first = &expr;
  });
  if (first == nullptr) return;
  const bool named = !t.myhosts.entries().empty();
  const std::string id = named ? t.myhosts.entries().front().text : "mx.example.com";
  found.warn(first->source, "no-results",
             "`" + std::string(fact_def(first->condition.fact).name) +
                 "` is unknown unless a server of yours writes its results above the border line",
             "write: set results-from " + id + " (test forged results first: hfilterrc(5), SECURITY CONSIDERATIONS)");
}

void defer_without_dns(const RuleSet& rules, Findings& found) {
  if (!rules.settings.defer_when_unsure || rules.settings.dns) return;
  found.warn_all("defer-without-dns",
                 "`set when-unsure defer` waits for answers of DNS, but `set dns off` never asks DNS",
                 "write: set dns on");
}

}  // namespace

void lint_setup(const RuleSet& rules, Findings& found) {
  missing_relays(rules, found);
  missing_myhosts(rules, found);
  missing_results(rules, found);
  defer_without_dns(rules, found);
}

}  // namespace hfilter
