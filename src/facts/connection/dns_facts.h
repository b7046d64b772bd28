// SPDX-License-Identifier: BSD-2-Clause
//
// Everything about one message that needs DNS: SPF of both identities, the client's reverse names, the addresses of
// HELO, DNS lists. Worked out when first asked, and kept. At the first question of all, the kinds that this rule or a
// later one in force still names are asked together; never a kind that none names, and never a list before it is
// reached. How it fails: it does not; trouble is an Unknown. Keeps references to the probes; one object is for one
// message.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "address/ip_address.h"
#include "base/finding.h"
#include "facts/fact_context.h"
#include "facts/registry.h"
#include "probes/dns_probe.h"
#include "spf/reverse_dns.h"
#include "spf/spf_query.h"

namespace hfilter {

/// What DNS says of the name in HELO.
struct HeloDns {
  std::vector<IpAddress> addresses;
  bool resolves = false;  // it has an address or an MX
};

class DnsFacts {
 public:
  /// `receiver`: the name of this host, for %{r}.
  DnsFacts(DnsProbe& dns, SpfProbe& spf, std::string receiver) : dns_(dns), spf_(spf), receiver_(std::move(receiver)) {}

  /// The needs of the rules from the one that is judged now to the last one in force.
  void set_needs(Needs needs) { needs_ = needs; }

  // For the stranger at the border; unknown for a private client, and where the sender or HELO is not known.
  const Finding<SpfReport>& mailfrom(const FactContext& context);
  const Finding<SpfReport>& helo_identity(const FactContext& context);
  const Finding<ReverseDns>& reverse(const FactContext& context);
  const Finding<HeloDns>& helo(const FactContext& context);
  /// Checks SPF for any client, for example that of a returned message. The result is not cached.
  SpfReport check(const FactContext& context, SpfQuery query);
  /// `client listed in "zone" as ...`; no networks: 127.0.0.0/24.
  Truth listed(const FactContext& context, const std::string& zone, const std::vector<Network>& networks);

  // What was asked so far, for the result headers and explain; null: it was not, or it is unknown.
  const SpfReport* mailfrom_asked() const { return value_of(mailfrom_); }
  const SpfReport* helo_identity_asked() const { return value_of(helo_identity_); }
  const ReverseDns* reverse_asked() const { return value_of(reverse_); }
  /// The answers of DNS lists, by zone.
  const std::map<std::string, DnsAnswer>& lists_asked() const { return lists_; }
  std::vector<DnsLookup> lookups() const { return dns_.lookups(); }

 private:
  template <class T>
  static const T* value_of(const std::optional<Finding<T>>& memo) {
    return memo && memo->has_value() ? &**memo : nullptr;
  }
  void plan(const FactContext& context);
  Finding<HeloDns> look_up_helo(const FactContext& context);

  DnsProbe& dns_;
  SpfProbe& spf_;
  std::string receiver_;
  Needs needs_ = kNeedsNothing;
  bool planned_ = false;
  std::optional<Finding<SpfReport>> mailfrom_, helo_identity_;
  std::optional<Finding<ReverseDns>> reverse_;
  std::optional<Finding<HeloDns>> helo_;
  std::map<std::string, DnsAnswer> lists_;  // by zone
};

/// The client of the border as far as DNS can speak of it: unknown for one that is private, and for a hop.
Finding<IpAddress> public_client_of(const FactContext& context);

/// The names of the client that lead back to it: the one that the writer of the line verified, or, where it does not
/// verify, those that DNS confirms both ways. Empty if there is none. Asks DNS only in the second case.
Finding<std::vector<std::string>> verified_names_of(const FactContext& context);

/// The object of this run. A run without one (not the same as `dns off`) asks nothing and knows nothing.
Finding<DnsFacts*> dns_of(const FactContext& context);

}  // namespace hfilter
