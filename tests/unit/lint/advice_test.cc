// SPDX-License-Identifier: BSD-2-Clause
//
// What `check` advises for an accept that anybody could reach is followed to the letter and then attacked: the rule,
// the rule behind a tag and the rule behind a test must accept the friend's mail and none of the stranger's.
#include <gtest/gtest.h>

#include <algorithm>

#include "facts/connection/dns_facts.h"
#include "lint/lint.h"
#include "spf/spf_check.h"
#include "system/child/spf_libspf2.h"
#include "unit/fake_child.h"
#include "unit/fake_dns.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

constexpr char kLists[] =
    "hfilter 1\nmydomains hewgill.com\nmynetworks 192.0.2.0/24\nmyhosts occam.hewgill.net\nmyscanners 192.0.2.25\n"
    "addresses friends = bob@example.com\ndomains partners = example.com\n";

constexpr char kZone[] =
    "TXT example.com v=spf1 ip4:198.51.100.20 -all\nTXT mail.example.com v=spf1 ip4:198.51.100.20 -all\n"
    "TXT evil.example v=spf1 +all\nTXT mail.evil.example v=spf1 +all\nTXT example.com.evil.example v=spf1 +all\n"
    "TXT notexample.com v=spf1 +all\n";

// What a stranger may write and an owner may take for a reason to trust.
const char* const kClaims[] = {
    "from in friends",
    "from is bob@example.com and spf is pass",
    "from domain in partners",
    "from ends \"@example.com\"",
    "from contains \"example.com\"",
    "from contains \"example.com\" and spf is pass",
    "from is not missing",
    "reply-to in friends",
    "reply-to in friends and dmarc is pass",
    "sender in friends",
    "sender domain in partners",
    "sender ends \"example.com\"",
    "sender contains \"example.com\" and spf is pass",
    "sender matches /example\\.com/ and spf is pass",
    "sender is empty",
    "helo in partners",
    "helo ends \"example.com\"",
    "helo is me",
    "rdns in partners",
    "rdns contains \"example.com\"",
    "rdns ends \"example.com\" and not rdns is unverified",
    "spf is pass",
    "spf helo is pass",
    "dkim is pass",
    "dmarc is pass",
    "header \"X-Secret\" is \"4711\"",
    "list-id ends \".example.com\"",
    "subject contains \"[ticket\"",
    "message-id domain in partners",
    "mailing-list",
    "mailing-list and from in friends",
    "any hop client in 198.51.100.0/24",
};

struct Mail {
  std::string head;
  std::string sender;
};

const std::string kForgedLine = postfix_line("mail.example.com", "mail.example.com", "198.51.100.20", "mx.example.com");

std::string message_of(const std::string& results, const std::string& line, const std::string& from) {
  return (results.empty() ? results : "Authentication-Results: occam.hewgill.net; " + results + "\n") + line + from +
         "Reply-To: bob@example.com\nSubject: [ticket 1]\nMessage-ID: <1@mail.example.com>\n"
         "List-Id: <talk.example.com>\nX-Secret: 4711\nAuthentication-Results: occam.hewgill.net; dkim=pass "
         "header.d=example.com; dmarc=pass header.from=example.com\n" +
         kForgedLine;
}

/// The friend's mail: everything in it is true.
Mail friends_mail() {
  return {"X-Secret: 4711\n" + message_of("dkim=pass header.d=example.com; dmarc=pass header.from=example.com",
                                          postfix_line("mail.example.com", "mail.example.com", "198.51.100.20"),
                                          "From: Bob <bob@example.com>\n"),
          "bob@example.com"};
}

const char* const kFroms[] = {
    "From: bob@example.com\n",
    "From: bob@example.com\nFrom: x@evil.example\n",
    "From: x@evil.example\nFrom: bob@example.com\n",
    "From: bob@example.com, x@evil.example\n",
    "From: x@evil.example, bob@example.com\n",
    "From: Friends: bob@example.com;\n",
    "From: Friends: bob@example.com, x@evil.example;\n",
    "From: x@evil.example\nSubject: x\rFrom: bob@example.com\n",
    "From: x@evil.example\nFrom : bob@example.com\n",
    "From: \"bob@example.com\" <x@example.com.evil.example>\n",
    "From: x@evil.example\n",
};
const char* const kSenders[] = {"x@evil.example", "bob@example.com", "", "x@example.com.evil.example",
                                "x@notexample.com"};
const std::string kLines[] = {
    postfix_line("mail.evil.example", "mail.evil.example", "203.0.113.66"),
    postfix_line("example.com", "unknown", "203.0.113.66"),
    postfix_line("occam.hewgill.net", "mail.evil.example", "203.0.113.66"),
    postfix_line("notexample.com", "notexample.com", "203.0.113.66"),
    "Received: from mail.example.com (mail.example.com [203.0.113.66] (may be forged))\n\tby occam.hewgill.net "
    "(8.17.1/8.17.1) with ESMTP id 1\n\tfor <greg@hewgill.com>; Wed, 24 Mar 2004 16:00:10 GMT\n",
};
const char* const kResults[] = {"", "dkim=pass header.d=evil.example; dmarc=pass header.from=evil.example"};

std::vector<Mail> strangers_mails() {
  std::vector<Mail> mails;
  for (const char* from : kFroms) {
    for (const char* sender : kSenders) {
      for (const std::string& line : kLines) {
        for (const char* results : kResults) mails.push_back({message_of(results, line, from), sender});
      }
    }
  }
  return mails;
}

bool is_accepted(const RuleFixture& f, const Mail& mail) {
  const Message message(mail.head + "\n", std::make_unique<MemoryBody>("body\n"));
  const RelayChain chain(message);
  const Border border = find_border(chain, f.rules.trust);
  Envelope envelope;
  envelope.sender = mail.sender;
  FakeDns dns(kZone);
  FakeChild child(libspf2_job());
  Libspf2Engine engine(child);
  SpfChecker spf(dns, engine);
  DnsFacts dns_facts(dns, spf, "occam.hewgill.net");
  FactContext context{message, chain, border, f.rules.trust, envelope, f.clock};
  context.dns = &dns_facts;
  context.results_from = &f.rules.settings.results_from;
  Facts facts(context);
  return evaluate(f.rules, facts).action == Action::kAccept;
}

/// The help of the warning, or nothing if there is no such warning.
std::string advice_for(RuleFixture& f, const std::string& rules) {
  f.load(kLists + rules + "otherwise junk\n");
  EXPECT_TRUE(f.rules.diagnostics.empty()) << rules << diagnostics_text(f.rules.diagnostics);
  for (const Diagnostic& found : lint_rules(f.rules)) {
    if (found.name == "forgeable") return found.error.help;
  }
  return {};
}

void replace(std::string& text, const std::string& what, const std::string& with) {
  const size_t at = text.find(what);
  if (at != std::string::npos) text.replace(at, what.size(), with);
}

/// The conditions that the advice makes of one: behind the colon, parted by ", or: "; "..." is what was there.
std::vector<std::string> followed(const std::string& condition, const std::string& advice) {
  std::vector<std::string> made;
  constexpr char kOr[] = ", or: ";
  size_t at = advice.find(": ");
  EXPECT_NE(at, std::string::npos) << "no condition to write in: " << advice;
  if (at == std::string::npos) return made;
  for (at += 2; at != std::string::npos;) {
    const size_t end = advice.find(kOr, at);
    std::string one = advice.substr(at, end - at);
    replace(one, "LIST", "partners");
    replace(one, "NETWORKS", "198.51.100.0/24");
    replace(one, "header \"NAME\" ...", "header \"X-Secret\" is \"4711\"");
    if (one.compare(0, 4, "... ") == 0) one = condition + one.substr(3);
    made.push_back(one);
    at = end == std::string::npos ? end : end + sizeof kOr - 1;
  }
  return made;
}

/// The rule, and what gets past a check that looks at single rules.
std::vector<std::string> forms_of(const std::string& condition) {
  return {"match " + condition + " then accept\n",
          "match " + condition + " then tag good\nmatch tagged good then accept\n",
          "test good = " + condition + "\nmatch good then accept\n",
          "match stranger then tag strange\nmatch tagged strange and " + condition + " then accept\n"};
}

TEST(Advice, LetsTheFriendInAndNobodyElse) {
  const std::vector<Mail> attacks = strangers_mails();
  for (const std::string claim : kClaims) {
    RuleFixture f;
    const std::string advice = advice_for(f, "match " + claim + " then accept\n");
    ASSERT_FALSE(advice.empty()) << claim;
    const bool open =
        std::any_of(attacks.begin(), attacks.end(), [&](const Mail& mail) { return is_accepted(f, mail); });
    EXPECT_TRUE(open) << "no attack tries " << claim;
    for (const std::string& condition : followed(claim, advice)) {
      for (const std::string& rules : forms_of(condition)) {
        RuleFixture advised;
        EXPECT_EQ(advice_for(advised, rules), "") << rules;
        EXPECT_TRUE(is_accepted(advised, friends_mail())) << rules;
        const auto accepted =
            std::find_if(attacks.begin(), attacks.end(), [&](const Mail& mail) { return is_accepted(advised, mail); });
        EXPECT_EQ(accepted, attacks.end()) << rules << "sender " << accepted->sender << "\n" << accepted->head;
      }
    }
  }
}

TEST(Advice, ForATagIsToAskThereOrHere) {
  RuleFixture f;
  const std::string rules = "match from in friends then tag x\nmatch ";
  const std::string advice = advice_for(f, rules + "tagged x then accept\n");
  for (const std::string& condition : followed("tagged x", advice)) {
    RuleFixture advised;
    EXPECT_EQ(advice_for(advised, rules + condition + " then accept\n"), "") << condition;
    EXPECT_TRUE(is_accepted(advised, friends_mail())) << condition;
    for (const Mail& mail : strangers_mails()) ASSERT_FALSE(is_accepted(advised, mail)) << condition << mail.head;
  }
}

}  // namespace
}  // namespace hfilter
