// SPDX-License-Identifier: BSD-2-Clause
//
// All DNS results for one message: SPF of both identities, the client's reverse names, the addresses of HELO, DNS
// lists. Each is computed at its first use and cached. The first use prefetches all kinds that the current rule or a
// later rule in force needs, except DNS lists.
// Errors: a DNS failure is an Unknown.
// Lifetime: keeps references to the probes; one object serves one message.
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

/// DNS records of the name in HELO.
struct HeloDns {
  std::vector<IpAddress> addresses;
  bool resolves = false;  // the name has an address or an MX
};

class DnsFacts {
 public:
  /// Keeps the probes. `receiver` is the name of this host, for %{r} in SPF macros.
  DnsFacts(DnsProbe& dns, SpfProbe& spf, std::string receiver) : dns_(dns), spf_(spf), receiver_(std::move(receiver)) {}

  /// Sets the needs of the current rule and all later rules in force.
  void set_needs(Needs needs) { needs_ = needs; }

  // Results about the stranger at the border. Unknown for a private client, or if the sender or HELO is unknown.
  const Finding<SpfReport>& mailfrom(const FactContext& context);
  const Finding<SpfReport>& helo_identity(const FactContext& context);
  const Finding<ReverseDns>& reverse(const FactContext& context);
  const Finding<HeloDns>& helo(const FactContext& context);
  /// Checks SPF for any client, for example that of a returned message. The result is not cached.
  SpfReport check(const FactContext& context, SpfQuery query);
  /// Evaluates `client listed in "zone" as ...`. No networks means 127.0.0.0/24.
  Truth listed(const FactContext& context, const std::string& zone, const std::vector<Network>& networks);

  // Results so far, for the result headers and explain. Null if not asked, or unknown.
  const SpfReport* mailfrom_asked() const { return value_of(mailfrom_); }
  const SpfReport* helo_identity_asked() const { return value_of(helo_identity_); }
  const ReverseDns* reverse_asked() const { return value_of(reverse_); }
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
  std::map<std::string, DnsAnswer> lists_;  // the answers of DNS lists, by zone
};

/// Returns the client of the border if DNS can describe it. Unknown for a private client, and for a hop.
Finding<IpAddress> public_client_of(const FactContext& context);

/// Returns the client's names that lead back to it: the name that the writer of the line verified, or, if it does not
/// verify, those that DNS confirms in both directions. Only the second case asks DNS.
Finding<std::vector<std::string>> verified_names_of(const FactContext& context);

/// Returns the DnsFacts of this run. Unknown if the run has none, which is not the same as `dns off`.
Finding<DnsFacts*> dns_of(const FactContext& context);

}  // namespace hfilter
