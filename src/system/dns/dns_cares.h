// SPDX-License-Identifier: BSD-2-Clause
//
// DNS by c-ares: many questions at once, each asked once, answers kept. How it fails: never but by an answer's status;
// a resolver that cannot be reached or set up is kFailed, and so is c-ares that cannot be loaded at the first question.
// Single-threaded, no signals; the sockets are open from the first question until the object goes. Speculative answers
// are used only if somebody asks for them.
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
  /// How long ask() has waited in all, whatever the message.
  std::chrono::microseconds waited() const;

  /// The budget begins anew, for `explain --all`; nothing else changes.
  void renew_budget();
  /// The budget, the count and the list of lookups begin anew. Answers stay, but for failures; nothing stays of more
  /// than kMaxDnsCached questions.
  void begin_message();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hfilter
