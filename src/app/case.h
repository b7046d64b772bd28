// SPDX-License-Identifier: BSD-2-Clause
//
// One message before the rules: bytes, chain, border, facts, verdict, in the order of the pipeline. Every command that
// judges makes a Case, so that delivery and explanation cannot differ. Pure but for reading the message's body when a
// rule asks. Lifetime: the rules and the surroundings must outlive the case; it is neither copied nor moved.
#ifndef HFILTER_APP_CASE_H_
#define HFILTER_APP_CASE_H_

#include <memory>
#include <optional>
#include <string>

#include "base/limits.h"
#include "facts/connection/dns_facts.h"
#include "facts/facts.h"
#include "message/message.h"
#include "mime/mime_content.h"
#include "mime/mime_probe.h"
#include "probes/clock.h"
#include "probes/dns_probe.h"
#include "probes/work_budget.h"
#include "rules/evaluate.h"
#include "rules/rule_set.h"
#include "spf/spf_query.h"
#include "trace/border.h"
#include "trace/relay_chain.h"

namespace hfilter {

/// What the delivery agent and the machine add to the message.
struct Surroundings {
  const Clock& clock;
  MimeProbe& mime;
  Envelope envelope;
  KnownClient known;
  // Null: what needs them is unknown in this run.
  DnsProbe* dns = nullptr;
  SpfProbe* spf = nullptr;
  const TimeLimit* limit = nullptr;
  const WorkClock* work = nullptr;  // null: the work on the message is not limited
  std::string host;                 // the name of this machine, as SPF macros and Received-SPF say it
};

class Case {
 public:
  Case(const Message& message, const RuleSet& rules, const Surroundings& around)
      : message_(message),
        rules_(rules),
        envelope_(around.envelope),
        work_(around.work, kMaxWorkMs),
        mime_(message, around.mime, &work_),
        chain_(message),
        border_(find_border(chain_, rules.trust, around.known)),
        host_(around.host),
        facts_(context(around)) {}
  Case(const Case&) = delete;
  Case& operator=(const Case&) = delete;

  Verdict judge() { return evaluate(rules_, facts_); }
  Truth test(const Expr& condition) { return evaluate_expression(condition, rules_, facts_); }

  const Message& message() const { return message_; }
  const RelayChain& chain() const { return chain_; }
  const Border& border() const { return border_; }
  Facts& facts() { return facts_; }
  /// Null if this run asks no DNS.
  const DnsFacts* dns_facts() const { return dns_facts_ ? &*dns_facts_ : nullptr; }
  const std::string& host() const { return host_; }
  /// The bounds that the inside of the message has reached so far.
  std::vector<const MimeLimit*> limits() const {
    std::vector<const MimeLimit*> limits = mime_.limits();
    if (work_.was_reached()) add_limit(kTimeLimit, &limits);
    return limits;
  }

 private:
  FactContext context(const Surroundings& around) {
    FactContext context{message_, chain_, border_, rules_.trust, envelope_, around.clock};
    context.mime = &mime_;
    context.limit = around.limit;
    context.work = &work_;
    context.results_from = &rules_.settings.results_from;
    context.my_message_ids = &rules_.settings.my_message_ids;
    if (around.dns != nullptr && around.spf != nullptr) {
      context.dns = &dns_facts_.emplace(*around.dns, *around.spf, host_);
    }
    return context;
  }

  const Message& message_;
  const RuleSet& rules_;
  const Envelope envelope_;
  WorkBudget work_;
  MimeContent mime_;
  const RelayChain chain_;
  const Border border_;
  const std::string host_;
  std::optional<DnsFacts> dns_facts_;
  Facts facts_;
};

}  // namespace hfilter

#endif  // HFILTER_APP_CASE_H_
