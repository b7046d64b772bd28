// SPDX-License-Identifier: BSD-2-Clause
//
// Parses an SPF record strictly by the ABNF of RFC 7208 12, in linear time. spf/spf_macro expands the macros later.
// Errors: one error anywhere makes the whole record invalid (RFC 7208 4.6).
// Lifetime: a record owns its text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "address/ip_address.h"
#include "base/result.h"

namespace hfilter {

enum class SpfMechanism { kAll, kInclude, kA, kMx, kPtr, kIp4, kIp6, kExists };

/// A directive of an SPF record: "-all", "~include:_spf.example.com", "a:mail.example.com/24//64".
struct SpfTerm {
  SpfMechanism mechanism = SpfMechanism::kAll;
  char qualifier = '+';  // the qualifier: one of + - ~ ?
  std::string domain;    // the domain-spec with macros; empty for the current domain
  IpAddress network;     // the network of ip4 and ip6; compare bytes(), because an ip6 term may be a v4-mapped address
  int prefix4 = 32;      // the prefix length of ip4, a, mx
  int prefix6 = 128;     // the prefix length of ip6, a, mx
  std::string text;      // the term as written in the record

  /// Returns true if the mechanism asks DNS and counts against the limit of ten (RFC 7208 4.6.4).
  bool needs_dns() const {
    return mechanism != SpfMechanism::kAll && mechanism != SpfMechanism::kIp4 && mechanism != SpfMechanism::kIp6;
  }
};

struct SpfRecord {
  std::vector<SpfTerm> terms;
  std::optional<std::string> redirect;  // the domain-spec of redirect=; dropped if the record has `all` (5.1)
  std::optional<std::string> explain;   // the domain-spec of exp=
};

/// Returns true if `text` begins with the version, in any case, followed by its end or a blank (4.5).
bool is_spf_record(std::string_view text);

/// Parses a record. Errors: kSyntax with the invalid term.
Result<SpfRecord> parse_spf_record(std::string_view text);

}  // namespace hfilter
