// SPDX-License-Identifier: BSD-2-Clause
#include "spf/spf_macro.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/limits.h"
#include "base/text.h"

namespace hfilter {
namespace {

constexpr std::string_view kDelimiters = ".-+,/_=";
constexpr int kAllParts = 1'000'000;  // more parts than any value has

/// One piece of a macro-string: a literal (`letter` is 0) or a macro.
struct Piece {
  std::string_view literal;
  char letter = 0;  // the macro letter in lower case
  bool url_escape = false;
  bool reverse = false;
  int parts = kAllParts;
  std::string_view delimiters = ".";
};

/// Parses the inside of %{...}; nullopt if it is not a valid macro-expand. `explanation` allows c, r and t.
std::optional<Piece> parse_macro(std::string_view inside, bool explanation) {
  if (inside.empty()) return std::nullopt;
  Piece piece;
  piece.letter = to_lower(inside[0]);
  piece.url_escape = piece.letter != inside[0];
  const std::string_view letters = explanation ? "slodiphvcrt" : "slodiphv";
  if (letters.find(piece.letter) == std::string_view::npos) return std::nullopt;
  inside.remove_prefix(1);

  size_t digits = 0;
  int parts = 0;
  for (; digits < inside.size() && is_digit(inside[digits]); ++digits) {
    parts = std::min(parts * 10 + (inside[digits] - '0'), kAllParts);
  }
  if (digits > 0 && parts == 0) return std::nullopt;  // the number of parts "MUST be nonzero" (RFC 7208 7.3)
  if (digits > 0) piece.parts = parts;
  inside.remove_prefix(digits);

  if (!inside.empty() && to_lower(inside[0]) == 'r') {
    piece.reverse = true;
    inside.remove_prefix(1);
  }
  if (inside.find_first_not_of(kDelimiters) != std::string_view::npos) return std::nullopt;
  if (!inside.empty()) piece.delimiters = inside;
  return piece;
}

/// Removes one piece from the front of `text`, which is not empty. Returns nullopt if `text` is not a macro-string.
std::optional<Piece> take_piece(std::string_view* text, bool explanation) {
  Piece piece;
  if ((*text)[0] != '%') {
    piece.literal = text->substr(0, text->find('%'));
    const char lowest = explanation ? ' ' : '!';  // explain-string = *( macro-string / SP ) (RFC 7208 12)
    for (const char c : piece.literal) {
      if (c < lowest || c > '~') return std::nullopt;
    }
    text->remove_prefix(piece.literal.size());
    return piece;
  }
  const char mark = text->size() > 1 ? (*text)[1] : '\0';
  if (mark == '%' || mark == '_' || mark == '-') {
    piece.literal = mark == '%' ? "%" : mark == '_' ? " " : "%20";
    text->remove_prefix(2);
    return piece;
  }
  const size_t end = text->find('}');
  if (mark != '{' || end == std::string_view::npos) return std::nullopt;
  const auto macro = parse_macro(text->substr(2, end - 2), explanation);
  text->remove_prefix(end + 1);
  return macro;
}

/// Formats the address for %{i}: dotted quad, or dotted nibbles in upper case (RFC 7208 7.3).
std::string dotted(const IpAddress& address) {
  if (address.is_v4()) return address.to_string();
  std::string out;
  for (const uint8_t octet : address.bytes()) {
    for (const int nibble : {octet >> 4, octet & 15}) {
      if (!out.empty()) out += '.';
      out += "0123456789ABCDEF"[nibble];
    }
  }
  return out;
}

std::string value_of(char letter, const SpfMacroValues& values) {
  switch (letter) {
    case 's':
      return values.local + "@" + values.sender_domain;
    case 'l':
      return values.local;
    case 'o':
      return values.sender_domain;
    case 'd':
      return values.domain;
    case 'i':
      return dotted(values.client);
    case 'p':
      return values.validated_name ? values.validated_name() : "unknown";
    case 'v':
      return values.client.is_v4() ? "in-addr" : "ip6";
    case 'h':
      return values.helo;
    case 'c':
      return values.client.to_string();
    case 'r':
      return values.receiver.empty() ? "unknown" : values.receiver;
    default:
      return std::to_string(values.now);
  }
}

/// Splits at the delimiters, reverses if requested, keeps the right-hand parts and joins them with dots (RFC 7208 7.3).
std::string transform(std::string_view value, const Piece& piece) {
  std::vector<std::string_view> parts;
  for (;;) {
    const size_t end = value.find_first_of(piece.delimiters);
    parts.push_back(value.substr(0, end));
    if (end == std::string_view::npos) break;
    value.remove_prefix(end + 1);
  }
  if (piece.reverse) std::reverse(parts.begin(), parts.end());
  const size_t keep = std::min(parts.size(), static_cast<size_t>(piece.parts));
  std::string out;
  for (size_t i = parts.size() - keep; i < parts.size(); ++i) {
    if (i > parts.size() - keep) out += '.';
    out += parts[i];
  }
  return out;
}

std::string url_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      const auto octet = static_cast<unsigned char>(c);
      out += '%';
      out += "0123456789ABCDEF"[octet >> 4];
      out += "0123456789ABCDEF"[octet & 15];
    }
  }
  return out;
}

std::string expansion_of(const Piece& piece, const SpfMacroValues& values) {
  if (piece.letter == 0) return std::string(piece.literal);
  std::string out = transform(value_of(piece.letter, values), piece);
  return piece.url_escape ? url_escaped(out) : out;
}

}  // namespace

bool is_macro_string(std::string_view text) {
  while (!text.empty()) {
    if (!take_piece(&text, false)) return false;
  }
  return true;
}

bool ends_with_macro(std::string_view macro_string) {
  bool macro = false;
  while (!macro_string.empty()) {
    const bool percent = macro_string[0] == '%';  // also true for %%, %_ and %-
    if (!take_piece(&macro_string, false)) return false;
    macro = percent;
  }
  return macro;
}

std::string expand_domain_spec(std::string_view spec, const SpfMacroValues& values) {
  std::string name;
  while (!spec.empty()) {
    const auto piece = take_piece(&spec, false);
    if (!piece) break;  // This is unreachable, because the record was checked before.
    name += expansion_of(*piece, values);
    // Only the right end becomes the name, so text far on the left is dropped.
    if (name.size() > kMaxSpfExpansionBytes) name.erase(0, name.size() - kMaxSpfExpansionBytes / 2);
  }
  if (!name.empty() && name.back() == '.') name.pop_back();
  while (name.size() > kMaxDnsNameBytes) {
    const size_t dot = name.find('.');
    if (dot == std::string::npos) return name;  // DNS cannot hold this name
    name.erase(0, dot + 1);
  }
  return name;
}

std::optional<std::string> expand_explanation(std::string_view text, const SpfMacroValues& values) {
  std::string out;
  while (!text.empty()) {
    const auto piece = take_piece(&text, true);
    if (!piece) return std::nullopt;
    if (out.size() < kMaxSpfExplanationBytes) out += expansion_of(*piece, values);
  }
  if (out.size() > kMaxSpfExplanationBytes) out.resize(kMaxSpfExplanationBytes);
  return out;
}

bool is_dns_name(std::string_view name) {
  if (name.empty() || name.size() > kMaxDnsNameBytes || name.find('\0') != std::string_view::npos) return false;
  while (true) {
    const size_t dot = name.find('.');
    const size_t length = std::min(dot, name.size());
    if (length == 0 || length > 63) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

}  // namespace hfilter
