// SPDX-License-Identifier: BSD-2-Clause
#include "facts/connection/dns_facts.h"

#include <algorithm>
#include <utility>

#include "facts/connection/connection.h"
#include "facts/sender/envelope_sender.h"
#include "probes/dns_probe.h"
#include "spf/spf_domain.h"
#include "spf/spf_macro.h"
#include "spf/spf_query.h"

namespace hfilter {
namespace {

// Returns true for answers that mean a refusal or an error of the list (RFC 5782 2.1; 127.255.255.0/24 by custom).
bool is_list_error(const IpAddress& address) { return !address.is_loopback() || address.v4_bits() >> 8 == 0x7fffff; }

bool contains(const std::vector<Network>& networks, const IpAddress& address) {
  if (networks.empty()) return address.v4_bits() >> 8 == 0x7f0000;
  return std::any_of(networks.begin(), networks.end(), [&](const Network& n) { return n.contains(address); });
}

/// Returns the sender's path for SPF, split at its last @.
std::string path_of(const MailAddress& sender) {
  if (sender.is_null()) return {};
  return sender.domain.empty() ? sender.text : sender.local + "@" + sender.domain.as_written;
}

/// Returns the SPF query for the stranger's MAIL FROM. Unknown without sender, or with an empty sender and no HELO.
Finding<SpfQuery> mailfrom_query(const FactContext& context) {
  const Finding<IpAddress> client = public_client_of(context);
  if (!client.known()) return client.why();
  const Finding<MailAddress> sender = sender_of(context);
  if (!sender.known()) return sender.why();
  const Finding<std::string_view> helo = helo_of(context);
  const std::string path = sender.has_value() ? path_of(*sender) : std::string();
  if (path.empty() && !helo.known()) return helo.why();
  return spf_mailfrom_query(*client, helo.has_value() ? *helo : std::string_view(), path);
}

Finding<SpfQuery> helo_query(const FactContext& context) {
  const Finding<IpAddress> client = public_client_of(context);
  if (!client.known()) return client.why();
  const Finding<std::string_view> helo = helo_of(context);
  if (!helo.known()) return helo.why();
  return spf_helo_query(*client, helo.has_value() ? *helo : std::string_view());
}

constexpr DnsType kHeloTypes[] = {DnsType::kA, DnsType::kAaaa, DnsType::kMx};

}  // namespace

Finding<IpAddress> public_client_of(const FactContext& context) {
  if (context.hop != nullptr) {
    return Unknown{UnknownReason::kNotLookedUp, "DNS is asked only about the client of the border line", false};
  }
  const Finding<IpAddress> client = client_of(context);
  if (!client.has_value() || !client->is_private()) return client;
  return Unknown{UnknownReason::kPrivate, client->to_string() + " is a private address, which is not in DNS", false};
}

Finding<std::vector<std::string>> verified_names_of(const FactContext& context) {
  using Names = std::vector<std::string>;
  const Finding<ReverseName> rdns = rdns_of(context);
  if (!rdns.known() && rdns.why().reason != UnknownReason::kNotLookedUp) return rdns.why();
  if (is_verified_by_writer(rdns)) return rdns.has_value() ? Names{std::string(rdns->name)} : Names();
  const Finding<IpAddress> client = public_client_of(context);
  if (!client.known()) return client.why();
  const Finding<DnsFacts*> dns = dns_of(context);
  if (!dns.known()) return dns.why();
  const Finding<ReverseDns>& reverse = (*dns)->reverse(context);
  if (!reverse.known()) return reverse.why();
  if (reverse->state == ReverseState::kDnsFailed) return reverse->why;
  return reverse->verified;
}

Finding<DnsFacts*> dns_of(const FactContext& context) {
  if (context.dns != nullptr) return context.dns;
  return Unknown{UnknownReason::kDnsOff, "this run does not ask DNS", false};
}

/// Prefetches, once per message, all DNS records that the rules need, so that they arrive in the time of one.
void DnsFacts::plan(const FactContext& context) {
  if (std::exchange(planned_, true)) return;
  const Finding<SpfQuery> mailfrom = mailfrom_query(context);
  const Finding<SpfQuery> helo = helo_query(context);
  if ((needs_ & kNeedsSpf) != 0 && mailfrom.has_value()) prefetch_spf(*mailfrom, dns_);
  if ((needs_ & kNeedsSpfHelo) != 0 && helo.has_value()) prefetch_spf(*helo, dns_);
  const Finding<IpAddress> client = public_client_of(context);
  const bool confirms = (needs_ & kNeedsConfirmation) != 0 && !is_verified_by_writer(rdns_of(context));
  if (((needs_ & kNeedsDnsPtr) != 0 || confirms) && client.has_value()) prefetch_reverse(*client, dns_);
  if ((needs_ & kNeedsDnsHelo) != 0 && helo.has_value() && is_checkable_domain(helo->domain)) {
    for (const DnsType type : kHeloTypes) dns_.prefetch({{helo->domain, type}}, DnsParty::kHelo);
  }
}

SpfReport DnsFacts::check(const FactContext& context, SpfQuery query) {
  query.receiver = receiver_;
  query.now = context.clock.now();
  return spf_.check(query);
}

const Finding<SpfReport>& DnsFacts::mailfrom(const FactContext& context) {
  if (mailfrom_) return *mailfrom_;
  plan(context);
  const Finding<SpfQuery> query = mailfrom_query(context);
  mailfrom_ = query.known() ? Finding<SpfReport>(check(context, *query)) : Finding<SpfReport>(query.why());
  return *mailfrom_;
}

const Finding<SpfReport>& DnsFacts::helo_identity(const FactContext& context) {
  if (helo_identity_) return *helo_identity_;
  plan(context);
  const Finding<SpfQuery> query = helo_query(context);
  helo_identity_ = query.known() ? Finding<SpfReport>(check(context, *query)) : Finding<SpfReport>(query.why());
  return *helo_identity_;
}

const Finding<ReverseDns>& DnsFacts::reverse(const FactContext& context) {
  if (reverse_) return *reverse_;
  plan(context);
  const Finding<IpAddress> client = public_client_of(context);
  reverse_ = client.has_value() ? look_up_reverse(*client, dns_) : Finding<ReverseDns>(client.why());
  return *reverse_;
}

const Finding<HeloDns>& DnsFacts::helo(const FactContext& context) {
  if (helo_) return *helo_;
  plan(context);
  helo_ = look_up_helo(context);
  return *helo_;
}

/// Looks up the addresses of the HELO name, and its MX only if it has none.
Finding<HeloDns> DnsFacts::look_up_helo(const FactContext& context) {
  const Finding<SpfQuery> query = helo_query(context);
  if (!query.known()) return query.why();
  HeloDns found;
  if (!is_checkable_domain(query->domain)) return found;
  dns_.prefetch({{query->domain, DnsType::kA}, {query->domain, DnsType::kAaaa}}, DnsParty::kHelo);
  for (const DnsType type : kHeloTypes) {
    if (type == DnsType::kMx && !found.addresses.empty()) break;
    const DnsAnswer answer = dns_.ask({query->domain, type}, DnsParty::kHelo);
    if (!answer.found() && !answer.does_not_exist()) return answer.unknown();
    found.addresses.insert(found.addresses.end(), answer.addresses.begin(), answer.addresses.end());
    found.resolves = found.resolves || answer.found();
  }
  return found;
}

Truth DnsFacts::listed(const FactContext& context, const std::string& zone, const std::vector<Network>& networks) {
  const Finding<IpAddress> client = public_client_of(context);
  if (!client.known()) return Truth::unknown(client.why());
  plan(context);
  const std::string name = list_name(*client, zone);
  const auto known = lists_.find(zone);
  if (known == lists_.end()) lists_[zone] = dns_.ask({name, DnsType::kA}, DnsParty::kOwner);
  const DnsAnswer& answer = lists_[zone];
  if (answer.does_not_exist()) return Truth::no("not in " + zone);
  if (!answer.found()) return Truth::unknown(answer.unknown());
  std::string other_codes, error;
  for (const IpAddress& address : answer.addresses) {
    if (is_list_error(address)) {
      error = address.to_string();
      continue;
    }
    if (contains(networks, address)) return Truth::yes(zone + " answers " + address.to_string());
    other_codes += (other_codes.empty() ? "" : ", ") + address.to_string();
  }
  if (!error.empty()) {
    return Truth::unknown({UnknownReason::kDns, zone + " answers " + error + ", which is an error code", false});
  }
  return Truth::no(zone + " answers " + other_codes);
}

}  // namespace hfilter
