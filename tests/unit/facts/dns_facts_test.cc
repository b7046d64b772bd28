// SPDX-License-Identifier: BSD-2-Clause
// What is asked, and when; DNS lists; the texts of the result fields.
#include "facts/connection/dns_facts.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "facts/sender/results_text.h"
#include "facts/sender/sender_proof.h"
#include "unit/facts/sample.h"

namespace hfilter {
namespace {

using Names = std::vector<std::string>;

struct PlanCase {
  const char* name;
  Needs needs;
  Names want;  // asked ahead
};

TEST(DnsFacts, WhatRulesNameIsAskedTogetherAndNothingElse) {
  const PlanCase cases[] = {
      {"nothing", kNeedsNothing, {}},
      {"spf", kNeedsSpf, {"TXT example.org"}},
      {"spf helo", kNeedsSpfHelo, {"TXT mail.example.com"}},
      {"rdns", kNeedsDnsPtr, {"PTR 45.113.0.203.in-addr.arpa"}},
      {"helo", kNeedsDnsHelo, {"A mail.example.com", "AAAA mail.example.com", "MX mail.example.com"}},
      {"a list is not asked ahead", kNeedsDnsList, {}},
      {"all",
       kNeedsSpf | kNeedsSpfHelo | kNeedsDnsPtr,
       {"TXT example.org", "TXT mail.example.com", "PTR 45.113.0.203.in-addr.arpa"}},
  };
  for (const PlanCase& c : cases) {
    Sample sample(Given().sender("bob@example.org"));
    sample.facts().set_needs(c.needs);
    sample.ask("helo is bare-ip");
    EXPECT_TRUE(sample.fake_dns.ahead.empty()) << c.name << ": before a DNS fact was reached";
    sample.facts().listed("bl.example", {});
    EXPECT_EQ(sample.fake_dns.ahead, c.want) << c.name;
    EXPECT_EQ(sample.fake_dns.asked, Names{"A 45.113.0.203.bl.example"}) << c.name;
  }
}

TEST(DnsFacts, NamesThatTheServerVerifiedAreNotAskedAbout) {
  const Given s = Given().sender("bob@example.org");
  for (const Given& verifying : {s, s.helo("other.example"), s.rdns("", RdnsState::kNone)}) {
    Sample sample(verifying);
    sample.facts().set_needs(kNeedsConfirmation);
    sample.ask("helo is rdns");
    sample.ask("rdns is verified");
    sample.facts().listed("bl.example", {});
    EXPECT_EQ(sample.fake_dns.ahead, Names());
    EXPECT_EQ(sample.fake_dns.asked, Names{"A 45.113.0.203.bl.example"});
  }
  Sample sample(s.rdns("mail.example.com", RdnsState::kUnverified));
  sample.facts().set_needs(kNeedsConfirmation);
  sample.facts().listed("bl.example", {});
  EXPECT_EQ(sample.fake_dns.ahead, Names{"PTR 45.113.0.203.in-addr.arpa"});
}

TEST(DnsFacts, EverythingIsAskedOnce) {
  Sample sample(Given().sender("bob@example.org").dns("TXT example.org v=spf1 a -all\nA example.org 203.0.113.45"));
  for (int i = 0; i < 3; ++i) {
    sample.ask("spf is pass");
    sample.ask("spf is temperror");
    sample.value("spf");
    sample.facts().listed("bl.example", {});
    sample.facts().listed("bl.example", {*Network::parse("127.0.0.2")});
  }
  EXPECT_EQ(sample.fake_dns.asked, (Names{"TXT example.org", "A example.org", "A 45.113.0.203.bl.example"}));
}

TEST(DnsFacts, MailThatIsYoursAsksNothing) {
  for (const Given& given : {Given().yours(), Given().ambiguous(), Given().client("10.1.2.3")}) {
    Sample sample(given.sender("bob@example.org"));
    sample.facts().set_needs(kNeedsSpf | kNeedsSpfHelo | kNeedsDnsPtr | kNeedsDnsHelo);
    for (const char* condition : {"spf is fail", "spf helo is fail", "rdns is missing", "helo is unresolvable"}) {
      EXPECT_TRUE(sample.ask(condition).is_unknown()) << condition;
    }
    EXPECT_TRUE(sample.facts().listed("bl.example", {}).is_unknown());
    EXPECT_TRUE(sample.fake_dns.asked.empty() && sample.fake_dns.ahead.empty());
  }
}

constexpr Needs kNeedsAll = kNeedsSpf | kNeedsSpfHelo | kNeedsDnsPtr | kNeedsDnsHelo | kNeedsDnsList;

struct SlowCase {
  const char* name;
  const char* more;  // lines of the zone, beside those of kAllFast
  std::vector<const char*> asked;
  const char* want;  // "yes", "no" or "?" of each, then of the list
  int most_ms;
};

// Names with macros are never asked ahead, so each costs time of its own.
constexpr char kAllFast[] =
    "TXT example.org v=spf1 include:a.example.org exists:%{i}.example.org -all\n"
    "TXT a.example.org v=spf1 exists:%{i}.a.example.org ?all\n"
    "TXT mail.example.com v=spf1 exists:%{i}.mail.example.com -all\n"
    "A mail.example.com 203.0.113.45\n"
    "PTR 45.113.0.203.in-addr.arpa mail.example.com\n"
    "A 45.113.0.203.bl.example 127.0.0.2\n"
    "DELAY example.org 20\nDELAY mail.example.com 20\nDELAY arpa 20\nDELAY bl.example 20\n";

/// "v=spf1 mx:..." with ten hosts for each of its ten terms: 111 questions, the most that RFC 7208 allows.
std::string flood(const std::string& domain) {
  std::string record = "TXT " + domain + " v=spf1", lines;
  for (int i = 0; i < 10; ++i) {
    const std::string exchange = "m" + std::to_string(i) + "." + domain;
    record += " mx:" + exchange;
    for (int j = 0; j < 10; ++j) {
      const std::string host = "h" + std::to_string(j) + "." + exchange;
      lines += "MX " + exchange + " " + host + "\nA " + host + " 10.0.0.1\n";
    }
  }
  return record + " -all\n" + lines;
}

TEST(DnsFacts, APartyThatIsSlowUsesUpItsOwnTimeOnly) {
  const std::vector<const char*> all = {"rdns is missing", "helo is unresolvable", "spf helo is fail", "spf is fail"};
  const std::vector<const char*> reversed(all.rbegin(), all.rend());
  const SlowCase cases[] = {
      {"all are fast", "", all, "no no yes yes yes", 200},
      {"the reverse zone", "DELAY arpa 60000", all, "? no yes yes yes", 700},
      {"the reverse zone, asked last", "DELAY arpa 60000", reversed, "yes yes no ? yes", 700},
      {"the hosts of the reverse name", "PTR 45.113.0.203.in-addr.arpa slow.example\nDELAY slow.example 60000", all,
       "no no yes yes yes", 700},
      {"the HELO zone, to which the reverse name leads", "DELAY mail.example.com 60000", all, "? ? ? yes yes", 1'200},
      {"the sender's zone", "DELAY example.org 60000", all, "no no yes ? yes", 2'300},
      {"the sender's zone, asked first", "DELAY example.org 60000", reversed, "? yes no no yes", 2'300},
      {"the sender's includes", "DELAY a.example.org 60000", all, "no no yes ? yes", 2'300},
      {"each answer of the sender takes a while", "DELAY example.org 700", all, "no no yes ? yes", 2'300},
      {"all of them", "DELAY arpa 60000\nDELAY mail.example.com 60000\nDELAY example.org 60000", all, "? ? ? ? yes",
       3'200},
  };
  for (const SlowCase& c : cases) {
    Sample sample(Given().sender("bob@example.org").dns(std::string(kAllFast) + c.more));
    sample.facts().set_needs(kNeedsAll);
    std::string got;
    const auto add = [&](const Truth& truth) {
      got += std::string(got.empty() ? "" : " ") + (truth.is_unknown() ? "?" : truth.is_true() ? "yes" : "no");
    };
    for (const char* condition : c.asked) add(sample.ask(condition));
    add(sample.facts().listed("bl.example", {}));
    EXPECT_EQ(got, c.want) << c.name;
    EXPECT_LE(sample.fake_dns.now, std::chrono::milliseconds(c.most_ms)) << c.name;
  }
}

TEST(DnsFacts, TheReverseNameHasItsOwnTimeAlsoWhereSpfAsksForIt) {
  Sample sample(Given().sender("bob@example.org").dns("TXT example.org v=spf1 ptr -all\nDELAY arpa 60000"));
  sample.facts().set_needs(kNeedsSpf);
  EXPECT_TRUE(sample.ask("spf is fail").is_true());
  EXPECT_LE(sample.fake_dns.now, std::chrono::milliseconds(500));
}

TEST(DnsFacts, AListThatIsSlowLeavesTheOthersTheirShares) {
  Sample sample(Given().sender("bob@example.org").dns(std::string(kAllFast) + "DELAY bl.example 60000"));
  sample.facts().set_needs(kNeedsAll);
  EXPECT_TRUE(sample.facts().listed("bl.example", {}).is_unknown());
  EXPECT_LE(sample.fake_dns.now, std::chrono::milliseconds(1'000));
  EXPECT_TRUE(sample.ask("spf is fail").is_true());
  EXPECT_TRUE(sample.ask("spf helo is fail").is_true());
}

TEST(DnsFacts, APartyThatNeedsManyQuestionsUsesUpItsOwnOnly) {
  const struct {
    const char* name;
    std::string more;
    const char* unknown;
    const char* known;
  } cases[] = {
      {"HELO", flood("mail.example.com"), "spf helo is fail", "spf is fail"},
      {"the sender", flood("example.org"), "spf is fail", "spf helo is fail"},
  };
  for (const auto& c : cases) {
    Sample sample(Given()
                      .sender("bob@example.org")
                      .dns(c.more +
                           (c.unknown == std::string("spf is fail") ? "TXT mail.example.com" : "TXT example.org") +
                           " v=spf1 exists:%{i}.x.example -all\nA 45.113.0.203.bl.example 127.0.0.2"));
    sample.facts().set_needs(kNeedsAll);
    EXPECT_TRUE(sample.ask(c.unknown).is_unknown()) << c.name;
    EXPECT_TRUE(sample.ask(c.known).is_true()) << c.name;
    EXPECT_TRUE(sample.facts().listed("bl.example", {}).is_true()) << c.name;
  }
}

struct ListCase {
  const char* name;
  const char* client;
  const char* zone;
  std::vector<const char*> as;
  Kleene want;
};

TEST(DnsFacts, Lists) {
  const char* v4 = "203.0.113.45";
  const char* listed = "A 45.113.0.203.bl.example 127.0.0.4";
  const ListCase cases[] = {
      {"not listed", v4, "", {}, Kleene::kFalse},
      {"listed", v4, listed, {}, Kleene::kTrue},
      {"as another answer", v4, listed, {"127.0.0.2"}, Kleene::kFalse},
      {"as that answer", v4, listed, {"127.0.0.2", "127.0.0.4/31"}, Kleene::kTrue},
      {"an answer outside the usual", v4, "A 45.113.0.203.bl.example 127.0.1.2", {}, Kleene::kFalse},
      {"and as that", v4, "A 45.113.0.203.bl.example 127.0.1.2", {"127.0.1.0/24"}, Kleene::kTrue},
      {"an error code", v4, "A 45.113.0.203.bl.example 127.255.255.254", {}, Kleene::kUnknown},
      {"an error code is none of as",
       v4,
       "A 45.113.0.203.bl.example 127.255.255.254",
       {"127.0.0.0/8"},
       Kleene::kUnknown},
      {"a parked zone", v4, "A 45.113.0.203.bl.example 198.51.100.1", {}, Kleene::kUnknown},
      {"one good answer of two",
       v4,
       "A 45.113.0.203.bl.example 127.255.255.254\nA 45.113.0.203.bl.example 127.0.0.2",
       {},
       Kleene::kTrue},
      {"in trouble", v4, "FAIL 45.113.0.203.bl.example", {}, Kleene::kUnknown},
      {"IPv6",
       "2001:db8::1",
       "A 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.bl.example 127.0.0.2",
       {},
       Kleene::kTrue},
  };
  for (const ListCase& c : cases) {
    Sample sample(Given().client(c.client).dns(c.zone));
    std::vector<Network> as;
    for (const char* network : c.as) as.push_back(*Network::parse(network));
    const Truth got = sample.facts().listed("bl.example", as);
    EXPECT_EQ(static_cast<int>(got.value), static_cast<int>(c.want)) << c.name << ": " << got.why;
  }
}

TEST(DnsFacts, ProofOfTheSender) {
  const struct {
    const char* name;
    const char* sender;
    const char* results;
    const char* zone;
    bool want;
  } cases[] = {
      {"nothing", "bob@example.org", "", "", false},
      {"SPF pass", "bob@example.org", "", "TXT example.org v=spf1 +all", true},
      {"SPF softfail", "bob@example.org", "", "TXT example.org v=spf1 ~all", false},
      {"empty sender", "", "dkim=pass header.d=mail.example.com", "TXT mail.example.com v=spf1 +all", false},
      {"signed", "bob@example.org", "dkim=pass header.d=example.org", "", true},
      {"signed by the organisation", "bob@news.example.org", "dkim=pass header.d=example.org", "", true},
      {"signed by another", "bob@example.org", "dkim=pass header.d=example.net", "", false},
      {"signed by a public suffix", "bob@example.org", "dkim=pass header.d=org", "", false},
      {"bad signature", "bob@example.org", "dkim=fail header.d=example.org", "", false},
      {"by i=", "bob@example.org", "dkim=pass header.i=@example.org", "", true},
      {"the second of two", "bob@example.org", "dkim=fail header.d=example.org; dkim=pass header.d=example.org", "",
       true},
  };
  for (const auto& c : cases) {
    const std::string head =
        "Authentication-Results: mx.hewgill.net; " + std::string(c.results) + "\nReceived: from x by y\n";
    Sample sample(Given().sender(c.sender).headed(head).dns(c.zone));
    EXPECT_EQ(is_sender_proven(sample.facts()).is_true(), c.want) << c.name;
  }
}

TEST(ResultsText, OnlyWhatWasAsked) {
  Sample sample(Given().sender("bob@example.org").dns("TXT example.org v=spf1 -all"));
  EXPECT_EQ(authentication_results_text(sample.facts().context()), "");
  EXPECT_EQ(received_spf_text(sample.facts().context(), "mx.hewgill.net"), "");
  sample.ask("spf is fail");
  EXPECT_EQ(authentication_results_text(sample.facts().context()), "spf=fail smtp.mailfrom=bob@example.org");
  EXPECT_EQ(received_spf_text(sample.facts().context(), "mx.hewgill.net"),
            "fail (the domain does not permit 203.0.113.45) client-ip=203.0.113.45; envelope-from=bob@example.org; "
            "helo=mail.example.com; receiver=mx.hewgill.net; identity=mailfrom; mechanism=-all");
  sample.ask("spf helo is none");
  sample.ask("rdns is missing");
  EXPECT_EQ(authentication_results_text(sample.facts().context()),
            "spf=fail smtp.mailfrom=bob@example.org; spf=none smtp.helo=mail.example.com; iprev=permerror "
            "policy.iprev=203.0.113.45");
  EXPECT_EQ(sample.fake_dns.asked.size(), 3u) << "a text asked DNS";
}

TEST(ResultsText, NothingForeignBreaksOut) {
  const char* senders[] = {"a\r\nX-Evil: 1@example.org",
                           "\"a\\\" b; spf=pass\"@example.org",
                           "a;b@example.org",
                           "a;dkim=pass@example.org",
                           "a; dkim=pass header.d=example.org@example.org",
                           "a(b@example.org",
                           "a b@example.org",
                           "\xc3\xa9@example.org",
                           "a@b@example.org",
                           "/a@example.org"};
  for (const char* sender : senders) {
    Sample sample(Given().sender(sender).helo("x\r\nY: z; spf=pass (\"\\").dns("TXT example.org v=spf1 -all"));
    sample.ask("spf is fail");
    sample.ask("spf helo is fail");
    for (const std::string& text : {authentication_results_text(sample.facts().context()),
                                    received_spf_text(sample.facts().context(), "mx.hewgill.net")}) {
      bool quoted = false;
      int results = 0;
      for (size_t i = 0; i < text.size(); ++i) {
        EXPECT_TRUE(text[i] >= ' ' && text[i] <= '~') << text;
        if (text[i] == '"') quoted = !quoted;
        if (!quoted && text.compare(i, 4, "spf=") == 0) ++results;
      }
      EXPECT_FALSE(quoted) << text;
      EXPECT_LE(results, 2) << text;
      EXPECT_EQ(text.find('\\'), std::string::npos) << text;
      // Nor for a reader that knows no quotes and splits at semicolons and blanks.
      EXPECT_EQ(text.find(" dkim="), std::string::npos) << text;
      EXPECT_EQ(text.find(" spf=pass"), std::string::npos) << text;
      EXPECT_EQ(text.find(";dkim="), std::string::npos) << text;
    }
  }
}

}  // namespace
}  // namespace hfilter
