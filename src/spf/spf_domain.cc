// SPDX-License-Identifier: BSD-2-Clause
#include "spf/spf_domain.h"

#include <utility>
#include <vector>

#include "address/hostname.h"
#include "base/limits.h"
#include "spf/spf_macro.h"
#include "spf/spf_record.h"

namespace hfilter {
namespace {

bool contains_client(const SpfTerm& term, const IpAddress& client) {
  const bool ip4 = term.mechanism == SpfMechanism::kIp4;
  if (ip4 != client.is_v4()) return false;
  const int bits = ip4 ? 96 + term.prefix4 : term.prefix6;
  for (int bit = 0; bit < bits; bit += 8) {
    const int mask = bits - bit >= 8 ? 0xff : 0xff00 >> (bits - bit);
    const auto octet = static_cast<size_t>(bit / 8);
    if (((term.network.bytes()[octet] ^ client.bytes()[octet]) & mask) != 0) return false;
  }
  return true;
}

/// Returns the DNS questions of a record of `domain`, up to `all` or a network that contains the client, without names
/// with macros.
std::vector<DnsQuestion> names_ahead(const std::string& domain, const DnsAnswer& answer, const IpAddress& client) {
  std::vector<DnsQuestion> questions;
  const SelectedSpfRecord selected = select_spf_record(answer);
  if (!selected.text) return questions;
  const Result<SpfRecord> record = parse_spf_record(*selected.text);
  if (!record) return questions;
  const DnsType address = client.is_v4() ? DnsType::kA : DnsType::kAaaa;
  const auto add = [&](const std::string& spec, DnsType type) {
    std::string name = spec.empty() ? domain : expand_domain_spec(spec, SpfMacroValues());
    if (spec.find('%') == std::string::npos && is_dns_name(name)) questions.push_back({std::move(name), type});
  };
  for (const SpfTerm& term : record->terms) {
    if (term.mechanism == SpfMechanism::kAll) return questions;
    if (!term.needs_dns() && contains_client(term, client)) return questions;
    if (term.mechanism == SpfMechanism::kInclude) add(term.domain, DnsType::kTxt);
    if (term.mechanism == SpfMechanism::kMx) add(term.domain, DnsType::kMx);
    if (term.mechanism == SpfMechanism::kA) add(term.domain, address);
    if (term.mechanism == SpfMechanism::kExists) add(term.domain, DnsType::kA);
  }
  if (record->redirect) add(*record->redirect, DnsType::kTxt);
  return questions;
}

}  // namespace

SelectedSpfRecord select_spf_record(const DnsAnswer& answer) {
  SelectedSpfRecord selected;
  if (!answer.found() && !answer.does_not_exist()) {
    selected.result = SpfResult::kTemperror;
    selected.problem = answer.why;
    return selected;
  }
  selected.problem = answer.status == DnsStatus::kNxDomain ? "no such domain" : "no SPF record";
  for (const std::string& text : answer.texts) {
    if (!is_spf_record(text)) continue;
    if (selected.text) {
      selected.text.reset();
      selected.result = SpfResult::kPermerror;
      selected.problem = "more than one SPF record";
      return selected;
    }
    selected.text = text;
  }
  return selected;
}

void prefetch_spf(const SpfQuery& query, DnsProbe& dns) {
  if (!is_checkable_domain(query.domain)) return;
  const IpAddress client = query.client;
  dns.prefetch({{query.domain, DnsType::kTxt}}, query.party,
               [client](const DnsQuestion& question, const DnsAnswer& answer) {
                 if (question.type == DnsType::kTxt) return names_ahead(question.name, answer, client);
                 std::vector<DnsQuestion> hosts;
                 if (question.type == DnsType::kMx && answer.texts.size() <= kMaxSpfMxHosts) {
                   for (const std::string& host : answer.texts) {
                     if (is_dns_name(host)) hosts.push_back({host, client.is_v4() ? DnsType::kA : DnsType::kAaaa});
                   }
                 }
                 return hosts;
               });
}

}  // namespace hfilter
