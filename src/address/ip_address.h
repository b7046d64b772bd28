// SPDX-License-Identifier: BSD-2-Clause
//
// IP addresses and networks in one canonical form: an IPv4-mapped IPv6 address *is* the IPv4 address
// (RFC 4291 2.5.5.2), however it was written. Values, no ownership. Parsing fails with nullopt, never throws.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hfilter {

class IpAddress {
 public:
  /// 0.0.0.0
  IpAddress();
  static IpAddress v4(uint32_t host_order);
  static IpAddress v6(const std::array<uint8_t, 16>& network_order);

  /// Exactly one address and nothing else: dotted quad (four decimal parts, no leading zeros beyond "0", no octal or
  /// hex) or RFC 4291 text. No brackets, no "IPv6:" tag, no scope, no port: see parse_address_literal.
  static std::optional<IpAddress> parse(std::string_view text);

  bool is_v4() const { return v4_; }
  /// The four octets as a number in host order; only for v4.
  uint32_t v4_bits() const;
  /// 16 octets in network order; a v4 address as ::ffff:a.b.c.d.
  const std::array<uint8_t, 16>& bytes() const { return bytes_; }

  /// 127.0.0.0/8 or ::1.
  bool is_loopback() const;
  /// RFC 1918, 100.64/10 (RFC 6598), 169.254/16 (RFC 3927), fc00::/7 (RFC 4193), fe80::/10. Loopback is not private.
  bool is_private() const;

  /// "192.0.2.1" or RFC 5952 text.
  std::string to_string() const;

  friend bool operator==(const IpAddress& a, const IpAddress& b) { return a.bytes_ == b.bytes_; }
  friend bool operator!=(const IpAddress& a, const IpAddress& b) { return !(a == b); }
  friend bool operator<(const IpAddress& a, const IpAddress& b) { return a.bytes_ < b.bytes_; }

 private:
  std::array<uint8_t, 16> bytes_;
  bool v4_ = true;
};

/// What MTAs write for an address: "[192.0.2.1]", "192.0.2.1", "[IPv6:2001:db8::1]", "IPv6:2001:db8::1", "fe80::1%5",
/// "[192.0.2.1]:4711", "::ffff:192.0.2.1". Brackets, tag, %scope and port go away; the whole text must be consumed.
std::optional<IpAddress> parse_address_literal(std::string_view text);

/// An address block. `prefix` counts in the family's own bits (0..32 for v4, 0..128 for v6).
struct Network {
  IpAddress address;  // host bits are zero
  int prefix = 32;

  /// "192.0.2.0/24", "192.0.2.1", "2001:db8::/32". A host bit that is set is refused (`has_host_bits` tells it apart
  /// from bad syntax).
  static std::optional<Network> parse(std::string_view text, bool* has_host_bits = nullptr);
  bool contains(const IpAddress& address) const;
  /// How many addresses, at most 2^63-1.
  uint64_t size() const;
  std::string to_string() const;
};

}  // namespace hfilter
