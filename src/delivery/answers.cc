// SPDX-License-Identifier: BSD-2-Clause
#include "delivery/answers.h"

#include <algorithm>

#include "base/escape.h"
#include "facts/connection/dns_facts.h"
#include "facts/sender/envelope_sender.h"
#include "spf/spf_query.h"

namespace hfilter {
namespace {

constexpr size_t kWordBytes = 255;  // The length of the longest DNS name.
constexpr size_t kPairBytes = 450;  // The greatest length of a KEY=VALUE pair. Five pairs may be this long.

std::optional<SpfAnswer> spf_answer(const SpfReport* report) {
  if (report == nullptr) return std::nullopt;
  const std::string& why = report->mechanism.empty() ? report->problem : report->mechanism;
  return SpfAnswer{spf_result_name(report->result), report->domain, why};
}

RdnsAnswer rdns_from_dns(const ReverseDns& reverse) {
  constexpr const char* kStates[] = {"verified", "none", "mismatched", "unknown"};  // in the order of ReverseState
  const bool verified = reverse.state == ReverseState::kVerified;
  return {"dns", kStates[static_cast<size_t>(reverse.state)], verified ? reverse.verified : reverse.names,
          reverse.state == ReverseState::kDnsFailed ? reverse.why.text : ""};
}

std::optional<RdnsAnswer> rdns_answer(const Facts& facts) {
  const FactContext& context = facts.context();
  const ReverseDns* reverse = context.dns != nullptr ? context.dns->reverse_asked() : nullptr;
  if (reverse != nullptr) return rdns_from_dns(*reverse);
  const ReceivedHop* line = context.border.hop;
  if (line == nullptr || !facts.was_asked(FactId::rdns)) return std::nullopt;
  RdnsAnswer answer{"line", rdns_state_name(line->rdns_state), {}, {}};
  if (!line->rdns.empty()) answer.names.emplace_back(line->rdns);
  return answer;
}

std::vector<ListAnswer> list_answers(const DnsFacts& dns) {
  std::vector<ListAnswer> answers;
  for (const auto& [zone, dns_answer] : dns.lists_asked()) {
    ListAnswer answer{zone, {}, {}};
    for (const IpAddress& address : dns_answer.addresses) answer.addresses.push_back(address.to_string());
    if (!dns_answer.found() && !dns_answer.does_not_exist()) answer.why = dns_answer.unknown().text;
    answers.push_back(std::move(answer));
  }
  return answers;
}

std::vector<std::string> texts_of(const FactValue* value) {
  std::vector<std::string> texts;
  if (value == nullptr) return texts;
  for (const Scalar& scalar : value->values()) texts.push_back(scalar_text(scalar));
  return texts;
}

std::vector<UnknownFact> unknown_facts(const Facts& facts) {
  std::vector<UnknownFact> unknown;
  for (const FactDef& fact : all_facts()) {
    const std::optional<Unknown> why = facts.asked_unknown(fact.id);
    if (why) unknown.push_back({fact.name, reason_name(why->reason), why->text});
  }
  return unknown;
}

/// Returns `raw` as one word; blanks, as in fact names, become hyphens.
std::string word(std::string_view raw) {
  std::string text(raw);
  std::replace(text.begin(), text.end(), ' ', '-');
  return escape_header_word(text, kWordBytes);
}

/// Returns "; KEY=FIRST SECOND ..." with as many words as fit.
std::string pair(const char* key, const std::vector<std::string>& words) {
  if (words.empty()) return {};
  std::string out = std::string("; ") + key + "=";
  for (size_t i = 0; i < words.size(); ++i) {
    if (out.size() + words[i].size() + 5 > kPairBytes) return out + (i > 0 ? " ..." : "...");
    out += (i > 0 ? " " : "") + words[i];
  }
  return out;
}

std::vector<std::string> rdns_words(const RdnsAnswer& rdns) {
  std::vector<std::string> words{word(rdns.state)};
  for (const std::string& name : rdns.names) words.push_back(word(name));
  return words;
}

/// Returns "bl.example=127.0.0.2,127.0.0.4", "bl.example=none" or "bl.example=unknown".
std::string list_word(const ListAnswer& list) {
  constexpr size_t kMaxShown = 8;  // The most addresses shown of a list. Lists return one to three.
  std::string shown;
  for (size_t i = 0; i < std::min(list.addresses.size(), kMaxShown); ++i) {
    shown += (i > 0 ? "," : "") + word(list.addresses[i]);
  }
  if (list.addresses.size() > kMaxShown) shown += ",...";
  if (shown.empty()) shown = list.why.empty() ? "none" : "unknown";
  return word(list.zone) + "=" + shown;
}

template <class Item, class ToWord>
std::vector<std::string> words_of_all(const std::vector<Item>& items, ToWord to_word) {
  std::vector<std::string> words;
  for (const Item& item : items) words.push_back(to_word(item));
  return words;
}

}  // namespace

Answers answers_of(const Facts& facts) {
  Answers answers;
  const FactContext& context = facts.context();
  const Finding<MailAddress> sender = sender_of(context);
  if (sender.has_value()) {
    answers.null_sender = sender->is_null();
    answers.sender_domain = sender->domain.canonical;
  }
  if (context.dns != nullptr) {
    answers.spf = spf_answer(context.dns->mailfrom_asked());
    answers.spf_helo = spf_answer(context.dns->helo_identity_asked());
    answers.listed = list_answers(*context.dns);
  }
  answers.rdns = rdns_answer(facts);
  answers.dkim = texts_of(facts.asked_value(FactId::dkim));
  answers.dmarc = texts_of(facts.asked_value(FactId::dmarc));
  answers.unknown = unknown_facts(facts);
  return answers;
}

std::string status_pairs(const Answers& answers) {
  std::string out;
  if (answers.spf) {  // an SPF result is useful only with its sender
    if (answers.null_sender || !answers.sender_domain.empty()) {
      out += "; sender-domain=" + (answers.null_sender ? "<>" : word(answers.sender_domain));
    }
    out += pair("spf", {word(answers.spf->result)});
  }
  if (answers.spf_helo) out += pair("spf-helo", {word(answers.spf_helo->result)});
  if (answers.rdns) out += pair("rdns", rdns_words(*answers.rdns));
  out += pair("listed", words_of_all(answers.listed, list_word));
  out += pair("dkim", words_of_all(answers.dkim, word));
  out += pair("dmarc", words_of_all(answers.dmarc, word));
  out += pair("unknown", words_of_all(answers.unknown, [](const UnknownFact& unknown) {
                return word(unknown.fact) + ":" + word(unknown.reason);
              }));
  return out;
}

}  // namespace hfilter
