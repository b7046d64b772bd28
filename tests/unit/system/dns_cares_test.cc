// SPDX-License-Identifier: BSD-2-Clause
#include "system/dns/dns_cares.h"
#include "probes/dns_probe.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "base/limits.h"
#include "system/files/descriptor.h"

namespace hfilter {
namespace {

/// A name server on loopback, in a process of its own, that knows no name (RFC 1035 4.1.1, NXDOMAIN).
class NothingServer {
 public:
  NothingServer() { start(); }
  ~NothingServer() { stop(); }
  NothingServer(const NothingServer&) = delete;
  NothingServer& operator=(const NothingServer&) = delete;

  std::string text() const { return "127.0.0.1:" + std::to_string(port_); }
  /// Answers on the same port as before stop().
  void start() {
    socket_ = Descriptor(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>(port_));
    socklen_t size = sizeof address;
    EXPECT_EQ(bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
    pid_ = fork();
    if (pid_ == 0) answer_for_ever();
  }
  void stop() {
    if (pid_ > 0) kill(pid_, SIGKILL);
    if (pid_ > 0) waitpid(pid_, nullptr, 0);
    pid_ = 0;
    socket_ = Descriptor();
  }

 private:
  [[noreturn]] void answer_for_ever() {
    for (;;) {
      unsigned char packet[512];
      sockaddr_in from{};
      socklen_t size = sizeof from;
      const ssize_t got = recvfrom(socket_.get(), packet, sizeof packet, 0, reinterpret_cast<sockaddr*>(&from), &size);
      if (got < 12) continue;
      packet[2] = 0x81;  // a response, recursion desired as asked
      packet[3] = 0x83;  // recursion available, no such name
      sendto(socket_.get(), packet, static_cast<size_t>(got), 0, reinterpret_cast<sockaddr*>(&from), size);
    }
  }

  Descriptor socket_;
  int port_ = 0;
  pid_t pid_ = 0;
};

constexpr DnsParty kOwner = DnsParty::kOwner;

DnsSettings settings_for(const NothingServer& server) {
  DnsSettings settings;
  settings.servers = {server.text()};
  settings.budget_ms = 30'000;  // the machine may be busy
  return settings;
}

DnsQuestion question(size_t number) { return {"h" + std::to_string(number) + ".example", DnsType::kA}; }

TEST(DnsCares, QuestionsOfOneMessageAreBounded) {
  NothingServer server;
  DnsCares dns(settings_for(server));
  for (size_t i = 0; i < kMaxDnsQuestions; ++i) {
    ASSERT_TRUE(dns.ask(question(i), kOwner).does_not_exist()) << dns.ask(question(i), kOwner).why;
  }
  EXPECT_EQ(dns.ask(question(kMaxDnsQuestions), kOwner).status, DnsStatus::kLimit);
  EXPECT_TRUE(dns.ask(question(0), kOwner).does_not_exist()) << "what was asked before costs nothing";
  dns.begin_message();
  EXPECT_TRUE(dns.ask(question(kMaxDnsQuestions), kOwner).does_not_exist());
}

TEST(DnsCares, QuestionsAheadOfNeedAreBounded) {
  NothingServer server;
  DnsCares dns(settings_for(server));
  std::vector<DnsQuestion> questions;
  for (size_t i = 0; i < kMaxSpeculativeNames + 10; ++i) questions.push_back(question(i));
  dns.prefetch(questions, kOwner, nullptr);
  dns.prefetch({question(1'000)}, kOwner, nullptr);
  EXPECT_EQ(dns.lookups().size(), static_cast<size_t>(kMaxSpeculativeNames));
}

TEST(DnsCares, AnswersThatAreKeptAreBounded) {
  for (const size_t count : {kMaxDnsCached, kMaxDnsCached + 1}) {
    NothingServer server;
    DnsCares dns(settings_for(server));
    for (size_t i = 0; i < count; ++i) {
      if (i % kMaxDnsQuestions == 0) dns.begin_message();
      ASSERT_TRUE(dns.ask(question(i), kOwner).does_not_exist()) << i;
    }
    server.stop();
    dns.begin_message();
    EXPECT_EQ(dns.ask(question(0), kOwner).does_not_exist(), count <= kMaxDnsCached) << count;
  }
}

TEST(DnsCares, AFailureIsAskedAgainForTheNextMessage) {
  NothingServer server;
  DnsCares dns(settings_for(server));
  server.stop();
  EXPECT_FALSE(dns.ask(question(0), kOwner).does_not_exist());
  server.start();
  dns.begin_message();
  EXPECT_TRUE(dns.ask(question(0), kOwner).does_not_exist()) << dns.ask(question(0), kOwner).why;
}

}  // namespace
}  // namespace hfilter
