// SPDX-License-Identifier: BSD-2-Clause
//
// DNS from a few lines of text, without time: what was asked, and what ahead of need, is on record.
#ifndef HFILTER_TESTS_UNIT_FAKE_DNS_H_
#define HFILTER_TESTS_UNIT_FAKE_DNS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "facts/probes.h"

namespace hfilter {

class FakeDns : public DnsProbe {
 public:
  FakeDns() = default;
  /// Lines "TYPE NAME VALUE", the value to the end of the line; FAIL as the type: each type without a line of its own
  /// fails.
  explicit FakeDns(std::string_view zone) {
    while (!zone.empty()) {
      const size_t end = zone.find('\n');
      add(zone.substr(0, end));
      zone.remove_prefix(end == std::string_view::npos ? zone.size() : end + 1);
    }
  }

  void add(std::string_view line) {
    const size_t first = line.find(' ');
    if (first == std::string_view::npos) return;
    const size_t second = line.find(' ', first + 1);
    const std::string kind(line.substr(0, first));
    const std::string name = lower(line.substr(first + 1, second == line.npos ? second : second - first - 1));
    names_[name] = names_[name] || kind == "FAIL";
    if (kind == "FAIL" || second == std::string_view::npos) return;
    DnsAnswer& answer = answers_[kind + " " + name];
    answer.status = DnsStatus::kFound;
    const std::string value(line.substr(second + 1));
    if (kind == "A" || kind == "AAAA") {
      answer.addresses.push_back(*IpAddress::parse(value));
    } else {
      answer.texts.push_back(value);
    }
  }

  DnsAnswer ask(const DnsQuestion& question) override {
    const std::string key = std::string(dns_type_name(question.type)) + " " + lower(question.name);
    asked.push_back(key);
    return answer_to(question);
  }

  void prefetch(const std::vector<DnsQuestion>& questions, const Harvest& harvest) override {
    for (const DnsQuestion& question : questions) {
      const std::string key = std::string(dns_type_name(question.type)) + " " + lower(question.name);
      bool known = false;
      for (const std::string& before : ahead) known = known || before == key;
      if (known) continue;
      ahead.push_back(key);
      if (harvest) prefetch(harvest(question, answer_to(question)), harvest);
    }
  }

  std::vector<DnsLookup> lookups() const override { return {}; }

  std::vector<std::string> asked;  // "TXT example.com"
  std::vector<std::string> ahead;
  DnsStatus all_fail = DnsStatus::kFound;  // another status: of every answer

 private:
  DnsAnswer answer_to(const DnsQuestion& question) const {
    const std::string name = lower(question.name);
    DnsAnswer answer;
    if (all_fail != DnsStatus::kFound) {
      answer.status = all_fail;
      answer.why = "as the test wants it";
      return answer;
    }
    const auto at = answers_.find(std::string(dns_type_name(question.type)) + " " + name);
    if (at != answers_.end()) return at->second;
    const auto known = names_.find(name);
    if (known != names_.end() && known->second) {
      answer.why = "the name server failed (SERVFAIL)";
      return answer;
    }
    answer.status = known == names_.end() ? DnsStatus::kNxDomain : DnsStatus::kNoData;
    return answer;
  }

  std::map<std::string, DnsAnswer> answers_;
  std::map<std::string, bool> names_;  // true: fails for what has no answer
};

}  // namespace hfilter

#endif  // HFILTER_TESTS_UNIT_FAKE_DNS_H_
