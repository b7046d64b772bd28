// SPDX-License-Identifier: BSD-2-Clause
//
// Forward-confirmed reverse DNS: the PTR names of an address, and those of them that have the address (RFC 8601 2.7.3
// "iprev", RFC 7208 5.5). At most kMaxPtrNames names. Trouble is a state, not a failure. The time is always
// charged to DnsParty::kReverse.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "address/ip_address.h"
#include "probes/dns_probe.h"

namespace hfilter {

/// "1.2.0.192.in-addr.arpa" or nibbles below ip6.arpa.
std::string reverse_name(const IpAddress& address);

/// "1.2.0.192.ZONE": what DNS lists are asked (RFC 5782 2.1, 2.4).
std::string list_name(const IpAddress& address, std::string_view zone);

enum class ReverseState { kVerified, kMissing, kMismatched, kTrouble };

struct ReverseDns {
  ReverseState state = ReverseState::kTrouble;
  std::vector<std::string> names;     // all PTR names that were looked at
  std::vector<std::string> verified;  // those that have the address
  Unknown why;                        // of trouble
};

ReverseDns look_up_reverse(const IpAddress& address, DnsProbe& dns);

/// Asks PTR ahead, and A or AAAA of its names when it is there.
void prefetch_reverse(const IpAddress& address, DnsProbe& dns);

}  // namespace hfilter
