// SPDX-License-Identifier: BSD-2-Clause
#include "facts/generic_name.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/hostname.h"
#include "base/limits.h"
#include "base/text.h"

namespace hfilter {

namespace {

enum class Match { kWhole, kBegin, kEnd };

// What a run of letters in a label may say.
struct LabelWord {
  const char* text;
  Match match;
};

// A host that somebody named, or that a provider says is fixed.
constexpr std::array<LabelWord, 19> kHostWords = {{
    {"static", Match::kBegin},  // also "staticip"
    {"statisch", Match::kWhole}, {"statique", Match::kWhole}, {"estatico", Match::kWhole}, {"statico", Match::kWhole},
    {"fixed", Match::kWhole},    {"fix", Match::kWhole},      {"fixip", Match::kWhole},    {"sta", Match::kWhole},
    {"business", Match::kWhole}, {"mail", Match::kBegin},  // mailout, mailgw, mailer
    {"mail", Match::kEnd},                                 // webmail, email
    {"smtp", Match::kBegin},     {"smtp", Match::kEnd},       {"mx", Match::kWhole},       {"mta", Match::kWhole},
    {"relay", Match::kWhole},    {"colo", Match::kWhole},     {"vps", Match::kWhole},
}};

// A line that is numbered through. From the naming of providers in many countries.
constexpr std::array<LabelWord, 47> kLineWords = {{
    {"dyn", Match::kWhole},        {"dynamic", Match::kBegin},    {"dynamique", Match::kWhole},
    {"dynip", Match::kBegin},      {"dyndsl", Match::kWhole},     {"dinamic", Match::kBegin},
    {"dinamico", Match::kWhole},   {"din", Match::kWhole},        {"dsl", Match::kWhole},
    {"dsl", Match::kEnd},          {"adsl", Match::kBegin},       {"vdsl", Match::kBegin},
    {"xdsl", Match::kBegin},       {"dslam", Match::kWhole},      {"pool", Match::kWhole},
    {"pools", Match::kWhole},      {"pool", Match::kEnd},         {"ppp", Match::kWhole},
    {"pppoe", Match::kBegin},      {"pppool", Match::kWhole},     {"dhcp", Match::kBegin},
    {"dial", Match::kWhole},       {"dialup", Match::kBegin},     {"dialin", Match::kBegin},
    {"dialer", Match::kWhole},     {"dialpool", Match::kWhole},   {"dip", Match::kWhole},
    {"einwahl", Match::kWhole},    {"discado", Match::kWhole},    {"isdn", Match::kWhole},
    {"modem", Match::kWhole},      {"modemcable", Match::kWhole}, {"cable", Match::kWhole},
    {"cablemodem", Match::kWhole}, {"catv", Match::kWhole},       {"kabel", Match::kWhole},
    {"docsis", Match::kWhole},     {"cpe", Match::kWhole},        {"ftth", Match::kWhole},
    {"fttb", Match::kWhole},       {"fttx", Match::kWhole},       {"gprs", Match::kWhole},
    {"umts", Match::kWhole},       {"broadband", Match::kWhole},  {"bredband", Match::kWhole},
    {"abo", Match::kWhole},        {"resnet", Match::kWhole},
}};

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
const char* first_word(const std::vector<std::string_view>& runs, const std::array<LabelWord, kCount>& words) {
  for (const std::string_view run : runs) {
    for (const LabelWord& word : words) {
      if (says(run, word)) return word.text;
    }
  }
  return nullptr;
}

// The runs of characters of one kind: "adsl-77.2" is "adsl" in letters and "77", "2" in digits.
template <class IsKind>
std::vector<std::string_view> runs_of(std::string_view text, IsKind is_kind) {
  std::vector<std::string_view> runs;
  size_t at = 0;
  while (at < text.size()) {
    if (!is_kind(text[at])) {
      at++;
      continue;
    }
    const size_t start = at;
    while (at < text.size() && is_kind(text[at])) at++;
    runs.push_back(text.substr(start, at - start));
  }
  return runs;
}

std::string_view without_zeros(std::string_view digits) {
  const size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? digits.substr(digits.size() - 1) : digits.substr(first);
}

std::string padded(unsigned octet) {
  const std::string text = std::to_string(octet);
  return std::string(3 - text.size(), '0') + text;
}

std::string hex(const uint8_t* octets, size_t count) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < count; i++) {
    text += kDigits[octets[i] >> 4];
    text += kDigits[octets[i] & 15];
  }
  return text;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// The four octets as numbers of their own, in any order. Three of them are enough (providers leave out what their
// block has in common), or the last two as neighbours where the numbers are not too small to be a mere count.
bool has_octet_runs(const std::vector<std::string_view>& numbers, const std::array<unsigned, 4>& octets) {
  std::vector<std::string_view> left(numbers);
  for (std::string_view& number : left) number = without_zeros(number);
  for (size_t i = 0; i + 1 < left.size(); i++) {
    const std::string third = std::to_string(octets[2]);
    const std::string fourth = std::to_string(octets[3]);
    const bool both = (left[i] == third && left[i + 1] == fourth) || (left[i] == fourth && left[i + 1] == third);
    if (both && third.size() + fourth.size() >= 4) return true;
  }
  int found = 0;
  for (const unsigned octet : octets) {
    const auto it = std::find(left.begin(), left.end(), std::to_string(octet));
    if (it == left.end()) continue;
    left.erase(it);
    found++;
  }
  return found >= 3;
}

// The octets run together: 192000002077, 000002077, 077002, 19202077, 3221226061.
bool has_joined_digits(const std::vector<std::string_view>& numbers, const std::array<unsigned, 4>& octets) {
  const std::string p[] = {padded(octets[0]), padded(octets[1]), padded(octets[2]), padded(octets[3])};
  const std::string plain[] = {std::to_string(octets[0]), std::to_string(octets[1]), std::to_string(octets[2]),
                               std::to_string(octets[3])};
  const uint32_t whole = octets[0] << 24 | octets[1] << 16 | octets[2] << 8 | octets[3];
  for (const std::string_view number : numbers) {
    if (number.size() < 6) continue;
    if (contains(number, p[2] + p[3]) || contains(number, p[3] + p[2])) return true;
    if (number == plain[0] + plain[1] + plain[2] + plain[3] || number == plain[3] + plain[2] + plain[1] + plain[0]) {
      return true;
    }
    if (number == std::to_string(whole)) return true;
  }
  return false;
}

bool has_v4_digits(std::string_view host, std::string_view joined, const IpAddress& client) {
  const uint32_t bits = client.v4_bits();
  const std::array<unsigned, 4> octets = {bits >> 24, bits >> 16 & 255, bits >> 8 & 255, bits & 255};
  const std::vector<std::string_view> numbers = runs_of(host, is_digit);
  if (has_octet_runs(numbers, octets) || has_joined_digits(numbers, octets)) return true;
  const std::array<uint8_t, 4> forward = {static_cast<uint8_t>(octets[0]), static_cast<uint8_t>(octets[1]),
                                          static_cast<uint8_t>(octets[2]), static_cast<uint8_t>(octets[3])};
  const std::array<uint8_t, 4> backward = {forward[3], forward[2], forward[1], forward[0]};
  return contains(joined, hex(forward.data(), 4)) || contains(joined, hex(backward.data(), 4));
}

// Three neighbouring groups of the address, or of it backwards in nibbles as in ip6.arpa. Zeros alone say nothing.
bool has_v6_digits(std::string_view joined, const IpAddress& client) {
  constexpr size_t kGroups = 3 * 4;
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

// What stands before the registered domain; the whole of a name without dots.
std::string_view host_part(std::string_view canonical) {
  if (!contains(canonical, ".")) return canonical;
  const std::string domain = registered_domain(canonical);
  if (domain.empty() || domain.size() + 1 >= canonical.size()) return {};
  return canonical.substr(0, canonical.size() - domain.size() - 1);
}

}  // namespace

Truth is_generic_name(std::string_view name, const IpAddress* client) {
  if (name.size() > kMaxNameBytes) return Truth::no("too long for a name");
  const std::string canonical = canonical_name(name);
  if (!is_valid_hostname(canonical)) return Truth::no("no host name");
  const std::string_view host = host_part(canonical);
  const std::vector<std::string_view> words = runs_of(host, is_alpha);
  if (const char* word = first_word(words, kHostWords)) return Truth::no(std::string("it says \"") + word + "\"");
  if (client) {
    std::string joined;
    for (const char c : host) {
      if (is_alnum(c)) joined += c;
    }
    const bool digits = client->is_v4() ? has_v4_digits(host, joined, *client) : has_v6_digits(joined, *client);
    if (digits) return Truth::yes("its address " + client->to_string() + " stands in " + canonical);
  }
  if (const char* word = first_word(words, kLineWords)) {
    return Truth::yes(canonical + " says \"" + word + "\"");
  }
  return Truth::no(canonical);
}

}  // namespace hfilter
