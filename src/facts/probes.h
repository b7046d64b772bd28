// SPDX-License-Identifier: BSD-2-Clause
//
// The world outside, as small abstract interfaces: real ones in system/ (SpfChecker: facts/spf_check), fakes in
// tests/unit. A probe never throws; what it cannot tell is in its answer.
#ifndef HFILTER_FACTS_PROBES_H_
#define HFILTER_FACTS_PROBES_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "base/result.h"
#include "base/truth.h"
#include "facts/dns_budget.h"
#include "facts/spf.h"
#include "message/archive_listing.h"
#include "message/mime_tree.h"

namespace hfilter {

class Clock {
 public:
  virtual ~Clock() = default;
  /// Seconds since the epoch.
  virtual int64_t now() const = 0;
  /// The date, in local time, of a moment: as days_from_civil.
  virtual int64_t local_day(int64_t seconds) const = 0;
  /// Today's date in local time.
  int64_t today() const { return local_day(now()); }
};

/// What work has cost so far.
struct WorkTime {
  int64_t cpu_us = 0;   // the processor's time of this process and of its contained children
  int64_t wall_us = 0;  // the time that has passed, without the time of waiting for DNS
};

class WorkClock {
 public:
  virtual ~WorkClock() = default;
  virtual WorkTime used() const = 0;
};

/// The libraries that read the inside of a message, contained. An error says what happened (a death, the deadline);
/// kUnsupported: a character set that is not decoded. Each answer is waited for at most `wait_ms`.
class MimeProbe {
 public:
  virtual ~MimeProbe() = default;
  /// How the parts of a skeleton (message/mime_scan.h) stand in one another.
  virtual Result<std::vector<MimeEntityReport>> structure(const std::string& skeleton, int wait_ms) = 0;
  /// The names in an archive of at most kMaxArchiveBytes, as far as they are read within `cpu_ms` of the processor.
  virtual Result<ArchiveListing> list_archive(const std::string& bytes, int cpu_ms, int wait_ms) = 0;
  virtual Result<std::string> to_utf8(std::string_view charset, std::string_view text, int wait_ms) = 0;
};

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

/// The time for deciding: beyond it, what is not known yet stays unknown.
class TimeLimit {
 public:
  virtual ~TimeLimit() = default;
  virtual bool passed() const = 0;
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

class SpfProbe {
 public:
  virtual ~SpfProbe() = default;
  virtual SpfReport check(const SpfQuery& query) = 0;
};

}  // namespace hfilter

#endif  // HFILTER_FACTS_PROBES_H_
