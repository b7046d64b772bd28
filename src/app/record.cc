// SPDX-License-Identifier: BSD-2-Clause
#include "app/record.h"

#include <cstdio>

#include "base/escape.h"
#include "base/limits.h"
#include "base/text.h"
#include "facts/sender/delivery_envelope.h"
#include "facts/sender/envelope_sender.h"
#include "facts/sender/results_text.h"
#include "mime/mime_content.h"
#include "probes/work_budget.h"

namespace hfilter {
namespace {

std::string client_text(const Border& border) { return border.client ? border.client->to_string() : ""; }

std::string helo_text(const Border& border) { return border.helo ? unfold(*border.helo) : ""; }

std::string by_text(const Border& border) { return border.hop ? std::string(border.hop->by) : ""; }

std::string address_text(const Finding<MailAddress>& address) {
  return address.has_value() ? scalar_text(*address) : "";
}

/// Returns the queue id in the border line. Without a border it is that in the topmost line, which the delivering
/// server wrote.
std::string queue_id(const JudgedMessage& mail) {
  if (mail.border.hop != nullptr) return std::string(mail.border.hop->id);
  return mail.chain.size() > 0 ? std::string(mail.chain.hop(1).id) : "";
}

std::vector<std::string> not_done_by(Command command, const Verdict& verdict) {
  std::vector<std::string> not_done;
  if (does_side_effects(command)) return not_done;
  if (verdict.action == Action::kPipe) not_done.push_back("pipe");
  if (!verdict.copies.empty()) not_done.push_back("copy");
  return not_done;
}

std::string field_text(const Message& message, std::string_view name) {
  const HeaderField* field = message.find(name);
  return field ? unfold(field->value) : "";
}

/// Returns the names of the limits that were reached so far.
std::vector<std::string> reached_limits(const FactContext& context) {
  std::vector<const MimeLimit*> limits = context.mime->limits();
  if (context.work->was_exhausted()) add_limit(kTimeLimit, &limits);
  std::vector<std::string> names;
  for (const MimeLimit* limit : limits) names.emplace_back(limit->name);
  return names;
}

}  // namespace

ResultSummary summary_of(const JudgedMessage& mail, const RuleSet& rules, Command command) {
  ResultSummary summary;
  const FactContext& context = mail.facts.context();
  summary.host = mail.host;
  summary.no_rules = rules.no_files();
  summary.error = mail.error;
  summary.header_limit = !mail.message.header_complete() || mail.message.fields_truncated();
  summary.limits = reached_limits(context);
  summary.client = client_text(mail.border);
  summary.helo = helo_text(mail.border);
  summary.by = by_text(mail.border);
  if (mail.border.state == BorderState::kFound && mail.border.line > 0) {
    summary.border_field = mail.chain.field_index(mail.border.line);
  }
  summary.answers = answers_of(mail.facts);
  summary.authentication_results = authentication_results_text(context);
  if (rules.settings.received_spf) summary.received_spf = received_spf_text(context, mail.host);
  if (mail.verdict) summary.not_done = not_done_by(command, *mail.verdict);
  return summary;
}

LogFacts log_facts_of(const JudgedMessage& mail, const Settings& settings) {
  LogFacts facts;
  const FactContext& context = mail.facts.context();
  facts.error = mail.error;
  facts.message_id = field_text(mail.message, "Message-ID");
  facts.client = client_text(mail.border);
  facts.helo = helo_text(mail.border);
  facts.by = by_text(mail.border);
  facts.border = border_state_name(mail.border.state);
  facts.queue_id = queue_id(mail);
  facts.answers = answers_of(mail.facts);
  facts.sender_domain = facts.answers.sender_domain;
  if (settings.log_full) {
    facts.subject = field_text(mail.message, "Subject");
    facts.sender = address_text(sender_of(context));
    facts.recipient = address_text(recipient_of(context));
  }
  return facts;
}

std::vector<std::string> environment_of(const JudgedMessage& mail) {
  std::vector<std::string> environment;
  const auto add = [&](const char* name, std::string_view value) {
    environment.push_back(std::string("HFILTER_") + name + "=" + escape_header(value, kMaxHeaderTextBytes));
  };
  if (mail.verdict) {
    char score[32];
    std::snprintf(score, sizeof score, "%.1f", mail.verdict->score);
    add("VERDICT", action_name(mail.verdict->action));
    add("RULE", mail.verdict->rule);
    add("TEXT", mail.verdict->text);
    add("SCORE", score);
  }
  add("CLIENT", client_text(mail.border));
  add("HELO", helo_text(mail.border));
  add("BY", by_text(mail.border));
  add("BORDER", border_state_name(mail.border.state));
  return environment;
}

}  // namespace hfilter
