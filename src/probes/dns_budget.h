// SPDX-License-Identifier: BSD-2-Clause
//
// The budget of DNS time and DNS questions for one message. Each party that controls zones has its own share, so that
// slow answers or many questions of one cost the others nothing. The class measures no time.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace hfilter {

/// The party that controls a zone. A question is charged to the party for which it is asked.
enum class DnsParty {
  kReverse,  // the owner of the client's network: the reverse name and the look-ups of that name
  kHelo,     // the owner of the name in HELO: the name and its SPF
  kSender,   // the owner of the domain of MAIL FROM: its SPF with its includes
  kOwner,    // the user: zones in the rule file, such as DNS lists and own domains
};

inline constexpr size_t kDnsParties = 4;

class DnsBudget {
 public:
  using Time = std::chrono::microseconds;

  explicit DnsBudget(Time total);

  /// Reserves the unused share of this party from now on. Shares that are not reserved are free for kOwner.
  void expect(DnsParty party) { expected_[index(party)] = true; }

  void use_time(DnsParty party, Time time) { time_.used[index(party)] += time.count(); }
  void use_question(DnsParty party) { ++questions_.used[index(party)]; }

  /// Returns what the party can still use, at least 0. All parties together never use more than the total.
  Time time_left(DnsParty party) const { return Time(left(time_, party)); }
  int64_t questions_left(DnsParty party) const { return left(questions_, party); }

  /// Returns the largest time for the party: an eighth of the total (kReverse, kHelo), half (kSender) or all (kOwner).
  Time share(DnsParty party) const;

  /// Resets the used time, and nothing else.
  void renew_time() { time_.used = {}; }

 private:
  struct Supply {
    int64_t total = 0;
    std::array<int64_t, kDnsParties> used{};
  };
  static size_t index(DnsParty party) { return static_cast<size_t>(party); }
  int64_t left(const Supply& supply, DnsParty party) const;

  Supply time_, questions_;
  std::array<bool, kDnsParties> expected_{};
};

}  // namespace hfilter
