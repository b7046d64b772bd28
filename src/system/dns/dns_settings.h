// SPDX-License-Identifier: BSD-2-Clause
//
// The DNS servers and the time limits for their answers. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace hfilter {

struct DnsSettings {
  bool on = true;
  int timeout_ms = 2'000;            // the limit for a query with its retries; a repetition over TCP has it again
  int budget_ms = 4'000;             // the limit for all waiting of one message, in shares (DnsBudget)
  std::vector<std::string> servers;  // the servers: "192.0.2.53", "[2001:db8::53]:53"; empty: those of resolv.conf
};

/// Returns a server as above in the syntax of c-ares; kSyntax with the valid forms.
Result<std::string> parse_dns_server(const std::string& text);

}  // namespace hfilter
