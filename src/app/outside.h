// SPDX-License-Identifier: BSD-2-Clause
//
// The probes of one run, as the settings and the command line want them. Cheap to make: no socket is opened and no
// process started before a rule asks. Lifetime: everything judged with it must end before it does.
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

/// Options go before settings; the budget ends before the deadline of deciding does, so that what is late is unknown.
DnsSettings dns_settings(const Options& options, const Settings& settings);

/// `set host`, else what the machine calls itself.
std::string own_host(const Settings& settings);

class Outside {
 public:
  explicit Outside(const DnsSettings& dns) : dns_(dns), child_(libspf2_job()), engine_(child_), spf_(dns_, engine_) {}
  Outside(const Outside&) = delete;
  Outside& operator=(const Outside&) = delete;

  DnsCares& dns() { return dns_; }
  const DnsCares& dns() const { return dns_; }
  SpfChecker& spf() { return spf_; }
  /// The processor's time of the SPF process, in microseconds.
  int64_t spf_used_us() const { return child_.used_us(); }

 private:
  DnsCares dns_;
  ForkedChild child_;
  Libspf2Engine engine_;
  SpfChecker spf_;
};

/// What this run has cost. Keeps the references.
class RunClock : public WorkClock {
 public:
  RunClock(const ContainedMimeProbe& mime, const Outside& outside) : mime_(mime), outside_(outside) {}
  WorkTime used() const override;

 private:
  const ContainedMimeProbe& mime_;
  const Outside& outside_;
};

}  // namespace hfilter
