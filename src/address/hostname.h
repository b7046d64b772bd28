// SPDX-License-Identifier: BSD-2-Clause
//
// Names of hosts and domains. A comparison ignores case, trailing dots, and whether an IDN is in Unicode or punycode.
// Any text becomes a Hostname.
#pragma once

#include <string>
#include <string_view>

namespace hfilter {

struct Hostname {
  std::string as_written;  // the name as the peer wrote it: "HEWGILL.COM."
  std::string canonical;   // the name in ASCII lower case with A-labels (RFC 5890), without a final dot: "hewgill.com"

  Hostname() = default;
  explicit Hostname(std::string_view text);

  bool empty() const { return as_written.empty(); }
  friend bool operator==(const Hostname& a, const Hostname& b) { return a.canonical == b.canonical; }
  friend bool operator!=(const Hostname& a, const Hostname& b) { return !(a == b); }
};

/// Removes all trailing dots. DNS allows one, for the root; mail programs ignore more than one, too.
std::string_view without_final_dots(std::string_view name);

/// Returns the form for comparisons. Text that is not a valid IDN keeps its bytes, with ASCII letters in lower case.
std::string canonical_name(std::string_view text);

/// Returns true if `name` is `domain` or ends with "." + domain. Both are canonical; an empty domain contains no name.
bool is_at_or_below(std::string_view name, std::string_view domain);

/// Returns true for letters, digits, hyphens and dots (RFC 1123), and underscores, which occur in practice. Labels have
/// 1 to 63 octets, the name at most 253, and not only digits. One trailing dot is allowed.
bool is_valid_hostname(std::string_view text);

/// Returns the registered domain: "example.co.uk" for "a.b.example.co.uk" (public suffix list). Returns an empty text
/// for a public suffix, an invalid name, or without libpsl: callers must read it as "not known", never as "the same".
std::string registered_domain(std::string_view canonical);

/// Returns true for a public suffix such as "com" or "co.uk", and false for "lan", which no registry has.
bool is_public_suffix(std::string_view canonical);

/// Returns why libpsl cannot be loaded and which package to install, or an empty text.
std::string public_suffix_library_problem();

}  // namespace hfilter
