// SPDX-License-Identifier: BSD-2-Clause
//
// What `hfilter explain` shows people: every line within the terminal whatever the mail holds, and each thing once.
#include "app/report/explain.h"

#include <gtest/gtest.h>

#include <string>

#include "unit/fake_mime_probe.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

constexpr char kRules[] =
    "hfilter 1\n"
    "mydomains  hewgill.com\n"
    "mynetworks 192.0.2.0/24\n"
    "myhosts    occam.hewgill.net\n"
    "own-helo:  match helo in mydomains then junk \"said HELO with my own name\"\n";

const Terminal kPlain{false, true, 80};

struct Shown {
  RuleFixture fixture;
  bool all = false;
  bool verbose = false;

  explicit Shown(const std::string& rules) : fixture(rules) {}

  std::string text(const std::string& header, const Terminal& terminal = kPlain, const Envelope& envelope = {}) {
    return explained(header, envelope, [&](const ExplainInput& in) { return explain_text(in, terminal); });
  }
  std::string json(const std::string& header) { return explained(header, {}, explain_json); }

  template <class Explain>
  std::string explained(const std::string& header, const Envelope& envelope, Explain explain) {
    FakeMimeProbe mime;
    const Message message(header + "\n", std::make_unique<MemoryBody>("body\n"));
    const PipelineInputs around{fixture.clock, mime, envelope, {}, nullptr, nullptr, nullptr, nullptr, {}};
    std::string out;
    run_pipeline(message, fixture.rules, around, [&](JudgedMessage& mail) {
      out = explain({"mail", mail, fixture.rules, *mail.verdict, all, verbose});
      return 0;
    });
    return out;
  }
};

std::string worm() { return postfix_line("hewgill.com", "unknown", "200.150.100.50") + "Subject: Re: Document\n"; }

/// Without blanks at the ends and line ends: as the reader's eye joins what was folded.
std::string joined(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const char plain = c == '\n' ? ' ' : c;
    if (plain != ' ' || (!out.empty() && out.back() != ' ')) out += plain;
  }
  return out;
}

#define EXPECT_SHOWS(text, part) EXPECT_NE(joined(text).find(part), std::string::npos) << part << "\n" << text
#define EXPECT_HIDES(text, part) EXPECT_EQ(joined(text).find(part), std::string::npos) << part << "\n" << text

TEST(Explain, NoLineIsWiderThanTheTerminal) {
  const std::string label(60, 'x');
  const std::string name = label + "." + label + "." + label + ".example";
  const std::string mails[] = {
      worm(),
      postfix_line(name, name, "2001:db8:1234:5678:9abc:def0:1234:5678", name) + "Subject: " + std::string(3'000, 'x') +
          "\nFrom: " + label + "@" + name + "\nMessage-ID: <" + std::string(400, 'a') + "@" + name + ">\n",
      worm() + "Subject: =?utf-8?B?5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe?=\n",
      worm() + postfix_line("a", name, "10.1.1.1") + postfix_line(name, "unknown", "203.0.113.7"),
      "Received: " + std::string(500, '(') + "\nDate: " + std::string(200, 'd') + "\n",
  };
  const std::string rules = std::string(kRules) + std::string(90, 'r') + ": match subject contains \"" +
                            std::string(200, 's') +
                            "\" or header \"X\" is \"y\" then score 2\n"
                            "long: match helo is bare-ip, literal, unqualified, localhost, me, generic, malformed then "
                            "add header \"X-A: b\", tag a, tag b, log \"" +
                            std::string(300, 'l') + "\"\nat score 2 then junk\n";
  for (const int columns : {40, 60, 80, 100, 116, 132, 300}) {
    for (const std::string& mail : mails) {
      Shown shown(rules);
      ASSERT_TRUE(shown.fixture.rules.diagnostics.empty()) << diagnostics_text(shown.fixture.rules.diagnostics);
      shown.verbose = true;
      shown.all = true;
      std::string text = shown.text(mail, {true, true, columns});
      while (!text.empty()) {
        const std::string line = text.substr(0, text.find('\n'));
        EXPECT_LE(columns_of(line), columns) << line;
        text.erase(0, line.size() + 1);
      }
    }
  }
}

TEST(Explain, ColoursChangeNoWord) {
  const std::string colored = Shown(kRules).text(worm(), {true, true, 80});
  std::string stripped;
  for (size_t i = 0; i < colored.size(); ++i) {
    if (colored[i] == '\033') {
      i = colored.find('m', i);
    } else {
      stripped += colored[i];
    }
  }
  EXPECT_NE(colored, stripped);
  EXPECT_EQ(stripped, Shown(kRules).text(worm()));
}

TEST(Explain, FactsThatHaveOneReasonShareALine) {
  const std::string text = Shown(kRules).text(
      "Received: from pc (pc [192.0.2.7])\n\tby occam.hewgill.net (Postfix) with ESMTP id 4Bxyz1Zz9;"
      " Wed, 31 Dec 2025 23:00:00 +0000\n");
  EXPECT_SHOWS(text, "unknown client, helo, rdns, by, protocol, encrypted");
  EXPECT_SHOWS(text, "it is not stranger, authenticated, local, mailing-list, autoreply");
  EXPECT_SHOWS(text, "not asked spf, spf helo, message size, body,");
}

TEST(Explain, ValuesAreForPeople) {
  Shown shown(
      "hfilter 1\nmynetworks 192.0.2.0/24\nyoung: match age < 5m then tag young\nfull: match message size > 10M then "
      "junk\n"
      "new: match today < 2000-01-01 then junk\n");
  shown.verbose = true;
  const std::string text = shown.text(worm() + "Date: Wed, 31 Dec 2025 20:55:00 +0000\nReturn-Path: <>\n", kPlain,
                                      Envelope{std::string(), std::nullopt, std::nullopt});
  EXPECT_SHOWS(text, "sender <>");
  EXPECT_SHOWS(text, "age 2h 5m");
  EXPECT_SHOWS(text, "age is 2h 5m");
  EXPECT_SHOWS(text, "message size is ");
  EXPECT_SHOWS(text, " B");
  EXPECT_SHOWS(text, "today is 2026-01-01");
}

TEST(Explain, SkippedRulesSayWhen) {
  const std::string text = Shown(std::string(kRules) +
                                 "old: match stranger then junk until 2025-06-30\nnext: match stranger then junk since "
                                 "2026-02-01\n")
                               .text(worm());
  EXPECT_SHOWS(text, "skipped expired on 2025-06-30");
  EXPECT_SHOWS(text, "skipped begins on 2026-02-01");
}

TEST(Explain, OfSeveralFilesEachIsNamed) {
  Shown shown("mine: match subject is \"x\" then discard\n");
  EXPECT_HIDES(shown.text(worm()), kUserRc);
  shown.fixture.files.texts[kSiteRc] = "mynetworks 192.0.2.0/24\nsite: match local then junk\n";
  shown.fixture.reload();
  const std::string text = shown.text(worm());
  EXPECT_SHOWS(text, std::string("RULES ") + kSiteRc + " site line 2 no");
  EXPECT_SHOWS(text, std::string(kUserRc) + " mine line 1 no");
}

TEST(Explain, AFaultyFileIsNoVerdict) {
  EXPECT_SHOWS(Shown("match helo is nonsense then junk\n").text(worm()),
               "VERDICT none a rule file is faulty: the mail passes, with X-HFilter-Status: error");
  EXPECT_SHOWS(Shown("set on-error defer\nmatch helo is nonsense then junk\n").text(worm()),
               "VERDICT none a rule file is faulty: the mail is deferred (on-error defer)");
  Shown both("match helo is nonsense then junk\n");
  both.fixture.files.texts[kSiteRc] = "mynetworks 192.0.2.0/24\nsite: match stranger then junk\n";
  both.fixture.reload();
  EXPECT_SHOWS(both.text(worm()), "VERDICT junk by site a rule file is faulty");
}

TEST(Explain, AReasonIsSaidOnce) {
  const std::string text =
      Shown(std::string(kRules) + "two: match helo is bare-ip then junk\nthree: match local then junk\n")
          .text(postfix_line("pc", "pc", "192.0.2.7"));
  EXPECT_SHOWS(text, "own-helo line 5 unknown helo in mydomains the mail is yours: no stranger handed it in");
  EXPECT_SHOWS(text, "two line 6 unknown helo is bare-ip (as above) three line 7 no local");
  EXPECT_SHOWS(text, "unknown dkim, dmarc (no Authentication-Results field that is believed has a result for it)");
}

TEST(Explain, AnUndecidedThresholdNamesTheRulesThatCouldMoveIt) {
  Shown shown(
      "hfilter 1\nmynetworks 192.0.2.0/24\nnetworks gone from \"/l/gone\"\n"
      "bad: match stranger then score 5\nproof: match client in gone then score -4\n"
      "more: match client in gone then score 1\nat score 9 then discard\nat score 4 then junk\nat score 1 then tag "
      "low\n");
  const std::string text = shown.text(worm());
  EXPECT_SHOWS(text, "at score 9 line 7 no");
  EXPECT_SHOWS(text, "at score 4 line 8 unknown score >= 4 score is 5; undecided: proof (-4), more (+1)");
  EXPECT_SHOWS(text, "at score 1 line 9 MATCH");
  EXPECT_SHOWS(shown.json(worm()), "\"moved_by\":[\"proof\",\"more\"]");
}

TEST(Explain, LongNamesAreShortInThePathAndWholeInTheFacts) {
  const std::string name = std::string(30, 'a') + "." + std::string(30, 'b') + ".example";
  const std::string text = Shown(kRules).text(postfix_line(name, name, "200.150.100.50"), {false, true, 132});
  EXPECT_SHOWS(text, " aaaaaaaaaaaaaaaaaaaa...bbbbbbbbbbbbbbbbb.example STRANGER");
  EXPECT_SHOWS(text, "rdns " + name);
}

TEST(Explain, VerboseSaysWhyNot) {
  Shown shown("hfilter 1\nmynetworks 192.0.2.0/24\nother: match subject is \"x\" then discard\n");
  EXPECT_HIDES(shown.text(worm()), "is \"Re: Document\"");
  shown.verbose = true;
  EXPECT_SHOWS(shown.text(worm()), "is \"Re: Document\"");
}

TEST(Explain, ManyRulesAreBounded) {
  std::string rules = "hfilter 1\nmynetworks 192.0.2.0/24\n";
  for (int i = 0; i < 1'000; ++i) rules += "match subject is \"s" + std::to_string(i) + "\" then junk\n";
  rules += "hit: match stranger then junk\n";
  for (int i = 0; i < 1'000; ++i) rules += "late" + std::to_string(i) + ": match local then junk\n";
  const std::string text = Shown(rules).text(worm());
  EXPECT_SHOWS(text, "900 more do not match (--json has them)");
  EXPECT_SHOWS(text, "not reached: late0, late1,");
  EXPECT_SHOWS(text, "and 980 more");
  EXPECT_SHOWS(text, "hit line 1003 MATCH");
  EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 260);
}

TEST(Explain, ManyHopsAreBounded) {
  std::string mail;
  for (int i = 0; i < 500; ++i) mail += postfix_line("a.example", "a.example", "192.0.2.7");
  EXPECT_SHOWS(Shown(kRules).text(mail), "460 more hops");
}

TEST(Explain, TheBorderSpeaksOfHops) {
  const std::string text = Shown(kRules).text(worm());
  EXPECT_SHOWS(text, "border found (hop 1)");
  EXPECT_SHOWS(text, "in mydomains (hewgill.com, line 2)");
}

}  // namespace
}  // namespace hfilter
