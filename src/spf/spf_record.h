// SPDX-License-Identifier: BSD-2-Clause
//
// The text of an SPF record, read strictly by the ABNF of RFC 7208 12: one error anywhere makes the whole record an
// error (4.6). Total, linear, owns its text. Macros are checked here and expanded later (spf/spf_macro).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "address/ip_address.h"
#include "base/result.h"

namespace hfilter {

enum class SpfMechanism { kAll, kInclude, kA, kMx, kPtr, kIp4, kIp6, kExists };

/// A directive: "-all", "~include:_spf.example.com", "a:mail.example.com/24//64".
struct SpfTerm {
  SpfMechanism mechanism = SpfMechanism::kAll;
  char qualifier = '+';  // + - ~ ?
  std::string domain;    // domain-spec with its macros; empty: the current domain
  IpAddress network;     // of ip4 and ip6; compare its bytes(): an ip6 term may hold a v4-mapped address
  int prefix4 = 32;      // of ip4, a, mx
  int prefix6 = 128;     // of ip6, a, mx
  std::string text;      // as written

  /// Asks DNS, and counts against the ten of RFC 7208 4.6.4.
  bool needs_dns() const {
    return mechanism != SpfMechanism::kAll && mechanism != SpfMechanism::kIp4 && mechanism != SpfMechanism::kIp6;
  }
};

struct SpfRecord {
  std::vector<SpfTerm> terms;
  std::optional<std::string> redirect;  // domain-spec; not kept beside an `all`, which makes it void (5.1)
  std::optional<std::string> explain;   // the domain-spec of exp=
};

/// True for text that begins with the version, in any case, and ends there or goes on with a blank (4.5).
bool is_spf_record(std::string_view text);

/// kSyntax, with the term that is wrong.
Result<SpfRecord> parse_spf_record(std::string_view text);

}  // namespace hfilter
