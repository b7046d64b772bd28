// SPDX-License-Identifier: BSD-2-Clause
#include "trace/trust.h"

#include "base/text.h"

namespace hfilter {
namespace {

/// Formats the place of an entry: "192.0.2.0/24 (line 4)", "scanner.example.net (scanners:17)".
std::string place_of(const Membership& membership) {
  std::string evidence = membership.evidence();
  const size_t comma = evidence.rfind(", ");
  return comma == std::string::npos ? evidence : evidence.substr(0, comma) + " (" + evidence.substr(comma + 2) + ")";
}

/// Looks an address and its verified name up in one list. An exclusion of the address or the name takes precedence.
Membership ask(const List& list, const IpAddress& address, const Hostname& name) {
  const Membership by_address = list.contains_address(address);
  const Membership by_name = list.contains_name(name);
  if (by_address.excluded || by_address.value == Kleene::kTrue) {
    return by_name.excluded && !by_address.excluded ? by_name : by_address;
  }
  if (by_name.excluded || by_name.value == Kleene::kTrue) return by_name;
  return by_address.value == Kleene::kUnknown ? by_address : by_name;
}

/// The results of the four lists of servers, in the order in which they decide.
struct Answers {
  Membership networks, hosts, scanners, forwarders;

  Answers(const TrustLists& trust, const IpAddress& address, const Hostname& name)
      : networks(ask(trust.mynetworks, address, name)),
        hosts(ask(trust.myhosts, address, name)),
        scanners(ask(trust.myscanners, address, name)),
        forwarders(ask(trust.myforwarders, address, name)) {}

  const Membership* excluding() const {
    for (const Membership* one : {&networks, &hosts, &scanners, &forwarders}) {
      if (one->excluded) return one;
    }
    return nullptr;
  }
};

Standing unknown(const Membership& membership) {
  return {Standing::Kind::kUnknown, membership.why, false, false, false};
}

Standing mine(std::string why) { return {Standing::Kind::kMine, std::move(why), false, false, false}; }

/// Returns whether a name is mine if no list of servers is set. A name in mydomains is then mine, but only as a guess.
Standing by_domain(const TrustLists& trust, const Hostname& name) {
  const Membership domain = trust.mydomains.contains_name(name);
  if (domain.value == Kleene::kUnknown) return unknown(domain);
  if (domain.value == Kleene::kFalse) return {};
  Standing standing = mine(place_of(domain) + ", a guess");
  standing.guessed = true;
  return standing;
}

Standing standing(const IpAddress& address, const Hostname& name, const TrustLists& trust) {
  const Answers answers(trust, address, name);
  if (const Membership* one = answers.excluding()) {
    return {Standing::Kind::kForeign, place_of(*one), /*excluded=*/true, false, false};
  }
  for (const Membership* one : {&answers.networks, &answers.hosts}) {
    if (one->value != Kleene::kTrue) continue;
    return mine(place_of(*one) + (answers.scanners.value == Kleene::kTrue ? ", scanner" : ""));
  }
  if (answers.networks.value == Kleene::kUnknown) return unknown(answers.networks);
  if (answers.hosts.value == Kleene::kUnknown) return unknown(answers.hosts);
  if (address.is_loopback()) return mine("loopback");
  if (answers.scanners.value == Kleene::kTrue) {
    return {Standing::Kind::kBelieved, place_of(answers.scanners) + ", scanner", false, false, false};
  }
  if (answers.forwarders.value == Kleene::kTrue) {
    return {Standing::Kind::kBelieved, place_of(answers.forwarders) + ", forwarder", false, false, /*forwarder=*/true};
  }
  if (answers.scanners.value == Kleene::kUnknown) return unknown(answers.scanners);
  if (answers.forwarders.value == Kleene::kUnknown) return unknown(answers.forwarders);
  return has_server_lists(trust) ? Standing{} : by_domain(trust, name);
}

}  // namespace

List TrustLists::*trust_list(std::string_view name) {
  for (const TrustListName& row : kTrustLists) {
    if (equal_ignoring_case(row.name, name)) return row.list;
  }
  return nullptr;
}

List TrustLists::*nearest_trust_list(std::string_view name) {
  std::vector<std::string_view> names;
  for (const TrustListName& row : kTrustLists) names.push_back(row.name);
  const std::string_view nearest = nearest_word(name, names);
  return nearest.empty() ? nullptr : trust_list(nearest);
}

bool has_server_lists(const TrustLists& trust) {
  return trust.mynetworks.is_set() || trust.myhosts.is_set() || trust.myscanners.is_set() ||
         trust.myforwarders.is_set();
}

bool has_own_servers(const TrustLists& trust) {
  return trust.mynetworks.is_set() || trust.myhosts.is_set() || trust.myscanners.is_set();
}

Standing standing_of(const ReceivedHop& hop, const TrustLists& trust) {
  const bool verified = hop.rdns_state == RdnsState::kVerified && !hop.rdns.empty();
  return standing(*hop.client, verified ? Hostname(hop.rdns) : Hostname(), trust);
}

Standing standing_of(const IpAddress& address, const TrustLists& trust) { return standing(address, Hostname(), trust); }

}  // namespace hfilter
