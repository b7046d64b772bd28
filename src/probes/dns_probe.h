// SPDX-License-Identifier: BSD-2-Clause
//
// Interface to DNS. system/dns implements it, tests have a fake.
// Errors: an answer with the reason, no exception.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "address/ip_address.h"
#include "base/truth.h"
#include "probes/dns_budget.h"

namespace hfilter {

enum class DnsType { kA, kAaaa, kMx, kTxt, kPtr };

const char* dns_type_name(DnsType type);  // Returns "A", "AAAA", ...

/// A question to DNS. `name` has no trailing dot. It can contain any octets; each dot separates labels.
struct DnsQuestion {
  std::string name;
  DnsType type = DnsType::kA;
};

enum class DnsStatus {
  kFound,
  kNoData,    // the name exists, but has no record of this type
  kNxDomain,  // the name does not exist
  kServfail,  // the name server answered SERVFAIL
  kTimeout,   // no answer came within dns-timeout, or within the party's share of dns-budget
  kFailed,    // the server refuses or is unreachable, the answer is invalid, or the party's time is spent
  kLimit,     // the party's share of kMaxDnsQuestions is spent
  kOff,       // the user wrote `set dns off`
};

struct DnsAnswer {
  DnsStatus status = DnsStatus::kFailed;
  std::vector<IpAddress> addresses;  // the addresses of the A and AAAA records
  std::vector<std::string>
      texts;        // the texts of TXT (strings joined), PTR and MX records (in order of preference); any octets
  std::string why;  // the reason if the status is not found: "no answer from 192.0.2.53:53 after 2 s"

  bool found() const { return status == DnsStatus::kFound; }
  /// Returns true if DNS answered that the record does not exist.
  bool does_not_exist() const { return status == DnsStatus::kNoData || status == DnsStatus::kNxDomain; }
  /// Returns the reason of a failure. It is temporary except for `set dns off`. REQUIRES: !found() and
  /// !does_not_exist().
  Unknown unknown() const;
};

/// One DNS question of the message, with its answer, as explain shows it.
struct DnsLookup {
  DnsQuestion question;
  DnsAnswer answer;
  double ms = 0;             // the time from the question to the answer
  bool speculative = false;  // the question was asked before a rule needed it, and is perhaps never used
};

class DnsProbe {
 public:
  /// Returns further questions that an answer makes likely. They are prefetched, too.
  using Harvest = std::function<std::vector<DnsQuestion>(const DnsQuestion&, const DnsAnswer&)>;

  virtual ~DnsProbe() = default;

  /// Waits for the answer, limited by dns-timeout and the party's share of the budget (DnsBudget). A question is sent
  /// once for each message; later calls use its answer.
  virtual DnsAnswer ask(const DnsQuestion& question, DnsParty party) = 0;
  /// Sends the questions without waiting, at most kMaxSpeculativeNames for each message; drops the others. Reserves the
  /// party's share of the budget from now on.
  virtual void prefetch(const std::vector<DnsQuestion>& questions, DnsParty party,
                        const Harvest& harvest = nullptr) = 0;
  /// Returns the questions of this message in the order of asking.
  virtual std::vector<DnsLookup> lookups() const = 0;
};

}  // namespace hfilter
