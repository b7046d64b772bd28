// SPDX-License-Identifier: BSD-2-Clause
//
// Expands SPF macros such as %{d2r-} in names to look up and in explanations. Limits bound the size of each result.
// Lifetime: results own their text.
// Source: RFC 7208 7.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "address/ip_address.h"

namespace hfilter {

/// The values of the macro letters.
struct SpfMacroValues {
  std::string local;                            // the value of %{l}
  std::string sender_domain;                    // the value of %{o}; %{s} is l@o
  std::string domain;                           // the value of %{d}
  std::string helo;                             // the value of %{h}
  IpAddress client;                             // the address for %{i}, %{v} and %{c}
  std::function<std::string()> validated_name;  // the value of %{p}; the function asks DNS, so only %{p} calls it
  std::string receiver;                         // the value of %{r}, only in explanations
  int64_t now = 0;                              // the value of %{t}, only in explanations
};

/// Returns true for a macro-string of RFC 7208 12 without the letters of explanations (c, r, t).
bool is_macro_string(std::string_view text);

/// Returns true if a macro-string ends with a macro-expand. A domain-spec may end with one.
bool ends_with_macro(std::string_view macro_string);

/// Expands a domain-spec to a name: no trailing dot, and without labels on the left until it has at most 253 octets
/// (7.3). DNS may be unable to hold the name; see is_dns_name.
std::string expand_domain_spec(std::string_view spec, const SpfMacroValues& values);

/// Expands an explanation (6.2) to at most kMaxSpfExplanationBytes; nullopt if it is not an ASCII explain-string.
std::optional<std::string> expand_explanation(std::string_view text, const SpfMacroValues& values);

/// Returns true for labels of 1 to 63 octets, 253 octets in total (RFC 1035 2.3.4). Any octet except NUL is allowed.
bool is_dns_name(std::string_view name);

}  // namespace hfilter
