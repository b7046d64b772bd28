// SPDX-License-Identifier: BSD-2-Clause
//
// DNS as an interface: system/dns has the real one, tests have a fake. It never throws; its answer says what failed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "address/ip_address.h"
#include "base/truth.h"
#include "probes/dns_budget.h"

namespace hfilter {

enum class DnsType { kA, kAaaa, kMx, kTxt, kPtr };

const char* dns_type_name(DnsType type);  // "A", "AAAA", ...

/// The name without a trailing dot; any octets, each dot ends a label.
struct DnsQuestion {
  std::string name;
  DnsType type = DnsType::kA;
};

enum class DnsStatus {
  kFound,
  kNoData,    // the name exists, but not with this type
  kNxDomain,  // the name does not exist
  kServfail,  // the name server said SERVFAIL
  kTimeout,   // no answer within dns-timeout, or within the party's share of dns-budget
  kFailed,    // the server refused or cannot be reached, the answer is broken, or the party's time is spent
  kLimit,     // the party's share of kMaxDnsQuestions is spent
  kOff,       // dns off
};

struct DnsAnswer {
  DnsStatus status = DnsStatus::kFailed;
  std::vector<IpAddress> addresses;  // of A and AAAA
  std::vector<std::string> texts;  // of TXT (the strings of each record joined), PTR and MX (by preference): any octets
  std::string why;                 // unless found: "no answer from 192.0.2.53:53 after 2 s"

  bool found() const { return status == DnsStatus::kFound; }
  /// DNS has said that there is nothing.
  bool nothing() const { return status == DnsStatus::kNoData || status == DnsStatus::kNxDomain; }
  /// Neither found nor nothing: as a reason. Another try may help, but not against `dns off`.
  Unknown unknown() const;
};

/// One question as explain shows it.
struct DnsLookup {
  DnsQuestion question;
  DnsAnswer answer;
  double ms = 0;             // from asking to the answer
  bool speculative = false;  // asked ahead of need, and perhaps never used
};

class DnsProbe {
 public:
  /// May name further questions that an answer makes likely; they are asked in the same way.
  using Harvest = std::function<std::vector<DnsQuestion>(const DnsQuestion&, const DnsAnswer&)>;

  virtual ~DnsProbe() = default;

  /// Waits for the answer, at most for dns-timeout and as long as the party's share of the budget lasts (DnsBudget).
  /// A question is sent once a message, whoever asks it.
  virtual DnsAnswer ask(const DnsQuestion& question, DnsParty party) = 0;
  /// Sends the questions and does not wait; an ask() for one of them later finds it under way or done. At most
  /// kMaxSpeculativeNames a message; what is beyond is left out. The party's share is kept free for it from now on.
  virtual void prefetch(const std::vector<DnsQuestion>& questions, DnsParty party,
                        const Harvest& harvest = nullptr) = 0;
  /// What was asked for this message, in the order of asking.
  virtual std::vector<DnsLookup> lookups() const = 0;
};

}  // namespace hfilter
