// SPDX-License-Identifier: BSD-2-Clause
//
// The DNS time and the DNS questions of one message, shared out among the parties that control the zones. A party that
// answers slowly, or needs many questions, uses up its own share and no other. Values only: it measures no time.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace hfilter {

/// Who controls the zones that are asked. A question is charged to the party for which it is asked.
enum class DnsParty {
  kReverse,  // the client's network: its reverse name and what that name leads to
  kHelo,     // the name in HELO, and its SPF
  kSender,   // SPF of MAIL FROM with its includes
  kOwner,    // the zones that the rule file names: DNS lists, the owner's own domains
};

inline constexpr size_t kDnsParties = 4;

class DnsBudget {
 public:
  using Time = std::chrono::microseconds;

  explicit DnsBudget(Time total);

  /// Keeps the unused share of this party free from now on. A share that nobody expects is left to kOwner.
  void expect(DnsParty party) { expected_[index(party)] = true; }

  void use_time(DnsParty party, Time time) { time_.used[index(party)] += time.count(); }
  void use_question(DnsParty party) { ++questions_.used[index(party)]; }

  /// What the party may still use; never negative. The sum over all parties never exceeds the total.
  Time time_left(DnsParty party) const { return Time(left(time_, party)); }
  int64_t questions_left(DnsParty party) const { return left(questions_, party); }

  /// The most that the party may use of the total: an eighth, an eighth, a half, all of it.
  Time share(DnsParty party) const;

  /// Forgets the time that was used, and nothing else.
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
