// SPDX-License-Identifier: BSD-2-Clause
//
// DNS by c-ares: sends many queries at once, each question once, and caches answers. Sockets stay open from the
// first query on. Single-threaded, no signals.
// Errors: only an answer's status; kFailed if no resolver can be reached or set up, or c-ares cannot be loaded.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "probes/dns_probe.h"
#include "system/dns/dns_settings.h"

namespace hfilter {

class DnsCares : public DnsProbe {
 public:
  explicit DnsCares(DnsSettings settings);
  ~DnsCares() override;
  DnsCares(const DnsCares&) = delete;
  DnsCares& operator=(const DnsCares&) = delete;

  DnsAnswer ask(const DnsQuestion& question, DnsParty party) override;
  void prefetch(const std::vector<DnsQuestion>& questions, DnsParty party, const Harvest& harvest) override;
  std::vector<DnsLookup> lookups() const override;
  /// Returns how long ask() has waited in all.
  std::chrono::microseconds waited() const;

  /// Renews the time budget for `explain --all`.
  void renew_budget();
  /// Renews the budget, the question count and the list of lookups. Answers stay cached, except failures; more
  /// than kMaxDnsCached are all dropped.
  void begin_message();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hfilter
