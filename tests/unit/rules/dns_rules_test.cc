// SPDX-License-Identifier: BSD-2-Clause
//
// Rules that ask DNS: what the grammar takes, what is asked together, the guarded reject.
#include <gtest/gtest.h>

#include "facts/connection/dns_facts.h"
#include "spf/spf_check.h"
#include "system/child/spf_libspf2.h"
#include "unit/fake_child.h"
#include "unit/fake_dns.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

using Names = std::vector<std::string>;

/// A message of 200.150.100.50, HELO mail.example.com, from bob@example.org.
struct Judged {
  Judged(const std::string& rc, const std::string& zone, const std::string& above = {}) : dns(zone) {
    RuleFixture f("hfilter 1\nmynetworks 192.0.2.0/24\n" + rc);
    EXPECT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
    const Message message(above + postfix_line("mail.example.com", "unknown", "200.150.100.50") + "\n",
                          std::make_unique<MemoryBody>("body\n"));
    const RelayChain chain(message);
    const Border border = find_border(chain, f.rules.trust);
    Envelope envelope;
    envelope.sender = "bob@example.org";
    FakeChild child(libspf2_job());
    Libspf2Engine engine(child);
    SpfChecker spf(dns, engine);
    DnsFacts dns_facts(dns, spf, "occam.hewgill.net");
    Facts facts(FactContext{message, chain, border, f.rules.trust, envelope, f.clock, nullptr, nullptr, &dns_facts,
                            &f.rules.settings.results_from});
    verdict = evaluate(f.rules, facts);
  }
  FakeDns dns;
  Verdict verdict;
};

TEST(DnsRules, Listed) {
  const struct {
    const char* name;
    const char* rule;
    const char* zone;
    Action want;
  } rows[] = {
      {"listed", "client listed in \"bl.example\"", "A 50.100.150.200.bl.example 127.0.0.2", Action::kJunk},
      {"not listed", "client listed in \"bl.example\"", "", Action::kAccept},
      {"not", "not client listed in \"bl.example\"", "", Action::kJunk},
      {"unknown, in both polarities", "not client listed in \"bl.example\"", "FAIL 50.100.150.200.bl.example",
       Action::kAccept},
      {"as", "client listed in \"BL.example.\" as 127.0.1.2, 127.0.2.0/24", "A 50.100.150.200.bl.example 127.0.2.9",
       Action::kJunk},
      {"and", "client listed in \"bl.example\" as 127.0.0.2 and helo is \"mail.example.com\"",
       "A 50.100.150.200.bl.example 127.0.0.2", Action::kJunk},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Judged(std::string("match ") + row.rule + " then junk\n", row.zone).verdict.action, row.want) << row.name;
  }
}

TEST(DnsRules, WhatTheGrammarRefuses) {
  const struct {
    const char* rule;
    const char* want;
  } rows[] = {
      {"client listed", "`in` is missing after `listed`"},
      {"client listed in", "needs the zone of a DNS list"},
      {"client listed in bl.example", "needs the zone of a DNS list"},
      {"client listed in \"\"", "is not a valid name of a zone"},
      {"client listed in \"{helo}.example\"", "{helo}"},
      {"client listed in \"bl example\"", "is not a valid name of a zone"},
      {"client listed in \"bl.example\" as", "is not a valid answer of a DNS list"},
      {"client listed in \"bl.example\" as 192.0.2.1", "is not a valid answer of a DNS list"},
      {"client listed in \"bl.example\" as 127.0.0.1/24", "is not a valid answer of a DNS list"},
      {"any hop client listed in \"bl.example\"", "does not belong inside `hop`"},
      {"any hop rdns is missing", "does not belong inside `hop`"},
      {"hop 2 helo is mismatched", "does not belong inside `hop`"},
      {"helo listed in \"bl.example\"", "`listed` is not a test of `helo`"},
  };
  for (const auto& row : rows) {
    RuleFixture f(std::string("match ") + row.rule + " then junk\n");
    ASSERT_FALSE(f.rules.diagnostics.empty()) << row.rule;
    const std::string text = diagnostics_text(f.rules.diagnostics);
    EXPECT_NE(text.find(row.want), std::string::npos) << row.rule << ": " << text;
  }
}

TEST(DnsRules, TheNeedsOfAllLaterRulesInForceAreAskedTogether) {
  const Judged judged(
      "test good = spf is pass and rdns is missing\n"
      "match helo is bare-ip then junk\n"
      "match helo is unresolvable then score 1\n"
      "match from is missing and spf helo is fail then score 1 until 2020-01-01\n"
      "trial match good then junk\n",
      "A mail.example.com 200.150.100.50");
  EXPECT_EQ(judged.dns.ahead, (Names{"TXT example.org", "PTR 50.100.150.200.in-addr.arpa", "A mail.example.com",
                                     "AAAA mail.example.com", "MX mail.example.com"}));
}

TEST(DnsRules, TheExceptionOfALaterRuleIsNotAskedAhead) {
  const char* own_helo = "match helo in mydomains unless surely (helo is rdns or spf helo is pass) then junk\n";
  const std::string spf = "match spf is softfail then score 1\n";
  const Judged other(spf + "mydomains hewgill.com\n" + own_helo, "TXT example.org v=spf1 ~all");
  EXPECT_EQ(other.dns.ahead, Names{"TXT example.org"});
  EXPECT_EQ(other.dns.asked, Names{"TXT example.org"});
  // The line has no name that the server verified, so only SPF is asked.
  const Judged own(std::string("mydomains example.com\n") + own_helo, "TXT mail.example.com v=spf1 -all");
  EXPECT_EQ(own.dns.asked, Names{"TXT mail.example.com"});
  EXPECT_EQ(own.verdict.action, Action::kJunk);
  const Judged dead(std::string("mydomains example.com\n") + own_helo, "FAIL mail.example.com");
  EXPECT_EQ(dead.verdict.action, Action::kJunk);
  const Judged proven(std::string("mydomains example.com\n") + own_helo,
                      "TXT mail.example.com v=spf1 ip4:200.150.100.50 -all");
  EXPECT_EQ(proven.verdict.action, Action::kAccept);
}

TEST(DnsRules, WhatIsNotReachedIsNotAsked) {
  const Judged judged("match helo is \"mail.example.com\" then accept\nmatch spf is fail then junk\n", "");
  EXPECT_TRUE(judged.dns.asked.empty());
  EXPECT_TRUE(judged.dns.ahead.empty());
  const Judged passed("match spf is fail then junk\nmatch rdns is missing then junk\n", "TXT example.org v=spf1 -all");
  EXPECT_EQ(passed.dns.asked, Names{"TXT example.org"});
  const Judged behind("match rdns is missing then score 1\nmatch spf is fail then junk\n", "");
  EXPECT_EQ(behind.dns.ahead, (Names{"TXT example.org", "PTR 50.100.150.200.in-addr.arpa"}));
  const Judged before(
      "match spf is fail then score 1\nmatch rdns is missing then score 1\nmatch spf is pass then junk\n",
      "TXT example.org v=spf1 ~all");
  EXPECT_EQ(before.dns.ahead, (Names{"TXT example.org", "PTR 50.100.150.200.in-addr.arpa"}));
}

TEST(DnsRules, WhenUnsure) {
  // SERVFAIL for the list; the message is an hour old.
  constexpr char kFail[] = "FAIL 50.100.150.200.bl.example";
  constexpr char kUnsure[] = "match client listed in \"bl.example\" then junk\n";
  const struct {
    const char* name;
    std::string rc;
    const char* zone;
    Action want;
  } rows[] = {
      {"ignore is the default", kUnsure, kFail, Action::kAccept},
      {"defer", std::string("set when-unsure defer\n") + kUnsure, kFail, Action::kDefer},
      {"before otherwise", std::string("set when-unsure defer\notherwise accept\n") + kUnsure, kFail, Action::kDefer},
      {"DNS answered", std::string("set when-unsure defer\n") + kUnsure, "", Action::kAccept},
      {"another rule decides", std::string("set when-unsure defer\n") + kUnsure + "match stranger then junk\n", kFail,
       Action::kJunk},
      {"older than defer-limit", std::string("set when-unsure defer\nset defer-limit 30m\n") + kUnsure, kFail,
       Action::kAccept},
      {"a note is no reason", "set when-unsure defer\nmatch client listed in \"bl.example\" then tag x\n", kFail,
       Action::kAccept},
      {"nor is accept", "set when-unsure defer\nmatch client listed in \"bl.example\" then accept\n", kFail,
       Action::kAccept},
      {"nor a trial", "set when-unsure defer\ntrial match client listed in \"bl.example\" then junk\n", kFail,
       Action::kAccept},
      {"a threshold that the answer could reach",
       "set when-unsure defer\nmatch client listed in \"bl.example\" then score 4\nat score 4 then junk\n", kFail,
       Action::kDefer},
      {"a threshold that the answer could keep",
       "set when-unsure defer\nmatch stranger then score 4\nmatch client listed in \"bl.example\" then score -4\n"
       "at score 4 then junk\n",
       kFail, Action::kDefer},
      {"a threshold that the answer cannot reach",
       "set when-unsure defer\nmatch client listed in \"bl.example\" then score 3\nat score 4 then junk\n", kFail,
       Action::kAccept},
      {"a threshold that stays undecided",
       "set when-unsure defer\nnetworks gone from \"gone\"\nmatch client listed in \"bl.example\" then score 1\n"
       "match client in gone then score 3\nat score 4 then junk\n",
       kFail, Action::kAccept},
      {"what stays unknown is no reason",
       "set when-unsure defer\nnetworks gone from \"gone\"\nmatch client listed in \"bl.example\" and client in gone "
       "then junk\n",
       kFail, Action::kAccept},
  };
  for (const auto& row : rows) {
    const Verdict got = Judged(row.rc, row.zone).verdict;
    EXPECT_EQ(std::string(action_name(row.want)), action_name(got.action)) << row.name;
    EXPECT_EQ(row.want == Action::kDefer, got.deferred_unsure) << row.name;
  }
}

TEST(DnsRules, GuardedReject) {
  const std::string rule = "match helo is \"mail.example.com\" then reject \"no\"\n";
  const struct {
    const char* name;
    const char* zone;
    const char* above;
    Action want;
  } rows[] = {
      {"nothing proves the sender", "", "", Action::kJunk},
      {"SPF pass", "TXT example.org v=spf1 ip4:200.150.100.50 -all", "", Action::kReject},
      {"SPF fail", "TXT example.org v=spf1 -all", "", Action::kJunk},
      {"DNS fails", "FAIL example.org", "", Action::kJunk},
      {"signed", "", "Authentication-Results: occam.hewgill.net; dkim=pass header.d=example.org\n", Action::kReject},
      {"signed by another", "", "Authentication-Results: occam.hewgill.net; dkim=pass header.d=example.net\n",
       Action::kJunk},
  };
  for (const auto& row : rows) {
    const Judged judged(rule, row.zone, row.above);
    EXPECT_EQ(judged.verdict.action, row.want) << row.name;
    EXPECT_EQ(judged.verdict.milder_reason.empty(), row.want == Action::kReject) << row.name;
  }
}

}  // namespace
}  // namespace hfilter
