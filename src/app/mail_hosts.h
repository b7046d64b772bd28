// SPDX-License-Identifier: BSD-2-Clause
//
// `hfilter check --dns`: who takes mail for the domains of mydomains, as DNS says, and is neither mine nor believed. A
// domain's MX hosts are asked, and their addresses; where there is no MX the domain's own (RFC 5321 5.1). Asked in
// waves, bounded in number and time; what was not asked is counted. Never fails: trouble with DNS is a warning.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "probes/clock.h"
#include "probes/dns_probe.h"
#include "rules/rule_set.h"

namespace hfilter {

inline constexpr size_t kMaxNamedMailHosts = 50;  // warnings, before "and N more"

struct MailHostsReport {
  size_t domains = 0;  // that could be asked: entries that are a name themselves, each once
  size_t asked = 0;    // of them
  size_t hosts = 0;    // of them, whose addresses were asked
  std::vector<Diagnostic> warnings;
};

/// What asks. `begin_wave` lets the probe's bounds for one message begin anew.
struct MailHostsDns {
  DnsProbe& probe;
  std::function<void()> begin_wave;
  const TimeLimit& limit;
  std::function<void(size_t done, size_t all)> progress = {};  // names and hosts, after each wave; may be empty
};

/// "  1200 of 4212 looked up, 600/s, 0:05 left"
std::string progress_line(size_t done, size_t all, double seconds);

MailHostsReport check_mail_hosts(const RuleSet& rules, const MailHostsDns& dns);

}  // namespace hfilter
