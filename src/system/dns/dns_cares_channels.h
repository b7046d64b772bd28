// SPDX-License-Identifier: BSD-2-Clause
//
// Sends DNS queries with c-ares, each to one server over one transport, and passes replies on. The caller decides on
// retries, servers and timeouts. Single-threaded, no signals.
// Errors: open() returns why there is no resolver; others are a DnsReply.
// Lifetime: sockets are open while queries are in flight; cancel() drops these.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "probes/dns_probe.h"

namespace hfilter {

enum class DnsTransport { kUdp, kTcp };

/// The result of one query.
struct DnsReply {
  std::string_view message;  // the answer; valid only during the call; empty: there is none
  std::string why;           // the reason why there is no answer: "192.0.2.53:53 cannot be reached"
};

class DnsChannels {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using OnReply = std::function<void(const DnsReply&)>;

  /// `servers` has the form of DnsSettings::servers. A query ends after `timeout_ms` without a reply.
  DnsChannels(std::vector<std::string> servers, int timeout_ms);
  ~DnsChannels();
  DnsChannels(const DnsChannels&) = delete;
  DnsChannels& operator=(const DnsChannels&) = delete;

  /// Loads c-ares and finds the servers, once. Returns why this failed; empty on success. REQUIRED before the rest.
  const std::string& open();
  /// Returns the servers in order, each "192.0.2.53:53"; never empty.
  const std::vector<std::string>& servers() const { return names_; }
  /// Sends one query. send() itself or step() calls `on_reply`, at most once.
  void send(size_t server, DnsTransport transport, const DnsQuestion& question, OnReply on_reply);
  /// Waits for events, at most until `deadline`, and handles them.
  void step(Time deadline);
  /// Drops all queries in flight without calling their OnReply.
  void cancel();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
  bool opened_ = false;
  std::string open_error_;
  std::vector<std::string> names_;
};

/// Returns why c-ares cannot be loaded, with the package to install; empty if it can.
std::string dns_library_problem();

}  // namespace hfilter
