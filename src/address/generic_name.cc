// SPDX-License-Identifier: BSD-2-Clause
#include "address/generic_name.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "address/hostname.h"
#include "base/limits.h"
#include "base/text.h"

namespace hfilter {

namespace {

enum class Match { kWhole, kBegin, kEnd };

// A word, and its place in a run of letters.
struct LabelWord {
  const char* text;
  Match match;
};

// Words of hosts that a person named, or with a fixed address.
constexpr LabelWord kHostWords[] = {
    {"static", Match::kBegin},  {"statisch", Match::kWhole}, {"statique", Match::kWhole}, {"estatico", Match::kWhole},
    {"statico", Match::kWhole}, {"fixed", Match::kBegin},    {"fix", Match::kWhole},      {"mail", Match::kBegin},
    {"mail", Match::kEnd},      {"smtp", Match::kBegin},     {"smtp", Match::kEnd},       {"mx", Match::kWhole},
    {"mta", Match::kWhole},     {"relay", Match::kWhole},
};

// Words of numbered lines at providers in many countries. Words that real hosts also have (abo, din, dip, user, client,
// host) are missing; digits decide there.
constexpr LabelWord kLineWords[] = {
    {"dyn", Match::kWhole},        {"dynamic", Match::kWhole},   {"dynamicip", Match::kWhole},
    {"dynamique", Match::kWhole},  {"dynip", Match::kWhole},     {"dinamic", Match::kBegin},
    {"dsl", Match::kBegin},        {"dsl", Match::kEnd},         {"adsl", Match::kBegin},
    {"vdsl", Match::kBegin},       {"xdsl", Match::kBegin},      {"isdn", Match::kWhole},
    {"pool", Match::kWhole},       {"pools", Match::kWhole},     {"pooles", Match::kWhole},
    {"pool", Match::kEnd},         {"ppp", Match::kBegin},       {"ppp", Match::kEnd},
    {"dhcp", Match::kBegin},       {"dial", Match::kWhole},      {"dialup", Match::kBegin},
    {"dialup", Match::kEnd},       {"dialin", Match::kBegin},    {"einwahl", Match::kWhole},
    {"discado", Match::kWhole},    {"modem", Match::kBegin},     {"cable", Match::kWhole},
    {"cablemodem", Match::kWhole}, {"catv", Match::kWhole},      {"kabel", Match::kWhole},
    {"docsis", Match::kWhole},     {"cpe", Match::kWhole},       {"ftth", Match::kWhole},
    {"fttb", Match::kWhole},       {"fttx", Match::kWhole},      {"gprs", Match::kWhole},
    {"umts", Match::kWhole},       {"broadband", Match::kWhole}, {"bredband", Match::kWhole},
    {"resnet", Match::kWhole},
};

bool says(std::string_view letters, const LabelWord& word) {
  const std::string_view text = word.text;
  if (letters.size() < text.size()) return false;
  switch (word.match) {
    case Match::kWhole:
      return letters == text;
    case Match::kBegin:
      return letters.substr(0, text.size()) == text;
    case Match::kEnd:
      return letters.substr(letters.size() - text.size()) == text;
  }
  return false;
}

template <size_t kCount>
const char* first_word(const std::vector<std::string_view>& runs, const LabelWord (&words)[kCount]) {
  for (const std::string_view run : runs) {
    for (const LabelWord& word : words) {
      if (says(run, word)) return word.text;
    }
  }
  return nullptr;
}

// Returns the runs of characters of one kind. For "adsl-77.2" the runs of letters are "adsl", of digits "77" and "2".
template <class IsKind>
std::vector<std::string_view> runs_of(std::string_view text, IsKind is_kind) {
  std::vector<std::string_view> runs;
  size_t at = 0;
  while (at < text.size()) {
    if (!is_kind(text[at])) {
      ++at;
      continue;
    }
    const size_t start = at;
    while (at < text.size() && is_kind(text[at])) ++at;
    runs.push_back(text.substr(start, at - start));
  }
  return runs;
}

std::string_view without_zeros(std::string_view digits) {
  const size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? digits.substr(digits.size() - 1) : digits.substr(first);
}

std::string hex(const uint8_t* octets, size_t count) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    text += kDigits[octets[i] >> 4];
    text += kDigits[octets[i] & 15];
  }
  return text;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

template <class IsKind>
std::string only(std::string_view text, IsKind is_kind) {
  std::string kept;
  for (const char c : text) {
    if (is_kind(c)) kept += c;
  }
  return kept;
}

// The octets of an address as text: for 192.0.2.1 plain[0] is "192" and padded[3] is "001".
struct Octets {
  std::array<std::string, 4> plain;
  std::array<std::string, 4> padded;
};

Octets octets_of(uint32_t bits) {
  Octets octets;
  for (size_t i = 0; i < 4; ++i) {
    octets.plain[i] = std::to_string(bits >> (24 - 8 * i) & 255);
    octets.padded[i] = std::string(3 - octets.plain[i].size(), '0') + octets.plain[i];
  }
  return octets;
}

// Returns true if octets of the address are separate numbers in a name: all four or three in any order (providers omit
// the common part of their block), or the last two side by side. Fewer than four need some digits; 1-2-3 is a count.
bool has_octet_runs(std::vector<std::string_view> numbers, const Octets& octets) {
  constexpr size_t kMinDigitsOfThree = 5;
  constexpr size_t kMinDigitsOfTwo = 4;
  const std::string& third = octets.plain[2];
  const std::string& fourth = octets.plain[3];
  for (std::string_view& number : numbers) number = without_zeros(number);
  for (size_t i = 0; i + 1 < numbers.size(); ++i) {
    const bool both =
        (numbers[i] == third && numbers[i + 1] == fourth) || (numbers[i] == fourth && numbers[i + 1] == third);
    if (both && third.size() + fourth.size() >= kMinDigitsOfTwo) return true;
  }
  size_t found = 0;
  size_t digits = 0;
  for (const std::string& octet : octets.plain) {
    const auto it = std::find(numbers.begin(), numbers.end(), octet);
    if (it == numbers.end()) continue;
    numbers.erase(it);
    ++found;
    digits += octet.size();
  }
  return found == 4 || (found == 3 && digits >= kMinDigitsOfThree);
}

// Returns true if a number in the name joins octets of the address (192000002077, 192000002, 002077, 077002, 10277), or
// is the whole address (3221226061).
bool has_joined_octets(const std::vector<std::string_view>& numbers, const Octets& octets, uint32_t bits) {
  const auto& [a, b, c, d] = octets.padded;
  const auto& [pa, pb, pc, pd] = octets.plain;
  for (const std::string_view number : numbers) {
    if (contains(number, c + d) || contains(number, d + c) || contains(number, a + b + c)) return true;
    if (number == pc + pd && number.size() >= 5) return true;
    if (number == pa + pb + pc && number.size() >= 7) return true;
    if (number == std::to_string(bits)) return true;
  }
  return false;
}

// Returns true if the digits are all four octets, whatever separates them: cs24272-110.example.net,
// host10.2427121.example.net.
bool has_all_octets(const std::string& digits, const Octets& octets) {
  constexpr size_t kMinDigits = 6;
  const auto& [a, b, c, d] = octets.plain;
  if (a.size() + b.size() + c.size() + d.size() < kMinDigits) return false;
  return contains(digits, a + b + c + d) || contains(digits, d + c + b + a) || contains(digits, d + a + b + c);
}

bool has_v4_digits(std::string_view host, const IpAddress& client) {
  const uint32_t bits = client.v4_bits();
  const Octets octets = octets_of(bits);
  const std::vector<std::string_view> numbers = runs_of(host, is_digit);
  if (has_octet_runs(numbers, octets) || has_joined_octets(numbers, octets, bits)) return true;
  if (has_all_octets(only(host, is_digit), octets)) return true;
  const std::array<uint8_t, 4> forward = {static_cast<uint8_t>(bits >> 24), static_cast<uint8_t>(bits >> 16),
                                          static_cast<uint8_t>(bits >> 8), static_cast<uint8_t>(bits)};
  const std::array<uint8_t, 4> backward = {forward[3], forward[2], forward[1], forward[0]};
  const std::string joined = only(host, is_alnum);
  return contains(joined, hex(forward.data(), 4)) || contains(joined, hex(backward.data(), 4));
}

// Returns true if a name contains three adjacent groups of an IPv6 address, forward or in the reverse nibble order of
// ip6.arpa. Groups of zeros alone do not count.
bool has_v6_digits(std::string_view host, const IpAddress& client) {
  constexpr size_t kGroups = 3 * 4;
  const std::string joined = only(host, is_alnum);
  const std::string forward = hex(client.bytes().data(), 16);
  const std::string backward(forward.rbegin(), forward.rend());
  for (const std::string& text : {forward, backward}) {
    for (size_t at = 0; at + kGroups <= text.size(); at += 4) {
      const std::string part = text.substr(at, kGroups);
      if (part.find_first_not_of('0') >= kGroups - 4) continue;
      if (contains(joined, part)) return true;
    }
  }
  return false;
}

bool has_digits(std::string_view host, const IpAddress* client) {
  if (!client) return false;
  return client->is_v4() ? has_v4_digits(host, *client) : has_v6_digits(host, *client);
}

const char* line_word(std::string_view host) { return first_word(runs_of(host, is_alpha), kLineWords); }
const char* host_word(std::string_view host) { return first_word(runs_of(host, is_alpha), kHostWords); }

// Returns the labels before the registered domain, or a whole name without dots.
std::string_view host_part(std::string_view canonical, std::string_view domain) {
  if (!contains(canonical, ".")) return canonical;
  if (domain.empty() || domain.size() == canonical.size()) return {};
  return canonical.substr(0, canonical.size() - domain.size() - 1);
}

// Returns the name without its public suffix. It includes the word "mail" of a mail service with numbered hosts
// (m113-45.examplemail.com), but not the .mx of Mexico.
std::string_view owned_part(std::string_view canonical, std::string_view domain) {
  return domain.empty() ? canonical : canonical.substr(0, canonical.size() - domain.size() + domain.find('.'));
}

// Returns the first label of a name with three labels or more. It is checked for digits in names of hosting providers
// whose domains are public suffixes, such as ec2-192-0-2-77.compute-1.amazonaws.com.
std::string_view first_label_of_three(std::string_view canonical) {
  return std::count(canonical.begin(), canonical.end(), '.') < 2 ? "" : canonical.substr(0, canonical.find('.'));
}

}  // namespace

Truth is_generic_name(std::string_view name, const IpAddress* client) {
  if (name.size() > kMaxNameBytes) return Truth::no("the name is too long");
  const std::string canonical = canonical_name(name);
  if (!is_valid_hostname(canonical)) return Truth::no("not a host name");
  // Most names have no sign, so the look-up in the public suffix list is saved.
  if (!has_digits(canonical, client) && !line_word(canonical)) return Truth::no(canonical);
  const std::string domain = registered_domain(canonical);
  std::string_view host = host_part(canonical, domain);
  const char* line = line_word(host);
  if (host.empty()) host = first_label_of_three(canonical);
  const char* named = host_word(owned_part(canonical, domain));
  if (named) return Truth::no(canonical + " contains \"" + named + "\"");
  if (has_digits(host, client)) return Truth::yes(canonical + " has the digits of " + client->to_string());
  return line ? Truth::yes(canonical + " contains \"" + line + "\"") : Truth::no(canonical);
}

}  // namespace hfilter
