// SPDX-License-Identifier: BSD-2-Clause
#include "system/child/spf_libspf2.h"
#include "spf/spf_query.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <netinet/in.h>

#include <arpa/inet.h>
extern "C" {
#include <spf2/spf.h>
}

#include <string>

#include "base/limits.h"
#include "unit/fake_child.h"
#include "unit/fake_dns.h"

namespace hfilter {
namespace {

/// A record that makes libspf2 1.2.10 write beyond its stack buffer: macros up to the edge of its 511 octets, then a
/// long literal.
std::string overrunning_record() {
  std::string record = "v=spf1 a:bbbbbbbbbbbbb";
  for (int i = 0; i < 122; ++i) record += "%{d}";
  return record + std::string(12'000, 'a') + ".com -all";
}

SPF_dns_rr_t* nothing(SPF_dns_server_t* layer, const char* name, ns_type type, int) {
  return SPF_dns_rr_new_init(layer, name, type, 0, HOST_NOT_FOUND);
}

void evaluate_raw(const std::string& record) {
  SPF_dns_server_t layer{};
  layer.lookup = nothing;
  SPF_server_t* server = SPF_server_new_dns(&layer, 0);
  SPF_request_t* request = SPF_request_new(server);
  SPF_request_set_ipv4_str(request, "192.0.2.7");
  SPF_request_set_helo_dom(request, "example.com");
  SPF_request_set_env_from(request, "bob@example.com");
  SPF_response_t* response = nullptr;
  SPF_request_query_fallback(request, &response, record.c_str());
}

TEST(SpfLibspf2, TheRecordThatOverrunsItCannotReachIt) {
  const pid_t pid = fork();
  if (pid == 0) {
    close(2);
    evaluate_raw(overrunning_record());
    _exit(0);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  RecordProperty("the library by itself", WIFSIGNALED(status) ? "dies" : "lives: it was repaired");

  FakeDns dns;
  dns.add("TXT example.com " + overrunning_record());
  ForkedChild child(libspf2_job());
  Libspf2Engine engine(child);
  SpfChecker checker(dns, engine);
  const SpfQuery query = spf_mailfrom_query(*IpAddress::parse("192.0.2.7"), "mx.example.org", "bob@example.com");
  const SpfReport report = checker.check(query);
  EXPECT_EQ(report.result, SpfResult::kFail) << report.problem;
  EXPECT_NE(child.pid(), 0) << "the child died";
}

TEST(SpfLibspf2, KilledAtAnyQuestionItIsTemperrorAndWorksAgain) {
  constexpr const char* kZone =
      "TXT example.com v=spf1 a:a.example include:i.example mx -all\nA a.example 10.0.0.1\n"
      "TXT i.example v=spf1 a:a.example -all\nMX example.com m.example\nA m.example 192.0.2.7";
  ForkedChild child(libspf2_job());
  for (int at = 1; at <= 5; ++at) {
    /// Kills the child before it gets the answer to the nth question.
    class Killer : public SpfEngine {
     public:
      Killer(ForkedChild& child, int at) : child_(child), engine_(child), at_(at) {}
      Result<std::string> evaluate(std::string_view request,
                                   const std::function<std::string(std::string_view)>& answer) override {
        return engine_.evaluate(request, [&](std::string_view question) {
          if (++asked_ == at_) kill(child_.pid(), SIGKILL);
          return answer(question);
        });
      }

     private:
      ForkedChild& child_;
      Libspf2Engine engine_;
      int at_, asked_ = 0;
    } killer(child, at);
    FakeDns dns(kZone);
    const SpfQuery query = spf_mailfrom_query(*IpAddress::parse("192.0.2.7"), "mx.example.org", "bob@example.com");
    EXPECT_EQ(SpfChecker(dns, killer).check(query).result, SpfResult::kTemperror) << at;
    Libspf2Engine engine(child);
    EXPECT_EQ(SpfChecker(dns, engine).check(query).result, SpfResult::kPass) << at;
  }
}

TEST(SpfLibspf2, RepliesThatMakeNoSenseDoNoHarm) {
  for (const char* reply : {"", "!", "#", "#0\n", "garbage", "#0\nmoo\n", "#0\n+a:x1.hf\n", "999.1.1.1\n", "\n\n\n"}) {
    int asked = 0;
    const auto ask = [&](std::string_view) { return ++asked > 50 ? std::string("!") : std::string(reply); };
    for (const char* request : {"192.0.2.7\n#0\n+a:x0.hf\n-all\n", "192.0.2.7\n#0\n+include:x0.hf\n-all\n",
                                "192.0.2.7\n#0\n+mx:x0.hf\n-all\n", "192.0.2.7\n#0\nredirect=x0.hf\n",
                                "no address\n#0\n-all\n", "", "\n", "192.0.2.7\n"}) {
      asked = 0;
      EXPECT_LT(evaluate_with_libspf2(request, ask).size(), 100u) << request << reply;
    }
  }
}

TEST(SpfLibspf2, TimeIsBounded) {
  FakeDns dns("TXT example.com v=spf1 -all");
  FakeChild child(libspf2_job());
  Libspf2Engine engine(child);
  SpfChecker(dns, engine)
      .check(spf_mailfrom_query(*IpAddress::parse("192.0.2.7"), "mx.example.org", "bob@example.com"));
  EXPECT_EQ(child.given_ms, kChildTimeoutMs);
}

}  // namespace
}  // namespace hfilter
