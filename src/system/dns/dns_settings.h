// SPDX-License-Identifier: BSD-2-Clause
//
// Which DNS servers are asked, and how long an answer is awaited. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace hfilter {

struct DnsSettings {
  bool on = true;
  int timeout_ms = 2'000;            // one question, retries included; anew where it is repeated over TCP
  int budget_ms = 4'000;             // waiting for one message, in shares (DnsBudget)
  std::vector<std::string> servers;  // "192.0.2.53", "192.0.2.53:5353", "[2001:db8::53]:53"; empty: /etc/resolv.conf
};

/// A server as above in the form that c-ares takes; kSyntax with what is allowed.
Result<std::string> parse_dns_server(const std::string& text);

}  // namespace hfilter
