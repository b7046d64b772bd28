// SPDX-License-Identifier: BSD-2-Clause
//
// Forward-confirmed reverse DNS: the PTR names of an address, at most kMaxPtrNames, and those that have this address.
// DnsParty::kReverse is always charged.
// Errors: a DNS failure is the state kDnsFailed.
// Source: RFC 8601 2.7.3 ("iprev"), RFC 7208 5.5.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "address/ip_address.h"
#include "probes/dns_probe.h"

namespace hfilter {

/// Returns "1.2.0.192.in-addr.arpa", or the nibbles of an IPv6 address below ip6.arpa.
std::string reverse_name(const IpAddress& address);

/// Returns "1.2.0.192.ZONE", the name to look up in a DNS list (RFC 5782 2.1, 2.4).
std::string list_name(const IpAddress& address, std::string_view zone);

enum class ReverseState { kVerified, kMissing, kMismatched, kDnsFailed };

struct ReverseDns {
  ReverseState state = ReverseState::kDnsFailed;
  std::vector<std::string> names;     // the PTR names that were checked
  std::vector<std::string> verified;  // the PTR names that have the address
  Unknown why;                        // the reason for kDnsFailed
};

ReverseDns look_up_reverse(const IpAddress& address, DnsProbe& dns);

/// Prefetches the PTR record, and then the A or AAAA records of its names.
void prefetch_reverse(const IpAddress& address, DnsProbe& dns);

}  // namespace hfilter
