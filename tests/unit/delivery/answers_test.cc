// SPDX-License-Identifier: BSD-2-Clause
// Only what was asked is recorded, and recording it asks nothing.
#include "delivery/answers.h"
#include "probes/dns_probe.h"

#include <gtest/gtest.h>

#include "unit/facts/sample.h"

namespace hfilter {
namespace {

constexpr char kZone[] =
    "TXT example.org v=spf1 -all\n"
    "PTR 45.113.0.203.in-addr.arpa mail.example.com\nA mail.example.com 203.0.113.45\n"
    "A 45.113.0.203.bl.example 127.0.0.2\nA 45.113.0.203.bl.example 127.0.0.4\n";

struct Row {
  const char* name;
  std::vector<const char*> asked;  // conditions; "bl.example" without a blank: a list
  DnsStatus dns;
  const char* want;
};

TEST(Answers, InShort) {
  const Row rows[] = {
      {"nothing", {}, DnsStatus::kFound, ""},
      {"what is no secret of DNS", {"helo is bare-ip"}, DnsStatus::kFound, ""},
      {"spf", {"spf is pass"}, DnsStatus::kFound, "; sender-domain=example.org; spf=fail"},
      {"spf helo", {"spf helo is pass"}, DnsStatus::kFound, "; spf-helo=none"},
      {"rdns of the line", {"rdns is generic"}, DnsStatus::kFound, "; rdns=verified mail.example.com"},
      {"rdns of DNS", {"rdns is mismatched"}, DnsStatus::kFound, "; rdns=verified mail.example.com"},
      {"lists",
       {"bl.example", "wl.example"},
       DnsStatus::kFound,
       "; listed=bl.example=127.0.0.2,127.0.0.4 wl.example=none"},
      {"no answer",
       {"spf is pass", "rdns is missing", "bl.example", "helo is unresolvable"},
       DnsStatus::kTimeout,
       "; sender-domain=example.org; spf=temperror; rdns=unknown; listed=bl.example=unknown;"
       " unknown=helo:dns rdns:dns spf:dns"},
      {"no results field", {"dkim is pass"}, DnsStatus::kFound, "; unknown=dkim:not-looked-up"},
  };
  for (const Row& row : rows) {
    Sample sample(Given().sender("bob@example.org").dns(kZone).no_dns(row.dns));
    for (const std::string asked : row.asked) {
      if (asked.find(' ') == asked.npos) {
        sample.facts().listed(asked, {});
      } else {
        sample.ask(asked);
      }
    }
    const std::vector<std::string> before = sample.fake_dns.asked;
    EXPECT_EQ(status_pairs(answers_of(sample.facts())), row.want) << row.name;
    EXPECT_EQ(sample.fake_dns.asked, before) << row.name;
    EXPECT_TRUE(sample.fake_dns.ahead.empty() || !row.asked.empty()) << row.name;
  }
}

TEST(Answers, WithTheirReasons) {
  Sample sample(Given().sender("bob@example.org").dns(kZone));
  sample.ask("spf is pass");
  sample.ask("dkim is pass");
  sample.facts().listed("bl.example", {});
  const Answers answers = answers_of(sample.facts());
  EXPECT_EQ(answers.spf->domain, "example.org");
  EXPECT_EQ(answers.spf->why, "-all");
  EXPECT_FALSE(answers.spf_helo);
  EXPECT_FALSE(answers.rdns);
  ASSERT_EQ(answers.listed.size(), 1u);
  EXPECT_EQ(answers.listed[0].addresses, (std::vector<std::string>{"127.0.0.2", "127.0.0.4"}));
  ASSERT_EQ(answers.unknown.size(), 1u);
  EXPECT_EQ(answers.unknown[0].fact, "dkim");
  EXPECT_EQ(answers.unknown[0].why, "no Authentication-Results field that is believed has a result for dkim");
}

TEST(Answers, TheNullSender) {
  Sample sample(Given().sender("").dns("TXT mail.example.com v=spf1 a -all\nA mail.example.com 203.0.113.45"));
  sample.ask("spf is pass");
  EXPECT_EQ(status_pairs(answers_of(sample.facts())), "; sender-domain=<>; spf=pass");
}

TEST(Answers, ForeignTextsAreSafeAndBounded) {
  Answers answers;
  answers.spf = SpfAnswer{"pa;ss=x\r\nX: y", "", ""};
  answers.rdns = RdnsAnswer{"dns", "mismatched", {"a; v=1 b\r\nX: y"}, ""};
  answers.listed = {{"z=;", {"127.0.0.2"}, ""}};
  EXPECT_EQ(status_pairs(answers), "; spf=pa?ss?x?X:-y; rdns=mismatched a?-v?1-b?X:-y; listed=z?\?=127.0.0.2");
  const std::string filler(1'000, 'x');
  answers.sender_domain = filler;
  answers.spf = answers.spf_helo = SpfAnswer{"permerror", "", ""};
  answers.rdns = RdnsAnswer{"dns", "verified", std::vector<std::string>(10, filler), ""};
  answers.listed.assign(100, {filler, std::vector<std::string>(1'000, "127.0.0.2"), ""});
  answers.dkim = answers.dmarc = std::vector<std::string>(100, "permerror");
  answers.unknown.assign(100, {"some fact", "not-looked-up", ""});
  const std::string pairs = status_pairs(answers);
  EXPECT_LE(pairs.size(), kMaxStatusAnswersBytes);
  EXPECT_NE(pairs.find("; unknown=some-fact:not-looked-up"), pairs.npos);
  EXPECT_EQ(pairs.substr(pairs.size() - 4), " ...");
}

}  // namespace
}  // namespace hfilter
