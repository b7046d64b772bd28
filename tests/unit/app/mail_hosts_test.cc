// SPDX-License-Identifier: BSD-2-Clause
#include "app/mail_hosts.h"
#include "probes/clock.h"
#include "probes/dns_probe.h"
#include "rules/diagnostic.h"

#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"
#include "unit/fake_dns.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

constexpr char kMine[] =
    "hfilter 1\n"
    "mynetworks 192.0.2.0/24\n"
    "myhosts mx.hewgill.net\n"
    "myscanners .scanner.example, 198.51.100.25\n"
    "myforwarders 203.0.113.64/26\n";

/// Passes after so many looks.
class CountingLimit : public TimeLimit {
 public:
  explicit CountingLimit(int looks) : left_(looks) {}
  bool passed() const override { return left_-- <= 0; }

 private:
  mutable int left_;
};

struct Asked {
  RuleFixture rules;
  FakeDns dns;
  int waves = 0;
  int looks = 1'000'000;
  MailHostsReport report;

  explicit Asked(const std::string& mydomains, std::string_view zone = {}) : rules(kMine + mydomains), dns(zone) {}
  /// `mydomains` from a file, a name of `list` a line.
  void use_file(const std::string& list) {
    rules.files = FakeRuleFiles();
    rules.files.texts["/home/greg/domains"] = list;
    rules.load(std::string(kMine) + "mydomains from \"domains\"\n");
  }
  void run() {
    ASSERT_TRUE(rules.rules.diagnostics.empty()) << diagnostics_text(rules.rules.diagnostics);
    size_t before = 0;
    const auto begin_wave = [&] {
      EXPECT_LE(dns.asked.size() - before, static_cast<size_t>(kMaxSpeculativeNames)) << "questions of one wave";
      before = dns.asked.size();
      dns.begin_message();
      ++waves;
    };
    report = check_mail_hosts(rules.rules, {dns, begin_wave, CountingLimit(looks)});
    EXPECT_LE(dns.asked.size() - before, static_cast<size_t>(kMaxSpeculativeNames)) << "questions of one wave";
  }
  /// "LINE:COLUMN NAME TEXT" of each warning.
  std::string warnings_text() {
    std::string text;
    for (const Diagnostic& d : report.warnings) {
      EXPECT_FALSE(d.is_error);
      text += (text.empty() ? "" : "; ") + std::to_string(d.error.line) + ":" + std::to_string(d.error.column) + " " +
              d.name + " " + d.error.text;
    }
    return text;
  }
};

constexpr char kForeign[] = ", is neither mine nor believed";

TEST(MailHosts, WarnsOfWhoIsNeitherMineNorBelieved) {
  const struct {
    const char* name;
    const char* mydomains;
    const char* zone;
    std::string want;
  } rows[] = {
      {"an MX in mynetworks", "mydomains a.example\n", "MX a.example mx.a.example\nA mx.a.example 192.0.2.7", ""},
      {"an MX in myhosts", "mydomains a.example\n", "MX a.example MX.hewgill.net\nA mx.hewgill.net 203.0.113.1", ""},
      {"a scanner by its name", "mydomains a.example\n", "MX a.example in7.scanner.example", ""},
      {"a scanner by its address", "mydomains a.example\n", "MX a.example mx.x.example\nA mx.x.example 198.51.100.25",
       ""},
      {"a forwarder", "mydomains a.example\n", "MX a.example mx.x.example\nA mx.x.example 203.0.113.70", ""},
      {"a foreign MX", "mydomains b.example, a.example\n",
       "MX b.example in.scanner.example\nMX a.example mx.x.example\nA mx.x.example 203.0.113.7",
       std::string("6:22 mail-host `mx.x.example` (203.0.113.7), an MX of a.example") + kForeign},
      {"only the foreign one of two", "mydomains a.example\n",
       "MX a.example in.scanner.example\nMX a.example mx.x.example\nA mx.x.example 203.0.113.7\nAAAA mx.x.example "
       "2001:db8::7",
       std::string("6:11 mail-host `mx.x.example` (203.0.113.7, 2001:db8::7), an MX of a.example") + kForeign},
      {"one of two addresses", "mydomains a.example\n",
       "MX a.example mx.x.example\nA mx.x.example 192.0.2.7\nA mx.x.example 203.0.113.7",
       std::string("6:11 mail-host `mx.x.example` (203.0.113.7), an MX of a.example") + kForeign},
      {"a null MX", "mydomains a.example\n", "MX a.example .\nA a.example 203.0.113.7", ""},
      {"no MX, its own address is mine", "mydomains a.example\n", "A a.example 192.0.2.7", ""},
      {"no MX, its own address is foreign", "mydomains a.example\n", "A a.example 203.0.113.7",
       "6:11 mail-host `a.example` (203.0.113.7) has no MX, and its own address is neither mine nor believed"},
      {"with an MX its own address takes no mail", "mydomains a.example\n",
       "MX a.example in.scanner.example\nA a.example 203.0.113.7", ""},
      {"neither MX nor address", "mydomains a.example\n", "TXT a.example x", ""},
      {"an MX without address", "mydomains a.example\n", "MX a.example mx.x.example", ""},
      {"the exact name", "mydomains =a.example\n", "MX a.example mx.x.example\nA mx.x.example 203.0.113.7",
       std::string("6:12 mail-host `mx.x.example` (203.0.113.7), an MX of a.example") + kForeign},
      {"what is only below has no name to ask", "mydomains .a.example\n",
       "MX a.example mx.x.example\nA mx.x.example 203.0.113.7", ""},
      {"what is not mine", "mydomains a.example, !b.a.example\n",
       "MX a.example in.scanner.example\nMX b.a.example mx.x.example\nA mx.x.example 203.0.113.7", ""},
      {"what was taken back", "mydomains a.example, !a.example\n",
       "MX a.example mx.x.example\nA mx.x.example 203.0.113.7", ""},
      {"what has ended", "mydomains a.example until 2025-12-31\n",
       "MX a.example mx.x.example\nA mx.x.example 203.0.113.7", ""},
      {"excluded from mynetworks", "mydomains a.example\nmynetworks !192.0.2.9\n",
       "MX a.example mx.x.example\nA mx.x.example 192.0.2.9",
       std::string("6:11 mail-host `mx.x.example` (192.0.2.9), an MX of a.example") + kForeign},
      {"a name that is none", "mydomains a.example\n", "", "6:11 no-such-domain a.example does not exist in the DNS"},
  };
  for (const auto& row : rows) {
    Asked asked(row.mydomains, row.zone);
    asked.run();
    EXPECT_EQ(asked.warnings_text(), row.want) << row.name;
    for (const Diagnostic& d : asked.report.warnings) EXPECT_NE(d.error.help, "") << row.name;
  }
}

TEST(MailHosts, AsksWhatItNeedsAndNoMore) {
  Asked asked("mydomains a.example, .b.example, =c.example, A.example.\n",
              "MX a.example in.scanner.example\nMX a.example mx.x.example\nMX c.example mx.x.example\nA mx.x.example "
              "192.0.2.1\n");
  asked.run();
  EXPECT_EQ(asked.dns.asked,
            (std::vector<std::string>{"MX a.example", "MX c.example", "A mx.x.example", "AAAA mx.x.example"}));
  EXPECT_EQ(asked.dns.ahead, asked.dns.asked);
  EXPECT_EQ(asked.report.domains, 2u);
  EXPECT_EQ(asked.report.asked, 2u);
  EXPECT_EQ(asked.report.hosts, 1u);
}

TEST(MailHosts, ANullMxIsNoHost) {
  Asked asked("mydomains a.example\n", "MX a.example .\nA a.example 203.0.113.7");
  asked.run();
  EXPECT_EQ(asked.dns.asked, (std::vector<std::string>{"MX a.example"}));
  EXPECT_EQ(asked.report.hosts, 0u);
}

TEST(MailHosts, DomainsThatShareAHostShareAWarning) {
  std::string list;
  Asked asked("", "A mx.x.example 203.0.113.7");
  for (int i = 0; i < 500; ++i) {
    const std::string name = "d" + std::to_string(i) + ".example";
    list += name + "\n";
    asked.dns.add("MX " + name + " mx.x.example");
  }
  asked.use_file(list);
  asked.run();
  ASSERT_EQ(asked.report.warnings.size(), 1u);
  EXPECT_EQ(
      format_diagnostic(asked.report.warnings.front()),
      "/home/greg/domains:1: warning: `mx.x.example` (203.0.113.7), an MX of d0.example, d1.example, d2.example and "
      "497 more, is neither mine nor believed\n       = help: if it takes mail for you, add it to myhosts or "
      "mynetworks (your own server), or to myscanners or myforwarders; if it does not, correct the DNS");
  EXPECT_EQ(asked.waves, 26);
}

TEST(MailHosts, TroubleIsAWarning) {
  Asked some("mydomains a.example, b.example\n", "MX a.example in.scanner.example\nFAIL b.example");
  some.run();
  EXPECT_EQ(some.warnings_text(), "6:22 dns the MX of b.example could not be looked up: SERVFAIL from 192.0.2.53:53");
  Asked host("mydomains a.example, b.example\n",
             "MX a.example mx.x.example\nMX b.example mx.y.example\nFAIL mx.x.example\nA mx.y.example 192.0.2.1\n");
  host.run();
  EXPECT_EQ(host.warnings_text(),
            "6:11 dns the addresses of mx.x.example could not be looked up: SERVFAIL from 192.0.2.53:53");
}

TEST(MailHosts, AResolverThatIsNotThereIsAskedOnce) {
  std::string domains = "mydomains d0.example";
  for (int i = 1; i < 100; ++i) domains += ", d" + std::to_string(i) + ".example";
  Asked asked(domains + "\n");
  asked.dns.all_fail = DnsStatus::kFailed;
  asked.run();
  EXPECT_EQ(asked.warnings_text(), "6:11 dns DNS cannot be asked: as the test wants it");
  EXPECT_EQ(asked.waves, 1);
  EXPECT_EQ(asked.report.asked, 0u);
}

TEST(MailHosts, TimeIsBounded) {
  std::string domains = "mydomains d0.example";
  std::string zone = "MX d0.example in.scanner.example\n";
  for (int i = 1; i < 100; ++i) {
    domains += ", d" + std::to_string(i) + ".example";
    zone += "MX d" + std::to_string(i) + ".example in.scanner.example\n";
  }
  Asked asked(domains + "\n", zone);
  asked.looks = 2;
  asked.run();
  EXPECT_EQ(asked.report.asked, 40u);
  ASSERT_EQ(asked.report.warnings.size(), 1u);
  EXPECT_EQ(asked.report.warnings.front().error.text,
            "60 of 100 domains were not looked up: it took longer than " + std::to_string(kMailHostsMs / 1000) + " s");
}

TEST(MailHosts, DomainsAreBounded) {
  std::string list;
  Asked asked("");
  for (size_t i = 0; i < kMaxCheckedDomains + 5; ++i) {
    const std::string name = "d" + std::to_string(i) + ".example";
    list += name + "\n";
    asked.dns.add("MX " + name + " in.scanner.example");
  }
  asked.use_file(list);
  asked.run();
  EXPECT_EQ(asked.report.asked, kMaxCheckedDomains);
  ASSERT_EQ(asked.report.warnings.size(), 1u);
  EXPECT_EQ(asked.report.warnings.front().error.text,
            "5 of 10005 domains were not looked up: hfilter check looks up at most 10000");
}

TEST(MailHosts, HostsOfOneDomainAndWarningsAreBounded) {
  Asked many("mydomains a.example\n");
  for (int i = 0; i < 100; ++i) {
    const std::string host = "mx" + std::to_string(i) + ".x.example";
    many.dns.add("MX a.example " + host);
    many.dns.add("A " + host + " 203.0.113.7");
  }
  many.run();
  EXPECT_EQ(many.report.hosts, kMaxMailHosts);

  Asked each("");
  std::string list;
  for (int i = 0; i < 60; ++i) {
    const std::string name = "d" + std::to_string(i) + ".example";
    list += name + "\n";
    each.dns.add("A " + name + " 203.0.113.7");
  }
  each.use_file(list);
  each.run();
  ASSERT_EQ(each.report.warnings.size(), kMaxNamedMailHosts + 1);
  EXPECT_EQ(each.report.warnings.back().error.text, "10 more mail hosts are neither mine nor believed");
}

TEST(MailHosts, WithoutDomainsNothingIsAsked) {
  Asked asked("mydomains .a.example\n");
  asked.run();
  EXPECT_EQ(asked.report.domains, 0u);
  EXPECT_EQ(asked.waves, 0);
}

TEST(MailHosts, ProgressIsToldInOneLine) {
  const struct {
    size_t done, all;
    double seconds;
    const char* want;
  } rows[] = {
      {1'200, 4'200, 2, "  1200 of 4200 looked up, 600/s, 0:05 left"},
      {100, 10'000, 1, "  100 of 10000 looked up, 100/s, 1:39 left"},
      {5, 5, 2, "  5 of 5 looked up, 3/s, 0:00 left"},
      {0, 5, 2, "  0 of 5 looked up, 0/s, 0:00 left"},
  };
  for (const auto& row : rows) EXPECT_EQ(row.want, progress_line(row.done, row.all, row.seconds));
}

}  // namespace
}  // namespace hfilter
