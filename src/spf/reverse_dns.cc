// SPDX-License-Identifier: BSD-2-Clause
#include "spf/reverse_dns.h"

#include <algorithm>

#include "base/limits.h"
#include "spf/spf_macro.h"

namespace hfilter {
namespace {

/// Returns the digits of an address from right to left, each followed by a dot.
std::string reversed_digits(const IpAddress& address) {
  std::string out;
  const auto& bytes = address.bytes();
  if (address.is_v4()) {
    for (size_t i = 16; i-- > 12;) out += std::to_string(bytes[i]) + '.';
    return out;
  }
  for (size_t i = 16; i-- > 0;) {
    for (const int nibble : {bytes[i] & 15, bytes[i] >> 4}) {
      out += "0123456789abcdef"[nibble];
      out += '.';
    }
  }
  return out;
}

/// Returns the address questions that confirm the names of a PTR answer.
std::vector<DnsQuestion> confirmations(const DnsAnswer& ptr, bool v4) {
  std::vector<DnsQuestion> questions;
  for (const std::string& name : ptr.texts) {
    if (questions.size() == kMaxPtrNames) break;
    if (is_dns_name(name)) questions.push_back({name, v4 ? DnsType::kA : DnsType::kAaaa});
  }
  return questions;
}

ReverseDns with_dns_failure(const DnsAnswer& answer, ReverseDns reverse) {
  reverse.state = ReverseState::kDnsFailed;
  reverse.why = answer.unknown();
  return reverse;
}

}  // namespace

std::string reverse_name(const IpAddress& address) {
  return reversed_digits(address) + (address.is_v4() ? "in-addr.arpa" : "ip6.arpa");
}

std::string list_name(const IpAddress& address, std::string_view zone) {
  return reversed_digits(address) + std::string(zone);
}

ReverseDns look_up_reverse(const IpAddress& address, DnsProbe& dns) {
  ReverseDns reverse;
  const DnsAnswer ptr = dns.ask({reverse_name(address), DnsType::kPtr}, DnsParty::kReverse);
  if (ptr.does_not_exist()) {
    reverse.state = ReverseState::kMissing;
    return reverse;
  }
  if (!ptr.found()) return with_dns_failure(ptr, std::move(reverse));

  const std::vector<DnsQuestion> questions = confirmations(ptr, address.is_v4());
  if (questions.size() > 1) dns.prefetch(questions, DnsParty::kReverse);
  const DnsAnswer* failed = nullptr;
  std::vector<DnsAnswer> answers;
  answers.reserve(questions.size());
  for (const DnsQuestion& question : questions) {
    answers.push_back(dns.ask(question, DnsParty::kReverse));
    const DnsAnswer& answer = answers.back();
    reverse.names.push_back(question.name);
    const auto& found = answer.addresses;
    if (std::find(found.begin(), found.end(), address) != found.end()) reverse.verified.push_back(question.name);
    if (!answer.found() && !answer.does_not_exist()) failed = &answer;
  }
  if (!reverse.verified.empty()) {
    reverse.state = ReverseState::kVerified;
  } else if (failed != nullptr) {
    return with_dns_failure(*failed, std::move(reverse));
  } else {
    reverse.state = ReverseState::kMismatched;
  }
  return reverse;
}

void prefetch_reverse(const IpAddress& address, DnsProbe& dns) {
  const bool v4 = address.is_v4();
  dns.prefetch({{reverse_name(address), DnsType::kPtr}}, DnsParty::kReverse,
               [v4](const DnsQuestion& question, const DnsAnswer& answer) {
                 return question.type == DnsType::kPtr ? confirmations(answer, v4) : std::vector<DnsQuestion>();
               });
}

}  // namespace hfilter
