// SPDX-License-Identifier: BSD-2-Clause
#include "app/record.h"

#include <unistd.h>

#include <cstdio>

#include "base/escape.h"
#include "base/limits.h"
#include "base/text.h"
#include "facts/sender/delivery_envelope.h"
#include "facts/sender/envelope_sender.h"
#include "facts/sender/results_text.h"
#include "message/body_view.h"
#include "message/header_edit.h"
#include "probes/clock.h"

namespace hfilter {
namespace {

std::string client_text(const Border& border) { return border.client ? border.client->to_string() : ""; }

std::string helo_text(const Border& border) { return border.helo ? unfold(*border.helo) : ""; }

std::string by_text(const Border& border) { return border.hop ? std::string(border.hop->by) : ""; }

std::string address_text(const Finding<MailAddress>& address) {
  return address.has_value() ? scalar_text(*address) : "";
}

/// Returns the queue id of the border line. Without a border line it is that of the topmost line, which the delivering
/// server wrote.
std::string queue_id(const Case& judged) {
  if (judged.border().hop != nullptr) return std::string(judged.border().hop->id);
  return judged.chain().size() > 0 ? std::string(judged.chain().hop(1).id) : "";
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

/// The names of this host in our own fields. The id of our Authentication-Results is "hfilter." and the host's name
/// (RFC 8601 2.5).
ResultSummary own_names(const Settings& settings) {
  ResultSummary summary;
  summary.receiver = own_host(settings);
  summary.authserv_id = "hfilter." + summary.receiver;
  return summary;
}

}  // namespace

std::string own_host(const Settings& settings) {
  if (!settings.host.empty()) return canonical_name(settings.host);
  char host[256] = "";
  if (gethostname(host, sizeof host - 1) != 0 || !*host) return "localhost";
  return canonical_name(host);
}

std::unique_ptr<Message> without_own_results(const Message& message, const Settings& settings) {
  HeaderEdit edit(message);
  remove_own_results(own_names(settings), edit);
  if (edit.empty()) return nullptr;
  return std::make_unique<Message>(edit.result(), std::make_unique<BodyView>(message.body()),
                                   message.header_complete());
}

ResultSummary summary_of(const Judged& judged, const Message& message, const RuleSet& rules, Command command) {
  ResultSummary summary = own_names(rules.settings);
  summary.id = judged.id;
  summary.no_rules = rules.no_files();
  summary.error = judged.error;
  summary.header_limit = !message.header_complete() || message.fields_truncated();
  if (judged.the_case) {
    for (const MimeLimit* limit : judged.the_case->limits()) summary.limits.push_back(limit->name);
    const Border& border = judged.the_case->border();
    summary.client = client_text(border);
    summary.helo = helo_text(border);
    summary.by = by_text(border);
    if (border.state == BorderState::kFound && border.line > 0) {
      summary.border_field = judged.the_case->chain().field_index(border.line);
    }
    summary.answers = answers_of(judged.the_case->facts());
    const FactContext& context = judged.the_case->facts().context();
    summary.authentication_results = authentication_results_text(context);
    if (rules.settings.received_spf) summary.received_spf = received_spf_text(context, judged.the_case->host());
  }
  if (judged.verdict) summary.not_done = not_done_by(command, *judged.verdict);
  return summary;
}

LogFacts log_facts_of(const Judged& judged, const Message* message, const RuleSet& rules, const Clock& clock) {
  LogFacts facts;
  facts.id = judged.id;
  facts.time = clock.now();
  facts.error = judged.error;
  facts.full = rules.settings.log_full;
  if (message != nullptr) facts.message_id = field_text(*message, "Message-ID");
  if (message != nullptr && facts.full) facts.subject = field_text(*message, "Subject");
  if (!judged.the_case) return facts;
  const Border& border = judged.the_case->border();
  facts.client = client_text(border);
  facts.helo = helo_text(border);
  facts.by = by_text(border);
  facts.border = border_state_name(border.state);
  facts.queue_id = queue_id(*judged.the_case);
  const Facts& known = judged.the_case->facts();
  facts.answers = answers_of(known);
  facts.sender_domain = facts.answers.sender_domain;
  if (facts.full) {
    facts.sender = address_text(sender_of(known.context()));
    facts.recipient = address_text(recipient_of(known.context()));
  }
  return facts;
}

std::vector<std::string> environment_of(const Judged& judged) {
  std::vector<std::string> environment;
  const auto add = [&](const char* name, std::string_view value) {
    environment.push_back(std::string("HFILTER_") + name + "=" + escape_header(value, kMaxHeaderTextBytes));
  };
  if (judged.verdict) {
    char score[32];
    std::snprintf(score, sizeof score, "%.1f", judged.verdict->score);
    add("VERDICT", action_name(judged.verdict->action));
    add("RULE", judged.verdict->rule);
    add("TEXT", judged.verdict->text);
    add("SCORE", score);
  }
  if (judged.the_case) {
    const Border& border = judged.the_case->border();
    add("CLIENT", client_text(border));
    add("HELO", helo_text(border));
    add("BY", by_text(border));
    add("BORDER", border_state_name(border.state));
  }
  return environment;
}

}  // namespace hfilter
