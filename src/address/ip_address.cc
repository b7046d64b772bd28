// SPDX-License-Identifier: BSD-2-Clause
#include "address/ip_address.h"

#include <algorithm>
#include <cstdio>

#include "base/text.h"

namespace hfilter {
namespace {

using Octets = std::array<uint8_t, 16>;

constexpr Octets kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};
constexpr int kMappedBits = 96;

/// Parses a decimal number of at most `max_digits` digits without leading zeros. Other text behind it is an error.
std::optional<uint32_t> parse_decimal(std::string_view text, size_t max_digits, uint32_t max) {
  if (text.empty() || text.size() > max_digits || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  uint32_t value = 0;
  for (char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + static_cast<uint32_t>(c - '0');
  }
  if (value > max) return std::nullopt;
  return value;
}

std::optional<uint32_t> parse_quad(std::string_view text) {
  if (text.size() > 15) return std::nullopt;
  uint32_t bits = 0;
  for (int part = 0; part < 4; ++part) {
    const size_t end = part < 3 ? text.find('.') : text.size();
    if (end == std::string_view::npos) return std::nullopt;
    const auto octet = parse_decimal(text.substr(0, end), 3, 255);
    if (!octet) return std::nullopt;
    bits = bits << 8 | *octet;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return bits;
}

/// Parses RFC 4291 2.2 text: groups of one to four hex digits, at most one "::" for one or more groups of zeros, and
/// perhaps a dotted quad for the last two groups.
std::optional<Octets> parse_v6(std::string_view text) {
  if (text.size() < 2 || text.size() > 45) return std::nullopt;
  std::array<uint16_t, 8> groups{};
  size_t count = 0, gap = 9;  // gap: the number of groups before "::", 9 without "::"
  if (text.substr(0, 2) == "::") {
    gap = 0;
    text.remove_prefix(2);
  }
  while (!text.empty()) {
    const std::string_view group = text.substr(0, text.find(':'));
    if (group.find('.') != std::string_view::npos) {
      const auto quad = parse_quad(text);
      if (!quad || count > 6) return std::nullopt;
      groups[count++] = static_cast<uint16_t>(*quad >> 16);
      groups[count++] = static_cast<uint16_t>(*quad & 0xffff);
      break;
    }
    if (group.empty() || group.size() > 4 || count == 8) return std::nullopt;
    unsigned value = 0;
    for (char c : group) {
      const int digit = hex_digit(c);
      if (digit < 0) return std::nullopt;
      value = value << 4 | static_cast<unsigned>(digit);
    }
    groups[count++] = static_cast<uint16_t>(value);
    text.remove_prefix(group.size());
    if (text.empty()) break;
    text.remove_prefix(1);
    if (text.empty()) return std::nullopt;  // the text ends with a single colon
    if (text[0] == ':') {
      if (gap != 9) return std::nullopt;
      gap = count;
      text.remove_prefix(1);
    }
  }
  if (gap == 9 ? count != 8 : count > 7) return std::nullopt;
  Octets octets{};
  for (size_t i = 0; i < count; ++i) {
    const size_t at = i < gap ? i : i + 8 - count;
    octets[2 * at] = static_cast<uint8_t>(groups[i] >> 8);
    octets[2 * at + 1] = static_cast<uint8_t>(groups[i] & 0xff);
  }
  return octets;
}

bool in_block(const Octets& octets, const Octets& block, int bits) {
  const size_t whole = static_cast<size_t>(bits / 8);
  if (!std::equal(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(whole), block.begin())) return false;
  if (bits % 8 == 0) return true;
  return (octets[whole] ^ block[whole]) >> (8 - bits % 8) == 0;
}

bool bits_after_are_zero(const Octets& octets, int bits) {
  for (int i = bits; i < 128; ++i) {
    if (octets[static_cast<size_t>(i / 8)] >> (7 - i % 8) & 1) return false;
  }
  return true;
}

}  // namespace

IpAddress::IpAddress() : bytes_(kMapped) {}

IpAddress IpAddress::v4(uint32_t host_order) {
  IpAddress address;
  for (size_t i = 0; i < 4; ++i) address.bytes_[12 + i] = static_cast<uint8_t>(host_order >> (24 - 8 * i));
  return address;
}

IpAddress IpAddress::v6(const Octets& network_order) {
  IpAddress address;
  address.bytes_ = network_order;
  address.v4_ = in_block(network_order, kMapped, kMappedBits);
  return address;
}

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  if (const auto quad = parse_quad(text)) return v4(*quad);
  if (const auto octets = parse_v6(text)) return v6(*octets);
  return std::nullopt;
}

uint32_t IpAddress::v4_bits() const {
  uint32_t bits = 0;
  for (size_t i = 12; i < 16; ++i) bits = bits << 8 | bytes_[i];
  return bits;
}

bool IpAddress::is_loopback() const {
  if (v4_) return bytes_[12] == 127;
  return bits_after_are_zero(bytes_, 0) ? false : (bytes_[15] == 1 && in_block(bytes_, Octets{}, 120));
}

bool IpAddress::is_private() const {
  struct Block {
    uint32_t bits;
    int prefix;
  };
  static constexpr Block kPrivate[] = {
      {0x0a000000, 8}, {0xac100000, 12}, {0xc0a80000, 16}, {0x64400000, 10}, {0xa9fe0000, 16}};
  if (!v4_) return (bytes_[0] & 0xfe) == 0xfc || (bytes_[0] == 0xfe && (bytes_[1] & 0xc0) == 0x80);
  const uint32_t bits = v4_bits();
  return std::any_of(std::begin(kPrivate), std::end(kPrivate),
                     [&](const Block& block) { return (bits ^ block.bits) >> (32 - block.prefix) == 0; });
}

std::string IpAddress::to_string() const {
  if (v4_) {
    std::string text;
    for (size_t i = 12; i < 16; ++i) {
      if (i > 12) text += '.';
      text += std::to_string(bytes_[i]);
    }
    return text;
  }
  std::array<unsigned, 8> groups{};
  for (size_t i = 0; i < 8; ++i) groups[i] = static_cast<unsigned>(bytes_[2 * i] << 8 | bytes_[2 * i + 1]);
  // RFC 5952 4.2: "::" replaces the longest run of at least two zero groups, the first such run if two are equal.
  size_t gap = 8, gap_size = 1;
  for (size_t i = 0; i < 8;) {
    size_t end = i;
    while (end < 8 && groups[end] == 0) ++end;
    if (end - i > gap_size) gap = i, gap_size = end - i;
    i = std::max(end, i + 1);
  }
  std::string result;
  for (size_t i = 0; i < 8; ++i) {
    if (i == gap) {
      result += "::";
      i += gap_size - 1;
      continue;
    }
    if (!result.empty() && result.back() != ':') result += ':';
    char text[8];
    std::snprintf(text, sizeof text, "%x", groups[i]);
    result += text;
  }
  return result;
}

std::optional<IpAddress> parse_address_literal(std::string_view text) {
  const auto take_port = [](std::string_view digits) { return parse_decimal(digits, 5, 65535).has_value(); };
  if (!text.empty() && text[0] == '[') {
    const size_t close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view after = text.substr(close + 1);
    if (!after.empty() && (after[0] != ':' || !take_port(after.substr(1)))) return std::nullopt;
    text = text.substr(1, close - 1);
  }
  const bool tagged = begins_ignoring_case(text, "IPv6:");
  if (tagged) {
    text.remove_prefix(5);
    if (text.find(':') == std::string_view::npos) return std::nullopt;  // the text is not IPv6
  }
  if (const size_t percent = text.find('%'); percent != std::string_view::npos) {
    const std::string_view scope = text.substr(percent + 1);
    const auto in_scope = [](char c) { return is_alnum(c) || c == '-' || c == '_' || c == '.'; };
    if (scope.empty() || !std::all_of(scope.begin(), scope.end(), in_scope)) return std::nullopt;
    text = text.substr(0, percent);
    if (text.find(':') == std::string_view::npos) return std::nullopt;  // only IPv6 addresses have a scope
  }
  if (const auto address = IpAddress::parse(text)) return address;
  const size_t colon = text.find(':');
  if (tagged || colon == std::string_view::npos || !take_port(text.substr(colon + 1))) return std::nullopt;
  const auto quad = parse_quad(text.substr(0, colon));
  if (!quad) return std::nullopt;
  return IpAddress::v4(*quad);
}

std::optional<Network> Network::parse(std::string_view text, bool* has_host_bits) {
  if (has_host_bits) *has_host_bits = false;
  const size_t slash = text.find('/');
  const std::string_view host = text.substr(0, slash);
  const auto address = IpAddress::parse(host);
  if (!address) return std::nullopt;
  if (slash == std::string_view::npos) return Network{*address, address->is_v4() ? 32 : 128};
  // The prefix of a dotted quad counts 32 bits. That of ::ffff:192.0.2.0/120 counts 128, 96 of them for the mapping.
  const bool quad = host.find(':') == std::string_view::npos;
  const auto prefix = parse_decimal(text.substr(slash + 1), 3, quad ? 32 : 128);
  if (!prefix) return std::nullopt;
  const int bits = static_cast<int>(*prefix) + (quad ? kMappedBits : 0);
  if (!bits_after_are_zero(address->bytes(), bits)) {
    if (has_host_bits) *has_host_bits = true;
    return std::nullopt;
  }
  return Network{*address, address->is_v4() ? bits - kMappedBits : bits};
}

bool Network::contains(const IpAddress& other) const {
  if (other.is_v4() != address.is_v4()) return false;
  return in_block(other.bytes(), address.bytes(), address.is_v4() ? prefix + kMappedBits : prefix);
}

uint64_t Network::size() const {
  const int host_bits = (address.is_v4() ? 32 : 128) - prefix;
  return host_bits >= 63 ? (uint64_t{1} << 63) - 1 : uint64_t{1} << host_bits;
}

std::string Network::to_string() const {
  if (prefix == (address.is_v4() ? 32 : 128)) return address.to_string();
  return address.to_string() + "/" + std::to_string(prefix);
}

}  // namespace hfilter
