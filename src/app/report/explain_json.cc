// SPDX-License-Identifier: BSD-2-Clause
#include "app/report/explain.h"
#include "app/report/json_writer.h"
#include "app/report/spf_text.h"
#include "app/report/verdict_json.h"
#include "base/escape.h"
#include "base/mail_date.h"
#include "base/text.h"
#include "facts/connection/dns_facts.h"
#include "spf/spf_query.h"

namespace hfilter {
namespace {

constexpr int kSchema = 1;

/// Returns the hop kind's name in the JSON schema, which has none for a queue within one MTA.
const char* kind_in_schema(HopKind kind) { return kind == HopKind::kQueue ? "local" : hop_kind_name(kind); }

void write_optional(JsonWriter& json, const char* key, const std::optional<std::string_view>& value) {
  json.key(key);
  if (value) {
    json.text(unfold(*value));
  } else {
    json.null();
  }
}

/// Writes the raw field; invalid UTF-8 also in base64.
void write_raw(JsonWriter& json, std::string_view raw) {
  bool lossy = false;
  escape_json(raw, &lossy);
  json.key("raw").text(raw);
  if (lossy) json.key("raw_base64").text(base64(raw));
}

void write_hop(JsonWriter& json, const ReceivedHop& hop, const HopRole* role) {
  json.begin_object();
  json.key("n").number(hop.number);
  json.key("writer").text(hop.writer);
  json.key("by").text_or_null(hop.by);
  json.key("client").text_or_null(hop.client ? hop.client->to_string() : "");
  write_optional(json, "helo", hop.helo);
  json.key("rdns").text_or_null(hop.rdns);
  json.key("rdns_state").text(rdns_state_name(hop.rdns_state));
  json.key("protocol").text_or_null(unfold(hop.protocol));
  json.key("tls").boolean(hop.tls);
  json.key("authenticated").boolean(hop.auth != HopAuth::kNone);
  json.key("id").text_or_null(hop.id);
  json.key("for").text_or_null(hop.for_recipient);
  write_optional(json, "envelope_from", hop.envelope_from);
  json.key("time").text_or_null(hop.time ? format_utc(*hop.time) : "");
  json.key("kind").text(kind_in_schema(hop.kind));
  json.key("yours").boolean(role && role->role == HopRole::Role::kYours);
  json.key("why").text(role ? role->why : hop.why.empty() ? "not believed" : hop.why);
  write_raw(json, trim(hop.raw));
  json.end_object();
}

void write_hops(JsonWriter& json, const RelayChain& chain, const Border& border) {
  json.key("hops").begin_array();
  for (int n = 1; n <= chain.size(); ++n) {
    const size_t i = static_cast<size_t>(n - 1);
    write_hop(json, chain.hop(n), i < border.roles.size() ? &border.roles[i] : nullptr);
  }
  json.end_array();
}

struct WriteScalar {
  JsonWriter& json;
  FactType type;
  void operator()(bool value) const { json.boolean(value); }
  void operator()(double value) const {
    if (type == FactType::kDate) {
      json.text(format_utc(static_cast<int64_t>(value) * 86400).substr(0, 10));
    } else {
      json.number(static_cast<int64_t>(value));
    }
  }
  void operator()(const IpAddress& value) const { json.text(value.to_string()); }
  void operator()(const Hostname& value) const { json.text(value.as_written); }
  void operator()(const MailAddress& value) const { json.text(value.text); }
  void operator()(const std::string& value) const { json.text(value); }
};

void write_value(JsonWriter& json, FactType type, const FactValue& value) {
  json.begin_object();
  json.key("known").boolean(value.known());
  if (!value.known()) {
    json.key("why").text(value.why_unknown().text);
    json.key("reason").text(reason_name(value.why_unknown().reason));
  } else if (value.values().empty()) {
    json.key("value").null();
  } else if (value.values().size() == 1) {
    json.key("value");
    std::visit(WriteScalar{json, type}, value.values().front());
  } else {
    json.key("value").begin_array();
    for (const Scalar& scalar : value.values()) std::visit(WriteScalar{json, type}, scalar);
    json.end_array();
  }
  json.end_object();
}

void write_facts(JsonWriter& json, const ExplainInput& in) {
  json.key("facts").begin_object();
  for (const FactDef& fact : all_facts()) {
    if (!is_shown(fact, in)) continue;
    json.key(fact.name);
    write_value(json, fact.type, in.mail.facts.value(fact.id));
  }
  json.end_object();
}

/// Writes SPF results and DNS lookups, if any.
void write_dns(JsonWriter& json, const DnsFacts* dns) {
  if (dns == nullptr || dns->lookups().empty()) return;
  if (const SpfReport* report = dns->mailfrom_asked()) {
    json.key("spf");
    write_spf_report(json, *report);
  }
  if (const SpfReport* report = dns->helo_identity_asked()) {
    json.key("spf_helo");
    write_spf_report(json, *report);
  }
  json.key("dns");
  write_dns_lookups(json, dns->lookups());
}

void write_mbox(JsonWriter& json, uint64_t messages) {
  json.key("mbox");
  if (messages == 0) {
    json.null();
    return;
  }
  json.begin_object().key("messages").number(static_cast<int64_t>(messages)).key("shown").number(1).end_object();
}

void write_rules(JsonWriter& json, const Verdict& verdict) {
  json.key("rules").begin_array();
  for (const RuleReport& rule : verdict.rules) {
    json.begin_object();
    json.key("name").text(rule.name).key("file").text(rule.file).key("line").number(rule.line);
    json.key("result").text(rule_result_name(rule.result)).key("why").text(rule.why);
    if (!rule.moved_by.empty()) {
      json.key("moved_by").begin_array();
      for (const std::string& name : rule.moved_by) json.text(name);
      json.end_array();
    }
    json.key("trial").boolean(rule.trial).key("effect").text(rule.effect);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

bool is_shown(const FactDef& fact, const ExplainInput& in) {
  return in.all || (fact.needs & ~kNeedsHeaderOnly) == 0 || in.mail.facts.was_asked(fact.id);
}

std::string explain_json(const ExplainInput& in) {
  const Border& border = in.mail.border;
  JsonWriter json;
  json.begin_object();
  json.key("schema").number(kSchema).key("file").text(in.file);
  write_mbox(json, in.mbox_messages);
  write_hops(json, in.mail.chain, border);
  json.key("border");
  if (border.line > 0) {
    json.number(border.line);
  } else {
    json.null();
  }
  json.key("border_state").text(border_state_name(border.state)).key("border_why").text(border.why);
  json.key("border_warning").text_or_null(unlisted_by(border, in.rules.trust));
  write_facts(json, in);
  write_dns(json, in.mail.facts.context().dns);
  write_rules(json, in.verdict);
  write_verdict(json, in.verdict);
  json.end_object();
  return json.result() + "\n";
}

}  // namespace hfilter
