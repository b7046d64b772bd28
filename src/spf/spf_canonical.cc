// SPDX-License-Identifier: BSD-2-Clause
#include "spf/spf_canonical.h"

#include <array>
#include <cstdio>

#include "base/text.h"

namespace hfilter {
namespace {

/// Formats all eight groups, so that no result depends on how the engine reads short forms.
std::string full_ip6(const std::array<uint8_t, 16>& bytes) {
  std::string out;
  for (size_t i = 0; i < 16; i += 2) {
    char group[8];
    snprintf(group, sizeof group, "%s%x", i == 0 ? "" : ":", bytes[i] << 8 | bytes[i + 1]);
    out += group;
  }
  return out;
}

/// Formats ip4 and ip6. libspf2 rejects /0, so /0 is written as two halves.
std::string canonical_network(const SpfTerm& term) {
  const std::string head(1, term.qualifier);
  if (term.mechanism == SpfMechanism::kIp4) {
    if (term.prefix4 == 0) return head + "ip4:0.0.0.0/1 " + head + "ip4:128.0.0.0/1";
    return head + "ip4:" + term.network.to_string() + "/" + std::to_string(term.prefix4);
  }
  if (term.prefix6 == 0) return head + "ip6:::/1 " + head + "ip6:8000::/1";
  return head + "ip6:" + full_ip6(term.network.bytes()) + "/" + std::to_string(term.prefix6);
}

}  // namespace

std::string canonical_address(const IpAddress& address, bool as_v4) {
  return as_v4 ? address.to_string() : full_ip6(address.bytes());
}

std::string canonical_directive(const SpfTerm& term, std::string_view token) {
  const std::string head(1, term.qualifier);
  const std::string name(token);
  switch (term.mechanism) {
    case SpfMechanism::kAll:
      return head + "all";
    case SpfMechanism::kInclude:
      return head + "include:" + name;
    case SpfMechanism::kExists:
      return head + "exists:" + name;
    case SpfMechanism::kPtr:
      return head + "a:" + name;
    case SpfMechanism::kA:
    case SpfMechanism::kMx: {
      std::string out = head + (term.mechanism == SpfMechanism::kA ? "a:" : "mx:") + name;
      if (term.prefix4 != 0) out += "/" + std::to_string(term.prefix4);
      if (term.prefix6 != 0) out += "//" + std::to_string(term.prefix6);
      return out;
    }
    default:
      return canonical_network(term);
  }
}

std::string spf_token_name(size_t number) { return "x" + std::to_string(number) + ".hf"; }

std::optional<size_t> spf_token_number(std::string_view name) {
  if (name.size() < 5 || name.size() > 12 || name[0] != 'x' || name.substr(name.size() - 3) != ".hf") {
    return std::nullopt;
  }
  size_t number = 0;
  for (const char c : name.substr(1, name.size() - 4)) {
    if (!is_digit(c)) return std::nullopt;
    number = number * 10 + static_cast<size_t>(c - '0');
  }
  return number;
}

}  // namespace hfilter
