// SPDX-License-Identifier: BSD-2-Clause
//
// DNS by c-ares: many questions at once, each asked once, answers kept. How it fails: never but by an answer's status;
// a resolver that cannot be reached or set up is kFailed, and so is c-ares that cannot be loaded at the first question.
// Single-threaded, no signals; the sockets are open from the first question until the object goes. Speculative answers
// are used only if somebody asks for them.
#ifndef HFILTER_SYSTEM_DNS_DNS_CARES_H_
#define HFILTER_SYSTEM_DNS_DNS_CARES_H_

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "probes/dns_probe.h"

namespace hfilter {

struct DnsSettings {
  bool on = true;
  int timeout_ms = 2'000;            // one question, retries included; anew where it is repeated over TCP
  int budget_ms = 4'000;             // waiting for one message, in shares (DnsBudget)
  std::vector<std::string> servers;  // "192.0.2.53", "192.0.2.53:5353", "[2001:db8::53]:53"; empty: /etc/resolv.conf
};

/// A server as above in the form that c-ares takes; kSyntax with what is allowed.
Result<std::string> parse_dns_server(const std::string& text);

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

/// Returns why c-ares cannot be loaded, with the package to install; empty if it can.
std::string dns_library_problem();

}  // namespace hfilter

#endif  // HFILTER_SYSTEM_DNS_DNS_CARES_H_
