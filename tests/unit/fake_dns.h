// SPDX-License-Identifier: BSD-2-Clause
//
// DNS from a few lines of text. It records what was asked, and what was asked ahead. Its clock moves only while ask()
// waits, by the delays that the test sets, and in the shares of the real budget.
#pragma once

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "address/hostname.h"
#include "base/limits.h"
#include "base/text.h"
#include "probes/dns_budget.h"
#include "probes/dns_probe.h"

namespace hfilter {

class FakeDns : public DnsProbe {
 public:
  using Time = DnsBudget::Time;

  FakeDns() = default;
  /// Lines "TYPE NAME VALUE", the value to the end of the line; FAIL as the type: each type without a line of its own
  /// fails; "DELAY NAME MS": each answer for NAME and the names below it takes so long.
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
    if (kind == "DELAY") {
      delays_[name] = std::chrono::milliseconds(std::stoi(std::string(line.substr(second + 1))));
      return;
    }
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

  DnsAnswer ask(const DnsQuestion& question, DnsParty party) override {
    asked.push_back(key_of(question));
    budget.expect(party);
    if (!is_sent(question, now)) {
      if (budget.questions_left(party) == 0) return failure(DnsStatus::kLimit, "too many questions");
      if (budget.time_left(party) == Time()) return failure(DnsStatus::kFailed, "no time is left");
      send(question, party, now);
    }
    const Time ready = sent_[key_of(question)] + delay_of(question.name), began = now;
    now = std::max(now, std::min(ready, now + budget.time_left(party)));
    budget.use_time(party, now - began);
    return ready <= now ? answer_to(question) : failure(DnsStatus::kTimeout, "no answer in time");
  }

  void prefetch(const std::vector<DnsQuestion>& questions, DnsParty party, const Harvest& harvest) override {
    prefetch_at(now, questions, party, harvest);
  }

  std::vector<DnsLookup> lookups() const override { return {}; }

  void begin_message() {
    budget = DnsBudget(std::chrono::seconds(4));
    speculative_ = 0;
  }

  std::vector<std::string> asked;  // "TXT example.com"
  std::vector<std::string> ahead;
  DnsStatus all_fail = DnsStatus::kFound;  // another status: of every answer
  Time now = Time();
  DnsBudget budget{std::chrono::seconds(4)};

 private:
  static std::string key_of(const DnsQuestion& question) {
    return std::string(dns_type_name(question.type)) + " " + lower(question.name);
  }

  static DnsAnswer failure(DnsStatus status, const char* why) {
    DnsAnswer answer;
    answer.status = status;
    answer.why = why;
    return answer;
  }

  /// What was asked ahead in consequence of a late answer is sent late.
  bool is_sent(const DnsQuestion& question, Time when) const {
    const auto at = sent_.find(key_of(question));
    return at != sent_.end() && at->second <= when;
  }

  void send(const DnsQuestion& question, DnsParty party, Time when) {
    if (sent_.count(key_of(question)) == 0) budget.use_question(party);
    sent_[key_of(question)] = when;
  }

  Time delay_of(const std::string& question) const {
    Time delay = Time();
    size_t longest = 0;
    for (const auto& [name, time] : delays_) {
      if (name.size() < longest || !is_at_or_below(lower(question), name)) continue;
      longest = name.size();
      delay = time;
    }
    return delay;
  }

  /// What an answer makes likely is sent at the moment when that answer comes.
  void prefetch_at(Time when, const std::vector<DnsQuestion>& questions, DnsParty party, const Harvest& harvest) {
    if (!questions.empty()) budget.expect(party);
    for (const DnsQuestion& question : questions) {
      if (is_sent(question, when)) continue;
      const bool known = std::find(ahead.begin(), ahead.end(), key_of(question)) != ahead.end();
      if (!known && (speculative_ == kMaxSpeculativeNames || budget.questions_left(party) == 0)) return;
      if (!known) {
        ahead.push_back(key_of(question));
        ++speculative_;
      }
      send(question, party, when);
      const Time ready = when + delay_of(question.name);
      if (harvest) prefetch_at(ready, harvest(question, answer_to(question)), party, harvest);
    }
  }

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
      answer.status = DnsStatus::kServfail;
      answer.why = "SERVFAIL from 192.0.2.53:53";
      return answer;
    }
    answer.status = known == names_.end() ? DnsStatus::kNxDomain : DnsStatus::kNoData;
    return answer;
  }

  std::map<std::string, DnsAnswer> answers_;
  std::map<std::string, Time> delays_;  // by name
  std::map<std::string, Time> sent_;    // when, by question
  int speculative_ = 0;
  std::map<std::string, bool> names_;  // true: fails for what has no answer
};

}  // namespace hfilter
