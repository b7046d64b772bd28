// SPDX-License-Identifier: BSD-2-Clause
//
// Checks the mail hosts of mydomains in DNS (`hfilter check --dns`) and warns of hosts that are neither mine nor
// believed. A domain without MX is its own mail host (RFC 5321 5.1). Queries go out in waves, limited in number and
// time; the report counts what was left out.
// Errors: none; a DNS failure is a warning.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "probes/clock.h"
#include "probes/dns_probe.h"
#include "rules/rule_set.h"

namespace hfilter {

inline constexpr size_t kMaxNamedMailHosts = 50;  // The number of warnings before "and N more".

struct MailHostsReport {
  size_t domains = 0;  // the number of domains without patterns such as `.example.com`
  size_t asked = 0;    // the number of domains that were looked up
  size_t hosts = 0;    // the number of mail hosts whose addresses were looked up
  std::vector<Diagnostic> warnings;
};

/// The DNS access. `begin_wave` resets the probe's limits for one message.
struct MailHostsDns {
  DnsProbe& probe;
  std::function<void()> begin_wave;
  const TimeLimit& limit;
  // Called after each wave with the numbers of domains and hosts; may be empty.
  std::function<void(size_t done, size_t all)> progress = {};
};

/// Returns "  1200 of 4212 looked up, 600/s, 0:05 left".
std::string progress_line(size_t done, size_t all, double seconds);

MailHostsReport check_mail_hosts(const RuleSet& rules, const MailHostsDns& dns);

}  // namespace hfilter
