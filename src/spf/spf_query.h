// SPDX-License-Identifier: BSD-2-Clause
//
// The question and the result of one SPF check (RFC 7208 2.4, 2.6). Values that own their text; texts from DNS in them
// are not safe to print.
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

const char* spf_result_name(SpfResult result);  // "none", "neutral", ...

struct SpfQuery {
  IpAddress client;
  std::string helo;                    // as said
  std::string local;                   // of the identity that is checked; never empty
  std::string domain;                  // of the identity that is checked, A-labels
  std::string receiver;                // the name of this host, for %{r}
  std::string default_explanation;     // where the domain has none
  int64_t now = 0;                     // for %{t}
  DnsParty party = DnsParty::kSender;  // to which the questions are charged
};

/// MAIL FROM: no local part is "postmaster"; the empty sender is postmaster@HELO (RFC 7208 2.4). `sender` without angle
/// brackets.
SpfQuery spf_mailfrom_query(const IpAddress& client, std::string_view helo, std::string_view sender);
/// HELO: postmaster@HELO (RFC 7208 2.3).
SpfQuery spf_helo_query(const IpAddress& client, std::string_view helo);

/// False for a single label, an address or a name that DNS cannot hold: its result is none, and nothing is asked
/// (RFC 7208 4.3).
bool is_checkable_domain(std::string_view domain);

struct SpfSeenRecord {
  std::string domain;
  std::string text;
};

struct SpfReport {
  SpfResult result = SpfResult::kNone;
  std::string domain;                           // that was checked
  std::string mechanism;                        // that decided, as written ("-all"); empty if none did
  std::string explanation;                      // only of fail
  std::string problem;                          // why none, temperror or permerror
  int lookups = 0;                              // terms that asked DNS, of 10
  int voids = 0;                                // of them, in vain, of 2
  UnknownReason trouble = UnknownReason::kDns;  // of temperror
  std::vector<SpfSeenRecord> records;           // in the order of evaluation
};

class SpfProbe {
 public:
  virtual ~SpfProbe() = default;
  virtual SpfReport check(const SpfQuery& query) = 0;
};

}  // namespace hfilter
