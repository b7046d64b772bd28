// SPDX-License-Identifier: BSD-2-Clause
#include "app/outside.h"

#include <algorithm>

#include "base/limits.h"

namespace hfilter {

DnsSettings dns_settings(const Options& options, const Settings& settings) {
  DnsSettings dns;
  dns.on = settings.dns && !options.no_dns;
  dns.timeout_ms = options.dns_timeout_ms.value_or(settings.dns_timeout_ms);
  dns.budget_ms = std::min(settings.dns_budget_ms, kDecideDeadlineMs - 1'000);
  dns.servers = options.dns_servers.empty() ? settings.dns_servers : options.dns_servers;
  return dns;
}

}  // namespace hfilter
