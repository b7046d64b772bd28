// SPDX-License-Identifier: BSD-2-Clause
//
// SPF with libspf2 called in place (the fake child), DNS from text. The suites of the RFCs are tests/spf_suite.
#include "spf/spf_check.h"
#include "probes/dns_probe.h"
#include "spf/spf_domain.h"
#include "spf/spf_query.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/limits.h"
#include "system/child/spf_libspf2.h"
#include "unit/fake_child.h"
#include "unit/fake_dns.h"

namespace hfilter {
namespace {

SpfReport check(FakeDns& dns, const char* client, std::string_view sender, std::string_view helo = "mx.example.org") {
  FakeChild child(libspf2_job());
  Libspf2Engine engine(child);
  SpfChecker checker(dns, engine);
  SpfQuery query = spf_mailfrom_query(*IpAddress::parse(client), helo, sender);
  query.default_explanation = "DEFAULT";
  return checker.check(query);
}

SpfReport check(const std::string& zone, const char* client) {
  FakeDns dns(zone);
  return check(dns, client, "bob@example.com");
}

std::string summary_of(const SpfReport& report) {
  return std::string(spf_result_name(report.result)) + (report.mechanism.empty() ? "" : " " + report.mechanism);
}

struct Case {
  const char* name;
  const char* zone;
  const char* client;
  const char* want;  // result and mechanism
};

TEST(SpfCheck, Mechanisms) {
  const Case cases[] = {
      {"no record", "A example.com 192.0.2.1", "192.0.2.7", "none"},
      {"no domain", "", "192.0.2.7", "none"},
      {"DNS fails", "FAIL example.com", "192.0.2.7", "temperror"},
      {"two records", "TXT example.com v=spf1 -all\nTXT example.com v=spf1 ~all", "192.0.2.7", "permerror"},
      {"broken record", "TXT example.com v=spf1 moo -all", "192.0.2.7", "permerror"},
      {"empty record", "TXT example.com v=spf1", "192.0.2.7", "neutral"},
      {"fail", "TXT example.com v=spf1 -all", "192.0.2.7", "fail -all"},
      {"softfail", "TXT example.com v=spf1 ~all", "192.0.2.7", "softfail ~all"},
      {"neutral", "TXT example.com v=spf1 ?all", "192.0.2.7", "neutral ?all"},
      {"pass", "TXT example.com v=spf1 all", "192.0.2.7", "pass all"},
      {"ip4", "TXT example.com v=spf1 ip4:192.0.2.7 -all", "192.0.2.7", "pass ip4:192.0.2.7"},
      {"ip4 with host bits", "TXT example.com v=spf1 ip4:192.0.2.99/24 -all", "192.0.2.7", "pass ip4:192.0.2.99/24"},
      {"ip4, the second of a piece", "TXT example.com v=spf1 ip4:192.0.2.1 ~ip4:192.0.2.7 -all", "192.0.2.7",
       "softfail ~ip4:192.0.2.7"},
      {"ip4 /0", "TXT example.com v=spf1 ip4:1.1.1.1/0 -all", "192.0.2.7", "pass ip4:1.1.1.1/0"},
      {"ip4 /0, the upper half", "TXT example.com v=spf1 ip4:1.1.1.1/0 -all", "18.0.2.7", "pass ip4:1.1.1.1/0"},
      {"ip4 /0 is not ip6", "TXT example.com v=spf1 ip4:1.1.1.1/0 -all", "2001:db8::7", "fail -all"},
      {"ip6", "TXT example.com v=spf1 ip6:2001:db8::/32 -all", "2001:db8::7", "pass ip6:2001:db8::/32"},
      {"ip6 in full", "TXT example.com v=spf1 ip6:2001:db8:1111:2222:3333:4444:5555:6666 -all",
       "2001:db8:1111:2222:3333:4444:5555:6666", "pass ip6:2001:db8:1111:2222:3333:4444:5555:6666"},
      {"ip6 /0", "TXT example.com v=spf1 ip6:::/0 -all", "2001:db8::7", "pass ip6:::/0"},
      {"ip6 /0, the upper half", "TXT example.com v=spf1 ip6:::/0 -all", "fd00::7", "pass ip6:::/0"},
      {"a mapped client is IPv4", "TXT example.com v=spf1 ip4:192.0.2.7 -all", "::ffff:192.0.2.7",
       "pass ip4:192.0.2.7"},
      {"a mapped client is not IPv6", "TXT example.com v=spf1 ip6:::ffff:0:0/96 -all", "::ffff:192.0.2.7", "fail -all"},
      {"a", "TXT example.com v=spf1 a -all\nA example.com 192.0.2.7", "192.0.2.7", "pass a"},
      {"a with a prefix", "TXT example.com v=spf1 a/24 -all\nA example.com 192.0.2.99", "192.0.2.7", "pass a/24"},
      {"a/0", "TXT example.com v=spf1 a/0 -all\nA example.com 10.0.0.1", "192.0.2.7", "pass a/0"},
      {"a/0 of nothing", "TXT example.com v=spf1 a/0 -all", "192.0.2.7", "fail -all"},
      {"a//0", "TXT example.com v=spf1 a//0 -all\nAAAA example.com 2001:db8::1", "fd00::7", "pass a//0"},
      {"a, IPv6", "TXT example.com v=spf1 a//64 -all\nAAAA example.com 2001:db8::1", "2001:db8::7", "pass a//64"},
      {"mx", "TXT example.com v=spf1 mx -all\nMX example.com mx.example.com\nA mx.example.com 192.0.2.7", "192.0.2.7",
       "pass mx"},
      {"mx/0", "TXT example.com v=spf1 mx/0 -all\nMX example.com mx.example.com\nA mx.example.com 10.0.0.1",
       "192.0.2.7", "pass mx/0"},
      {"null mx", "TXT example.com v=spf1 mx -all\nMX example.com ", "192.0.2.7", "fail -all"},
      {"mx host fails", "TXT example.com v=spf1 mx -all\nMX example.com mx.example.com\nFAIL mx.example.com",
       "192.0.2.7", "temperror"},
      {"exists", "TXT example.com v=spf1 exists:%{i}.e.example -all\nA 192.0.2.7.e.example 127.0.0.2", "192.0.2.7",
       "pass exists:%{i}.e.example"},
      {"exists is A for IPv6, too", "TXT example.com v=spf1 exists:e.example -all\nAAAA e.example 2001:db8::1",
       "2001:db8::1", "fail -all"},
      {"ptr", "TXT example.com v=spf1 ptr -all\nPTR 7.2.0.192.in-addr.arpa x.Example.com\nA x.example.com 192.0.2.7",
       "192.0.2.7", "pass ptr"},
      {"ptr of another domain",
       "TXT example.com v=spf1 ptr -all\nPTR 7.2.0.192.in-addr.arpa x.notexample.com\nA x.notexample.com 192.0.2.7",
       "192.0.2.7", "fail -all"},
      {"ptr that is not confirmed",
       "TXT example.com v=spf1 ptr -all\nPTR 7.2.0.192.in-addr.arpa x.example.com\nA x.example.com 192.0.2.8",
       "192.0.2.7", "fail -all"},
      {"ptr fails", "TXT example.com v=spf1 ptr -all\nFAIL 7.2.0.192.in-addr.arpa", "192.0.2.7", "fail -all"},
      {"include passes", "TXT example.com v=spf1 -include:i.example -all\nTXT i.example v=spf1 +all", "192.0.2.7",
       "fail -include:i.example"},
      {"include fails", "TXT example.com v=spf1 include:i.example ~all\nTXT i.example v=spf1 -all", "192.0.2.7",
       "softfail ~all"},
      {"include of nothing", "TXT example.com v=spf1 include:i.example ~all", "192.0.2.7", "permerror"},
      {"include in trouble", "TXT example.com v=spf1 include:i.example ~all\nFAIL i.example", "192.0.2.7", "temperror"},
      {"include of an include's error",
       "TXT example.com v=spf1 include:i.example ~all\nTXT i.example v=spf1 include:j.example\nTXT j.example v=spf1 "
       "moo",
       "192.0.2.7", "permerror"},
      {"redirect within an include",
       "TXT example.com v=spf1 include:i.example ~all\nTXT i.example v=spf1 redirect=j.example\nTXT j.example v=spf1 "
       "all",
       "192.0.2.7", "pass include:i.example"},
      {"redirect", "TXT example.com v=spf1 redirect=i.example\nTXT i.example v=spf1 ~all", "192.0.2.7",
       "softfail ~all"},
      {"redirect stands first", "TXT example.com v=spf1 redirect=i.example ip4:192.0.2.7\nTXT i.example v=spf1 ~all",
       "192.0.2.7", "pass ip4:192.0.2.7"},
      {"redirect to nothing", "TXT example.com v=spf1 redirect=i.example", "192.0.2.7", "permerror"},
      {"the same host asks itself", "TXT example.com v=spf1 -all", "127.0.0.1", "pass"},
  };
  for (const Case& c : cases) EXPECT_EQ(summary_of(check(c.zone, c.client)), c.want) << c.name;
}

TEST(SpfCheck, LongRecordsAreReadToTheirEnd) {
  std::string terms;
  for (int i = 0; i < 500; ++i) terms += " ip4:10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250);
  EXPECT_EQ(summary_of(check("TXT example.com v=spf1" + terms + " -all", "192.0.2.7")), "fail -all");
  EXPECT_EQ(summary_of(check("TXT example.com v=spf1" + terms + " ip4:192.0.2.7 -all", "192.0.2.7")),
            "pass ip4:192.0.2.7");
  EXPECT_EQ(summary_of(check("TXT example.com v=spf1" + terms + " -all", "10.0.1.249")), "pass ip4:10.0.1.249");
  // Each count around the 511 compiled octets at which libspf2 by itself drops the rest.
  for (int n = 1; n <= 80; ++n) {
    std::string some;
    for (int i = 0; i < n; ++i) some += " ip6:2001:db8::" + std::to_string(i + 1);
    EXPECT_EQ(summary_of(check("TXT example.com v=spf1" + some + " -all", "2001:db8:1::7")), "fail -all") << n;
  }
}

TEST(SpfCheck, IncludesMayBeDeepAndLong) {
  std::string zone = "TXT example.com v=spf1 include:i1.example -all\n";
  for (int depth = 1; depth <= 9; ++depth) {
    zone += "TXT i" + std::to_string(depth) + ".example v=spf1";
    for (int i = 0; i < 100; ++i) zone += " ip6:2001:db8:" + std::to_string(depth) + "::" + std::to_string(i);
    zone += " include:i" + std::to_string(depth + 1) + ".example -all\n";
  }
  zone += "TXT i10.example v=spf1 ip4:192.0.2.7 -all\n";
  const SpfReport report = check(zone, "192.0.2.7");
  EXPECT_EQ(summary_of(report), "pass include:i1.example");
  EXPECT_EQ(report.lookups, 10);
}

struct CountCase {
  const char* name;
  const char* record;
  const char* client;
  const char* want;
  int lookups;
  int voids;
};

TEST(SpfCheck, LookupsAndVoidLookupsAreBounded) {
  const CountCase cases[] = {
      {"ten",
       "a:h.example a:h.example a:h.example a:h.example a:h.example a:h.example a:h.example a:h.example "
       "a:h.example a:h.example ~all",
       "192.0.2.7", "softfail ~all", kMaxSpfLookups, 0},
      {"eleven",
       "a:h.example a:h.example a:h.example a:h.example a:h.example a:h.example a:h.example a:h.example "
       "a:h.example a:h.example a:h.example ~all",
       "192.0.2.7", "permerror", kMaxSpfLookups, 0},
      {"eleven, across an include",
       "include:five.example a:h.example a:h.example a:h.example a:h.example a:h.example ~all", "192.0.2.7",
       "permerror", 10, 0},
      {"ten and a match before the eleventh",
       "include:five.example a:h.example a:h.example a:h.example a:h.example ip4:192.0.2.7 a:h.example ~all",
       "192.0.2.7", "pass ip4:192.0.2.7", 10, 0},
      {"a loop", "include:example.com -all", "192.0.2.7", "permerror", 10, 0},
      {"two in vain", "a:n1.example a:n2.example ~all", "192.0.2.7", "softfail ~all", kMaxSpfVoidLookups,
       kMaxSpfVoidLookups},
      {"three in vain", "a:n1.example mx:n2.example exists:n3.example ~all", "192.0.2.7", "permerror", 3,
       kMaxSpfVoidLookups + 1},
      {"a name without the type", "a:t.example mx:t.example a:t.example ~all", "192.0.2.7", "permerror", 3, 3},
      {"MX hosts in vain are one term", "mx:hosts.example a:h.example ~all", "192.0.2.7", "softfail ~all", 2, 0},
      {"IPv4 hosts are not in vain for IPv6", "a:h.example a:h.example a:h.example ~all", "2001:db8::7",
       "softfail ~all", 3, 0},
      {"names that do not exist are, for IPv6", "a:n1.example a:n2.example a:n3.example ~all", "2001:db8::7",
       "permerror", 3, 3},
      {"exp is no lookup", "a:n1.example a:n2.example -all exp=n3.example", "192.0.2.7", "fail -all", 2, 2},
      {"ten MX hosts", "mx:ten.example ~all", "192.0.2.7", "softfail ~all", 1, 0},
      {"eleven MX hosts", "mx:eleven.example ~all", "192.0.2.7", "permerror", 1, 0},
  };
  std::string zone =
      "A h.example 10.0.0.1\nTXT t.example x\nTXT five.example v=spf1 a:h.example a:h.example a:h.example a:h.example "
      "a:h.example\nMX hosts.example n4.example\nMX hosts.example n5.example\nMX hosts.example n6.example\n";
  for (size_t i = 0; i <= kMaxSpfMxHosts; ++i) {
    const std::string host = "m" + std::to_string(i) + ".example";
    if (i < kMaxSpfMxHosts) zone += "MX ten.example " + host + "\n";
    zone += "MX eleven.example " + host + "\nA " + host + " 10.0.0.1\n";
  }
  for (const CountCase& c : cases) {
    const SpfReport report = check(zone + "TXT example.com v=spf1 " + c.record, c.client);
    EXPECT_EQ(summary_of(report), c.want) << c.name << ": " << report.problem;
    EXPECT_EQ(report.lookups, c.lookups) << c.name;
    EXPECT_EQ(report.voids, c.voids) << c.name;
  }
}

TEST(SpfCheck, Explanations) {
  const Case cases[] = {
      {"default", "TXT example.com v=spf1 -all", "192.0.2.7", "DEFAULT"},
      {"own", "TXT example.com v=spf1 -all exp=e.example\nTXT e.example %{c} is not %{d}", "192.0.2.7",
       "192.0.2.7 is not example.com"},
      {"two texts", "TXT example.com v=spf1 -all exp=e.example\nTXT e.example a\nTXT e.example b", "192.0.2.7",
       "DEFAULT"},
      {"broken", "TXT example.com v=spf1 -all exp=e.example\nTXT e.example %{x}", "192.0.2.7", "DEFAULT"},
      {"in trouble", "TXT example.com v=spf1 -all exp=e.example\nFAIL e.example", "192.0.2.7", "DEFAULT"},
      {"of a redirect",
       "TXT example.com v=spf1 redirect=r.example exp=e.example\nTXT r.example v=spf1 -all exp=f.example\n"
       "TXT e.example wrong\nTXT f.example right for %{d}",
       "192.0.2.7", "right for r.example"},
      {"not of an include",
       "TXT example.com v=spf1 -include:i.example exp=e.example\nTXT i.example v=spf1 all exp=f.example\n"
       "TXT e.example right\nTXT f.example wrong",
       "192.0.2.7", "right"},
      {"not of softfail", "TXT example.com v=spf1 ~all exp=e.example\nTXT e.example x", "192.0.2.7", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(check(c.zone, c.client).explanation, c.want) << c.name;
}

struct IdentityCase {
  const char* name;
  const char* sender;
  const char* helo;
  const char* local;
  const char* domain;
};

TEST(SpfCheck, Identities) {
  const IdentityCase cases[] = {
      {"sender", "bob@example.com", "mx.example.org", "bob", "example.com"},
      {"empty sender", "", "mx.example.org", "postmaster", "mx.example.org"},
      {"no local part", "@example.com", "mx.example.org", "postmaster", "example.com"},
      {"only a domain", "example.com", "mx.example.org", "postmaster", "example.com"},
      {"two at signs", "a@b@example.com", "mx.example.org", "a@b", "example.com"},
      {"trailing dot", "bob@example.com.", "mx.example.org", "bob", "example.com"},
      {"IDN",
       "bob@b\xc3\xbc"
       "cher.example",
       "mx.example.org", "bob", "xn--bcher-kva.example"},
  };
  for (const IdentityCase& c : cases) {
    const SpfQuery query = spf_mailfrom_query(IpAddress(), c.helo, c.sender);
    EXPECT_EQ(query.local, c.local) << c.name;
    EXPECT_EQ(query.domain, c.domain) << c.name;
  }
}

TEST(SpfCheck, WhatCannotHaveARecordIsNoneAndNotAsked) {
  const std::string long_label = "bob@" + std::string(64, 'a') + ".example";
  const std::string long_sender = std::string(2'000, 'a') + "@example.com";
  for (const std::string& sender :
       {std::string("bob@localhost"), std::string("bob@[192.0.2.1]"), std::string("bob@192.0.2.1"),
        std::string("bob@a..example"), long_label, long_sender}) {
    FakeDns dns("TXT example.com v=spf1 -all");
    EXPECT_EQ(summary_of(check(dns, "192.0.2.7", sender)), "none") << sender;
    EXPECT_TRUE(dns.asked.empty()) << sender;
  }
}

TEST(SpfCheck, WithoutDnsNobodyIsGuilty) {
  for (const DnsStatus status : {DnsStatus::kFailed, DnsStatus::kLimit, DnsStatus::kOff}) {
    FakeDns dns("TXT example.com v=spf1 -all");
    dns.all_fail = status;
    const SpfReport report = check(dns, "192.0.2.7", "bob@example.com");
    EXPECT_EQ(report.result, SpfResult::kTemperror);
    EXPECT_EQ(report.temperror_reason, status == DnsStatus::kOff     ? UnknownReason::kDnsOff
                                       : status == DnsStatus::kLimit ? UnknownReason::kLimit
                                                                     : UnknownReason::kDns);
  }
}

constexpr const char* kBusyZone =
    "TXT example.com v=spf1 a:a.example mx:m.example include:i.example exists:%{l}.x.example redirect=r.example\n"
    "A a.example 10.0.0.1\nMX m.example h1.example\nMX m.example h2.example\nA h1.example 10.0.0.2\n"
    "A h2.example 10.0.0.3\nTXT i.example v=spf1 ip4:10.0.0.0/8 include:j.example -all\nTXT j.example v=spf1 "
    "a:a.example\n"
    "A bob.x.example 127.0.0.2\nTXT r.example v=spf1 -all exp=e.example\nTXT e.example no";

TEST(SpfCheck, EngineMayDieAtAnyQuestion) {
  FakeDns whole(kBusyZone);
  const SpfReport undisturbed = check(whole, "192.0.2.7", "bob@example.com");
  ASSERT_EQ(summary_of(undisturbed), "pass exists:%{l}.x.example");
  for (int at = 0; at <= 7; ++at) {
    FakeDns dns(kBusyZone);
    FakeChild child(libspf2_job());
    child.die_at_question = at;
    Libspf2Engine engine(child);
    SpfChecker checker(dns, engine);
    const SpfReport report =
        checker.check(spf_mailfrom_query(*IpAddress::parse("192.0.2.7"), "mx.example.org", "bob@example.com"));
    EXPECT_EQ(report.result, SpfResult::kTemperror) << at;
    EXPECT_EQ(report.problem, "the fake process ended") << at;
    EXPECT_EQ(report.temperror_reason, UnknownReason::kProbe) << at;
  }
}

/// An engine that hostile input has taken over.
class Puppet : public SpfEngine {
 public:
  Puppet(std::vector<std::string> questions, std::string answer)
      : questions_(std::move(questions)), answer_(std::move(answer)) {}
  Result<std::string> evaluate(std::string_view, const std::function<std::string(std::string_view)>& answer) override {
    for (const std::string& question : questions_) (void)answer(question);
    return answer_;
  }

 private:
  std::vector<std::string> questions_;
  std::string answer_;
};

TEST(SpfCheck, EngineIsNotBelievedBlindly) {
  struct PuppetCase {
    std::vector<std::string> questions;
    const char* answer;
  };
  const PuppetCase cases[] = {
      {{}, ""},
      {{}, "pass"},
      {{}, "pass 0 99 0"},
      {{}, "pass 9 0 0"},
      {{}, "pass 0 0 9"},
      {{}, "pass 0 -1 0"},
      {{}, "maybe 0 0 0"},
      {{}, "pass 0 0 0 x"},
      {{"A x0.hf "}, "pass 0 0 0"},
      {{"A victim.example"}, "pass 0 0 0"},
      {{"A x99.hf"}, "pass 0 0 0"},
      {{"A x99999999999999999999.hf"}, "pass 0 0 0"},
      {{"record x0.hf"}, "pass 0 0 0"},
      {{"MX x0.hf"}, "pass 0 0 0"},
      {{"AAAA x0.hf"}, "pass 0 0 0"},
      {{"TXT x0.hf"}, "pass 0 0 0"},
      {{""}, "pass 0 0 0"},
  };
  for (const PuppetCase& c : cases) {
    FakeDns dns(
        "TXT example.com v=spf1 a:a.example redirect=r.example\nTXT r.example v=spf1 -all\nA a.example 10.0.0.1");
    Puppet puppet(c.questions, c.answer);
    SpfChecker checker(dns, puppet);
    const SpfReport report = checker.check(spf_mailfrom_query(*IpAddress::parse("192.0.2.7"), "h", "bob@example.com"));
    EXPECT_EQ(report.result, SpfResult::kTemperror) << c.answer << (c.questions.empty() ? "" : c.questions[0]);
    for (const std::string& asked : dns.asked) EXPECT_NE(asked, "A victim.example");
  }
}

TEST(SpfCheck, ATermCountsOnceHoweverOftenItIsAsked) {
  FakeDns dns("TXT example.com v=spf1 a:a.example -all\nA a.example 10.0.0.1");
  Puppet puppet(std::vector<std::string>(20, "A x0.hf"), "pass 0 0 0");
  SpfChecker checker(dns, puppet);
  const SpfReport report = checker.check(spf_mailfrom_query(*IpAddress::parse("192.0.2.7"), "h", "bob@example.com"));
  EXPECT_EQ(summary_of(report), "pass a:a.example");
  EXPECT_EQ(report.lookups, 1);
}

TEST(SpfCheck, TheNameOfTheClient) {
  const std::string names =
      "A x.example.org 192.0.2.7\nA x.example.com 192.0.2.7\nA example.com 192.0.2.7\nA forged.example 192.0.2.8\n";
  const std::string ptr = "PTR 7.2.0.192.in-addr.arpa ";
  const Case cases[] = {
      {"none", "", "", "unknown"},
      {"not confirmed", "forged.example", "", "unknown"},
      {"another domain", "x.example.org", "", "x.example.org"},
      {"one below the domain goes first", "x.example.org", "x.example.com", "x.example.com"},
      {"the domain itself goes first", "x.example.com", "example.com", "example.com"},
  };
  for (const Case& c : cases) {
    std::string zone = names + "TXT example.com v=spf1 -all exp=e.example\nTXT e.example %{p}\n";
    if (*c.zone != 0) zone += ptr + c.zone + "\n";
    if (*c.client != 0) zone += ptr + c.client + "\n";
    EXPECT_EQ(check(zone, "192.0.2.7").explanation, c.want) << c.name;
  }
}

/// Passes on to the real engine, and keeps what went over.
class Tap : public SpfEngine {
 public:
  explicit Tap(SpfEngine& engine) : engine_(engine) {}
  Result<std::string> evaluate(std::string_view request,
                               const std::function<std::string(std::string_view)>& answer) override {
    seen.push_back(std::string(request));
    return engine_.evaluate(request, [&](std::string_view question) {
      std::string reply = answer(question);
      seen.push_back(reply);
      return reply;
    });
  }
  std::vector<std::string> seen;

 private:
  SpfEngine& engine_;
};

TEST(SpfCheck, NoTextFromTheNetworkReachesTheEngine) {
  std::string
      many;  // this record overruns the stack of libspf2 1.2.10 by itself: tests/unit/system/spf_libspf2_test.cc
  for (int i = 0; i < 122; ++i) many += "%{d}";
  const std::string hostile[] = {
      "v=spf1 a:bbbbbbbbbbbbb" + many + std::string(5'000, 'a') + ".com -all",
      "v=spf1 exists:%{l}%{l}%{l}.%{h} include:%{S}.example -all",
      "v=spf1 a:foo:bar/baz.example mx:%%%_%-x.example -all exp=%{h}.example",
      "v=spf1 x=" + many + std::string(5'000, 'a') + " -all",
  };
  for (const std::string& record : hostile) {
    FakeDns dns("MX %  %20x.example evil;name\\.example");
    dns.add("TXT example.com " + record);
    FakeChild child(libspf2_job());
    Libspf2Engine engine(child);
    Tap tap(engine);
    SpfChecker checker(dns, tap);
    const SpfReport report =
        checker.check(spf_mailfrom_query(*IpAddress::parse("192.0.2.7"), "h\xff%n.example", "%s%n'\"@example.com"));
    EXPECT_NE(report.result, SpfResult::kTemperror) << report.problem;
    for (const std::string& text : tap.seen) {
      EXPECT_EQ(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.:/+-~?=#!\t\n"), std::string::npos)
          << text;
      EXPECT_LT(text.size(), 500u);
    }
  }
}

TEST(SpfCheck, AsksAheadByWavesAndNeverAMacro) {
  FakeDns dns(kBusyZone);
  prefetch_spf(spf_helo_query(*IpAddress::parse("192.0.2.7"), "example.com"), dns);
  EXPECT_EQ(dns.ahead, (std::vector<std::string>{"TXT example.com", "A a.example", "MX m.example", "A h1.example",
                                                 "A h2.example", "TXT i.example", "TXT j.example", "TXT r.example"}));
}

TEST(SpfCheck, AsksNothingAheadBehindWhatDecides) {
  const Case cases[] = {
      {"an address that matches", "TXT example.com v=spf1 ip4:192.0.2.0/24 a:a.example -all", "192.0.2.7", ""},
      {"all", "TXT example.com v=spf1 ~all a:a.example", "192.0.2.7", ""},
      {"an address that does not match", "TXT example.com v=spf1 ip4:10.0.0.0/8 a:a.example -all", "192.0.2.7",
       "A a.example"},
      {"ip6", "TXT example.com v=spf1 ip6:2001:db8::/32 a:a.example -all", "2001:db8::1", ""},
      {"IPv6 asks for AAAA", "TXT example.com v=spf1 a:a.example -all", "2001:db8::1", "AAAA a.example"},
  };
  for (const Case& c : cases) {
    FakeDns dns(c.zone);
    prefetch_spf(spf_helo_query(*IpAddress::parse(c.client), "example.com"), dns);
    EXPECT_EQ(dns.ahead.size() > 1 ? dns.ahead[1] : "", c.want) << c.name;
  }
}

}  // namespace
}  // namespace hfilter
