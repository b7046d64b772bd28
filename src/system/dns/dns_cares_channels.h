// SPDX-License-Identifier: BSD-2-Clause
//
// Sends DNS queries by c-ares, each to one server by one transport, and hands over what comes back. When to ask again,
// whom, and how long to wait is the caller's decision. c-ares is loaded by open(). Single-threaded, no signals.
// Errors: open() says why there is no resolver; everything else is a DnsReply.
// Lifetime: sockets are open while a query is under way; a reply that is not wanted any more ends with cancel().
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

/// What came of one query.
struct DnsReply {
  std::string_view message;  // valid during the call only; empty: there is none
  std::string why;           // without a message: "192.0.2.53:53 cannot be reached"
};

class DnsChannels {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using OnReply = std::function<void(const DnsReply&)>;

  /// `servers` as in DnsSettings. A query is given up after `timeout_ms`, without a reply.
  DnsChannels(std::vector<std::string> servers, int timeout_ms);
  ~DnsChannels();
  DnsChannels(const DnsChannels&) = delete;
  DnsChannels& operator=(const DnsChannels&) = delete;

  /// Loads c-ares and finds the servers, once. Returns why it cannot; empty: it could. REQUIRED before anything below.
  const std::string& open();
  /// The servers in their order, each "192.0.2.53:53"; never empty.
  const std::vector<std::string>& servers() const { return names_; }
  /// Sends one query. `on_reply` is called at most once: by send() itself, or by step().
  void send(size_t server, DnsTransport transport, const DnsQuestion& question, OnReply on_reply);
  /// Waits at most until `deadline` for something to happen, and handles it.
  void step(Time deadline);
  /// Drops all queries that are under way; none of their functions is called.
  void cancel();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
  bool opened_ = false;
  std::string trouble_;
  std::vector<std::string> names_;
};

/// Returns why c-ares cannot be loaded, with the package to install; empty if it can.
std::string dns_library_problem();

}  // namespace hfilter
