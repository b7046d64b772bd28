// SPDX-License-Identifier: BSD-2-Clause
//
// The macros of SPF (RFC 7208 7): %{d2r-} and its kin, in names that are looked up and in explanations. Total and
// bounded: a hostile record cannot make much of little text. Results own their text.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "address/ip_address.h"

namespace hfilter {

/// What the letters stand for.
struct SpfMacroValues {
  std::string local;                            // l
  std::string sender_domain;                    // o; s is l@o
  std::string domain;                           // d
  std::string helo;                             // h
  IpAddress client;                             // i, v, c
  std::function<std::string()> validated_name;  // p; asks DNS, so only when the letter is there
  std::string receiver;                         // r, only in explanations
  int64_t now = 0;                              // t, only in explanations
};

/// macro-string of RFC 7208 12, without the letters that only explanations may have.
bool is_macro_string(std::string_view text);

/// True if the last thing in a macro-string is a macro: a domain-spec may end in one.
bool ends_with_macro(std::string_view macro_string);

/// A domain-spec to the name that is looked up: no trailing dot, labels taken off its left until it has at most 253
/// octets (7.3). The name may still be one that DNS cannot hold: see is_dns_name.
std::string expand_domain_spec(std::string_view spec, const SpfMacroValues& values);

/// An explanation (6.2), at most kMaxSpfExplanationBytes; nullopt if it is no explain-string or not ASCII.
std::optional<std::string> expand_explanation(std::string_view text, const SpfMacroValues& values);

/// Labels of 1 to 63 octets, 253 in all (RFC 1035 2.3.4); any octets but NUL.
bool is_dns_name(std::string_view name);

}  // namespace hfilter
