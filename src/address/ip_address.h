// SPDX-License-Identifier: BSD-2-Clause
//
// IP addresses and networks in canonical form. An IPv4-mapped IPv6 address (RFC 4291 2.5.5.2) equals its IPv4 address.
// Errors: parsers return nullopt.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hfilter {

class IpAddress {
 public:
  /// Makes 0.0.0.0.
  IpAddress();
  static IpAddress v4(uint32_t host_order);
  static IpAddress v6(const std::array<uint8_t, 16>& network_order);

  /// Parses a dotted quad (four decimal numbers without leading zeros) or RFC 4291 text. Refuses brackets, "IPv6:",
  /// scope and port; see parse_address_literal().
  static std::optional<IpAddress> parse(std::string_view text);

  bool is_v4() const { return v4_; }
  /// Returns the four octets as a number in host order. REQUIRES: is_v4().
  uint32_t v4_bits() const;
  /// Returns 16 octets in network order. An IPv4 address is ::ffff:a.b.c.d.
  const std::array<uint8_t, 16>& bytes() const { return bytes_; }

  /// Returns true for 127.0.0.0/8 and ::1.
  bool is_loopback() const;
  /// Returns true for RFC 1918, 100.64/10 (RFC 6598), 169.254/16 (RFC 3927), fc00::/7 (RFC 4193), fe80::/10, but not
  /// for loopback.
  bool is_private() const;

  /// Returns "192.0.2.1" or RFC 5952 text.
  std::string to_string() const;

  friend bool operator==(const IpAddress& a, const IpAddress& b) { return a.bytes_ == b.bytes_; }
  friend bool operator!=(const IpAddress& a, const IpAddress& b) { return !(a == b); }
  friend bool operator<(const IpAddress& a, const IpAddress& b) { return a.bytes_ < b.bytes_; }

 private:
  std::array<uint8_t, 16> bytes_;
  bool v4_ = true;
};

/// Parses an address as MTAs write it: "[192.0.2.1]", "192.0.2.1", "[IPv6:2001:db8::1]", "IPv6:2001:db8::1",
/// "fe80::1%5", "[192.0.2.1]:4711", "::ffff:192.0.2.1". Ignores scope and port; other text behind it is an error.
std::optional<IpAddress> parse_address_literal(std::string_view text);

/// An address block. `prefix` is 0 to 32 for IPv4, 0 to 128 for IPv6.
struct Network {
  IpAddress address;  // the first address of the network: host bits are zero
  int prefix = 32;

  /// Parses "192.0.2.0/24", "192.0.2.1", "2001:db8::/32". Refuses host bits; `*has_host_bits` is then true.
  static std::optional<Network> parse(std::string_view text, bool* has_host_bits = nullptr);
  bool contains(const IpAddress& address) const;
  /// Returns the number of addresses, at most 2^63-1.
  uint64_t size() const;
  std::string to_string() const;
};

}  // namespace hfilter
