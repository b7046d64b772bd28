// SPDX-License-Identifier: BSD-2-Clause
#include "app/dns_and_spf_probes.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "address/hostname.h"
#include "base/limits.h"
#include "probes/clock.h"

namespace hfilter {

DnsSettings dns_settings(const Options& options, const Settings& settings) {
  DnsSettings dns;
  dns.on = settings.dns && !options.no_dns;
  dns.timeout_ms = options.dns_timeout_ms.value_or(settings.dns_timeout_ms);
  dns.budget_ms = std::min(settings.dns_budget_ms, kDecideDeadlineMs - 1'000);
  dns.servers = options.dns_servers.empty() ? settings.dns_servers : options.dns_servers;
  return dns;
}

std::string own_host(const Settings& settings) {
  if (!settings.host.empty()) return canonical_name(settings.host);
  char host[256] = "";
  if (gethostname(host, sizeof host - 1) != 0 || !*host) return "localhost";
  return canonical_name(host);
}

WorkTime RunClock::used() const {
  const auto now = std::chrono::steady_clock::now().time_since_epoch() - probes_.dns().waited();
  return {mime_.used_us() + probes_.spf_used_us(), std::chrono::duration_cast<std::chrono::microseconds>(now).count()};
}

}  // namespace hfilter
