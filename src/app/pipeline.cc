// SPDX-License-Identifier: BSD-2-Clause
#include "app/pipeline.h"

#include <exception>
#include <memory>

#include "base/limits.h"
#include "delivery/result_headers.h"
#include "facts/connection/dns_facts.h"
#include "message/body_view.h"
#include "message/header_edit.h"
#include "mime/mime_content.h"
#include "probes/work_budget.h"
#include "rules/evaluate.h"
#include "system/process.h"

namespace hfilter {
namespace {

/// Returns `read` without the fields that an earlier delivery by `host`, or a forger, added; null if it has none.
/// The result reads its body from `read`.
std::unique_ptr<Message> without_own_results(const Message& read, const std::string& host) {
  HeaderEdit edit(read);
  remove_own_results(host, edit);
  if (edit.empty()) return nullptr;
  return std::make_unique<Message>(edit.result(), std::make_unique<BodyView>(read.body()), read.header_complete());
}

void judge(const RuleSet& rules, const Expr* condition, JudgedMessage* judged) {
  judged->error = rules.first_error();
  try {
    test_hook("decide");
    if (condition != nullptr) {
      judged->truth = evaluate_expression(*condition, rules, judged->facts);
    } else if (rules.some_in_force()) {
      judged->verdict = evaluate(rules, judged->facts);
    }
  } catch (const std::exception& failure) {
    judged->error = std::string("internal error: ") + failure.what();
  }
}

}  // namespace

int run_pipeline(const Message& read, const RuleSet& rules, const PipelineInputs& around, const Deliver& deliver,
                 const Expr* condition) {
  const std::unique_ptr<Message> cleaned = without_own_results(read, around.host);
  const Message& message = cleaned ? *cleaned : read;
  const RelayChain chain(message);
  const Border border = find_border(chain, rules.trust, around.known);

  WorkBudget work(around.work, kMaxWorkMs);
  MimeContent mime(message, around.mime, &work);
  std::optional<DnsFacts> dns;
  if (around.dns != nullptr && around.spf != nullptr) dns.emplace(*around.dns, *around.spf, around.host);
  FactContext context{message, chain, border, rules.trust, around.envelope, around.clock};
  context.dns = dns ? &*dns : nullptr;
  context.results_from = &rules.settings.results_from;
  context.mime = &mime;
  context.limit = around.limit;
  context.work = &work;
  context.my_message_ids = &rules.settings.my_message_ids;
  Facts facts(context);

  JudgedMessage judged{message, chain, border, facts, around.host, std::nullopt, {}, {}};
  judge(rules, condition, &judged);
  return deliver(judged);
}

}  // namespace hfilter
