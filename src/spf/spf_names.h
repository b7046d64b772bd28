// SPDX-License-Identifier: BSD-2-Clause
//
// The names in one SPF evaluation. Expands macros with the client, the sender and the record's domain. Only %{p}, `ptr`
// and `exp=` ask DNS.
// Errors: a name that DNS cannot hold is returned unchanged. If reverse DNS fails, %{p} is "unknown" (RFC 7208 7.3).
// Lifetime: keeps references to the query and the probe.
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

  /// Expands a domain-spec in a record of `domain`. An empty spec means the domain itself.
  std::string expand(const std::string& spec, const std::string& domain);
  /// Returns the text of exp=; nullopt for any error, so that the caller uses the default (RFC 7208 6.2).
  std::optional<std::string> explanation(const std::string& spec, const std::string& domain);
  bool has_no_reverse() { return reverse().state == ReverseState::kMissing; }
  /// Returns true if a confirmed name of the client is `domain` or below it.
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
