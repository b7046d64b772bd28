// SPDX-License-Identifier: BSD-2-Clause
#include "spf/reverse_dns.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/limits.h"
#include "unit/fake_dns.h"

namespace hfilter {
namespace {

TEST(ReverseDns, Names) {
  EXPECT_EQ(reverse_name(*IpAddress::parse("192.0.2.7")), "7.2.0.192.in-addr.arpa");
  EXPECT_EQ(reverse_name(*IpAddress::parse("2001:db8::cb01")),
            "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
  EXPECT_EQ(list_name(*IpAddress::parse("192.0.2.7"), "bl.example"), "7.2.0.192.bl.example");
  EXPECT_EQ(list_name(*IpAddress::parse("::ffff:192.0.2.7"), "bl.example"), "7.2.0.192.bl.example");
}

struct Case {
  const char* name;
  const char* zone;
  const char* client;
  ReverseState want;
  std::vector<std::string> verified;
};

TEST(ReverseDns, States) {
  const std::string ptr6 = "PTR " + reverse_name(*IpAddress::parse("2001:db8::1")) + " six.example";
  const std::string six = ptr6 + "\nAAAA six.example 2001:db8::1\nA six.example 192.0.2.7";
  const Case cases[] = {
      {"verified",
       "PTR 7.2.0.192.in-addr.arpa a.example\nA a.example 192.0.2.7",
       "192.0.2.7",
       ReverseState::kVerified,
       {"a.example"}},
      {"none", "", "192.0.2.7", ReverseState::kMissing, {}},
      {"mismatched",
       "PTR 7.2.0.192.in-addr.arpa a.example\nA a.example 192.0.2.8",
       "192.0.2.7",
       ReverseState::kMismatched,
       {}},
      {"the name does not exist", "PTR 7.2.0.192.in-addr.arpa a.example", "192.0.2.7", ReverseState::kMismatched, {}},
      {"PTR fails", "FAIL 7.2.0.192.in-addr.arpa", "192.0.2.7", ReverseState::kDnsFailed, {}},
      {"A fails", "PTR 7.2.0.192.in-addr.arpa a.example\nFAIL a.example", "192.0.2.7", ReverseState::kDnsFailed, {}},
      {"one of two verified, the other fails",
       "PTR 7.2.0.192.in-addr.arpa f.example\nPTR 7.2.0.192.in-addr.arpa a.example\nFAIL f.example\nA a.example "
       "192.0.2.7",
       "192.0.2.7",
       ReverseState::kVerified,
       {"a.example"}},
      {"IPv6", six.c_str(), "2001:db8::1", ReverseState::kVerified, {"six.example"}},
      {"a name that DNS cannot hold",
       "PTR 7.2.0.192.in-addr.arpa a..example",
       "192.0.2.7",
       ReverseState::kMismatched,
       {}},
  };
  for (const Case& c : cases) {
    FakeDns dns(c.zone);
    const ReverseDns got = look_up_reverse(*IpAddress::parse(c.client), dns);
    EXPECT_EQ(got.state, c.want) << c.name;
    EXPECT_EQ(got.verified, c.verified) << c.name;
  }
}

TEST(ReverseDns, NamesAreBounded) {
  FakeDns dns;
  for (int i = 0; i < 50; ++i) {
    dns.add("PTR 7.2.0.192.in-addr.arpa h" + std::to_string(i) + ".example");
    dns.add("A h" + std::to_string(i) + ".example 192.0.2.7");
  }
  EXPECT_EQ(look_up_reverse(*IpAddress::parse("192.0.2.7"), dns).verified.size(), kMaxPtrNames);
  EXPECT_EQ(dns.asked.size(), 1 + kMaxPtrNames);
}

TEST(ReverseDns, AheadOfNeed) {
  FakeDns dns("PTR 7.2.0.192.in-addr.arpa a.example");
  prefetch_reverse(*IpAddress::parse("192.0.2.7"), dns);
  EXPECT_EQ(dns.ahead, (std::vector<std::string>{"PTR 7.2.0.192.in-addr.arpa", "A a.example"}));
}

}  // namespace
}  // namespace hfilter
