// SPDX-License-Identifier: BSD-2-Clause
//
// Question and result of one SPF check. Values own their text. Texts from DNS are not safe to print.
// Source: RFC 7208 2.4, 2.6.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "address/ip_address.h"
#include "base/truth.h"
#include "probes/dns_budget.h"

namespace hfilter {

enum class SpfResult { kNone, kNeutral, kPass, kFail, kSoftfail, kTemperror, kPermerror };

const char* spf_result_name(SpfResult result);  // Returns "none", "neutral", ...

struct SpfQuery {
  IpAddress client;
  std::string helo;                    // the HELO without final dots; A-labels if the HELO is not ASCII
  std::string local;                   // the local part of the identity to check; never empty
  std::string domain;                  // the domain of the identity to check; A-labels if the domain is not ASCII
  std::string receiver;                // the name of this host, for %{r}
  std::string default_explanation;     // the explanation for domains without one
  int64_t now = 0;                     // the current time for %{t}
  DnsParty party = DnsParty::kSender;  // the party whose DNS time is used
};

/// Returns the MAIL FROM check. `sender` has no angle brackets. Its local part defaults to "postmaster". The empty
/// sender becomes postmaster@HELO (RFC 7208 2.4).
SpfQuery spf_mailfrom_query(const IpAddress& client, std::string_view helo, std::string_view sender);
/// Returns the HELO check, of postmaster@HELO (RFC 7208 2.3).
SpfQuery spf_helo_query(const IpAddress& client, std::string_view helo);

/// Returns true if SPF can check the domain. Returns false for a single label, an address or a name that DNS cannot
/// hold; the SPF result is then `none` without any lookup (RFC 7208 4.3).
bool is_checkable_domain(std::string_view domain);

struct SpfSeenRecord {
  std::string domain;
  std::string text;
};

struct SpfReport {
  SpfResult result = SpfResult::kNone;
  std::string domain;                                    // the domain that was checked
  std::string mechanism;                                 // the term that decided, as written ("-all"); may be empty
  std::string explanation;                               // the explanation of a fail, otherwise empty
  std::string problem;                                   // the reason for none, neutral, temperror or permerror
  int lookups = 0;                                       // the number of terms that asked DNS; the limit is 10
  int voids = 0;                                         // the number of these for which DNS had no data; at most 2
  UnknownReason temperror_reason = UnknownReason::kDns;  // the reason for temperror
  std::vector<SpfSeenRecord> records;                    // the SPF records in order of evaluation
};

class SpfProbe {
 public:
  virtual ~SpfProbe() = default;
  virtual SpfReport check(const SpfQuery& query) = 0;
};

}  // namespace hfilter
