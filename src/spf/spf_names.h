// SPDX-License-Identifier: BSD-2-Clause
//
// The names of one evaluation: macros expanded with what is known of the client, the sender and the record's domain.
// DNS is asked only by %{p}, `ptr` and `exp=`. How it fails: a name that DNS cannot hold comes back as it is; trouble
// with the reverse name is "unknown" (RFC 7208 7.3). Keeps references to the query and the probe.
#pragma once

#include <optional>
#include <string>

#include "probes/dns_probe.h"
#include "spf/reverse_dns.h"
#include "spf/spf_macro.h"
#include "spf/spf_query.h"

namespace hfilter {

class SpfNames {
 public:
  SpfNames(const SpfQuery& query, DnsProbe& dns) : query_(query), dns_(dns) {}

  /// A domain-spec of a record of `domain`; empty: the domain itself.
  std::string expand(const std::string& spec, const std::string& domain);
  /// The text of exp=; nullopt: whatever is wrong with it, the default stands (RFC 7208 6.2).
  std::optional<std::string> explanation(const std::string& spec, const std::string& domain);
  /// The client has no reverse name.
  bool has_no_reverse() { return reverse().state == ReverseState::kMissing; }
  /// One of the client's confirmed names is `domain` or below it.
  bool is_confirmed(const std::string& domain);

 private:
  SpfMacroValues values(const std::string& domain);
  std::string validated_name(const std::string& domain);
  const ReverseDns& reverse();

  const SpfQuery& query_;
  DnsProbe& dns_;
  std::optional<ReverseDns> reverse_;
};

}  // namespace hfilter
