// SPDX-License-Identifier: BSD-2-Clause
//
// Names of hosts and domains. Case, trailing dots and IDN against punycode never matter when two names are compared.
// A Hostname keeps what was said beside the form that is compared; it owns both. Total: any text becomes a Hostname.
#pragma once

#include <string>
#include <string_view>

namespace hfilter {

struct Hostname {
  std::string said;       // as the other side wrote it, "HEWGILL.COM."
  std::string canonical;  // "hewgill.com": ASCII lower case, A-labels (RFC 5890), no trailing dot

  Hostname() = default;
  explicit Hostname(std::string_view text);

  bool empty() const { return said.empty(); }
  friend bool operator==(const Hostname& a, const Hostname& b) { return a.canonical == b.canonical; }
  friend bool operator!=(const Hostname& a, const Hostname& b) { return !(a == b); }
};

/// Removes all trailing dots. DNS allows one, for the root. Mail programs read a name with several as the same name.
std::string_view without_final_dots(std::string_view name);

/// The form that is compared. Text that is no valid IDN keeps its bytes, with ASCII letters in lower case.
std::string canonical_name(std::string_view text);

/// True if `name` is `domain` or ends with "." + domain. Both canonical; an empty domain contains nothing.
bool is_at_or_below(std::string_view name, std::string_view domain);

/// RFC 1123 letters, digits, hyphens, dots (and the underscore that is seen in practice); labels of 1..63 octets, 253
/// in all; not all digits. One trailing dot is allowed.
bool is_valid_hostname(std::string_view text);

/// The domain that somebody registered: "example.co.uk" for "a.b.example.co.uk" (public suffix list). Empty if
/// `canonical` is itself a public suffix or no name, and where libpsl is not installed: a caller must take empty for
/// "not known", never for "the same".
std::string registered_domain(std::string_view canonical);

/// True if `canonical` is a public suffix such as "com" or "co.uk"; false for "lan", which no registry has.
bool is_public_suffix(std::string_view canonical);

/// Returns why libpsl cannot be loaded, with the package to install; empty if it can.
std::string public_suffix_library_problem();

}  // namespace hfilter
