// SPDX-License-Identifier: BSD-2-Clause
//
// The DNS and SPF probes of one run. Construction is cheap: sockets and processes are created only when a rule asks.
// Lifetime: must outlive everything that is judged with it.
#pragma once

#include "app/options.h"
#include "probes/clock.h"
#include "rules/settings.h"
#include "spf/spf_check.h"
#include "system/child/contained_child.h"
#include "system/child/contained_mime_probe.h"
#include "system/child/spf_libspf2.h"
#include "system/dns/dns_cares.h"

namespace hfilter {

/// Returns the DNS settings; options override settings. The budget ends 1 s before the deadline for deciding, so
/// late answers are unknown.
DnsSettings dns_settings(const Options& options, const Settings& settings);

/// Returns `set host`, or else the name of this machine.
std::string own_host(const Settings& settings);

class DnsAndSpfProbes {
 public:
  explicit DnsAndSpfProbes(const DnsSettings& dns)
      : dns_(dns), child_(libspf2_job()), engine_(child_), spf_(dns_, engine_) {}
  DnsAndSpfProbes(const DnsAndSpfProbes&) = delete;
  DnsAndSpfProbes& operator=(const DnsAndSpfProbes&) = delete;

  DnsCares& dns() { return dns_; }
  const DnsCares& dns() const { return dns_; }
  SpfChecker& spf() { return spf_; }
  /// Returns the processor time of the SPF child in microseconds.
  int64_t spf_used_us() const { return child_.used_us(); }

 private:
  DnsCares dns_;
  ForkedChild child_;
  Libspf2Engine engine_;
  SpfChecker spf_;
};

/// Measures the work that this run has done for a message. Lifetime: `mime` and `probes` must outlive it.
class RunClock : public WorkClock {
 public:
  RunClock(const ContainedMimeProbe& mime, const DnsAndSpfProbes& probes) : mime_(mime), probes_(probes) {}
  WorkTime used() const override;

 private:
  const ContainedMimeProbe& mime_;
  const DnsAndSpfProbes& probes_;
};

}  // namespace hfilter
