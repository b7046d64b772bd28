// SPDX-License-Identifier: BSD-2-Clause
//
// The count of the first field report: of 214 worm messages 181 said HELO with my own name and 33 were bounces of what
// the worm had sent elsewhere with my name. Generated: six MTAs write my border line, eight mail systems bounce, rescue
// lines are forged, recipients have inner hops; among as many good messages are true bounces, bounces by my own relay,
// lists and letters. Figures: build/tests/unit --gtest_filter='FirstReport.*'
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

#include "app/pipeline.h"
#include "unit/fake_mime_probe.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

constexpr char kRules[] =
    "hfilter 1\n"
    "mydomains hewgill.com, hewgill.net\n"
    "mynetworks 192.0.2.0/28\n"
    "myhosts occam.hewgill.net\n"
    "myrelays smtp.hewgill.net, 192.0.2.10\n"
    "own-helo:    match helo in mydomains then junk \"said HELO with my own name\"\n"
    "backscatter: match backscatter then junk\n";

struct Client {
  std::string helo, rdns, ip;  // rdns empty: none
};

using Line = std::string (*)(const Client& client, const std::string& by, int n);

std::string date(int n) {
  char text[64];
  snprintf(text, sizeof text, "Wed, 24 Mar 2004 16:%02d:%02d +0000", n / 60 % 60, n % 60);
  return text;
}

std::string id(int n) { return std::to_string(100'000 + n); }

// How MTAs write down who came. Each is a form of received_writers.cc.
std::string postfix(const Client& c, const std::string& by, int n) {
  return "Received: from " + c.helo + " (" + (c.rdns.empty() ? "unknown" : c.rdns) + " [" + c.ip + "])\n\tby " + by +
         " (Postfix) with ESMTP id 4CqY" + id(n) + "\n\tfor <greg@hewgill.com>; " + date(n) + " (UTC)\n";
}
std::string exim(const Client& c, const std::string& by, int n) {
  return "Received: from " +
         (c.rdns.empty() ? "[" + c.ip + "] (helo=" + c.helo + ")" : c.rdns + " ([" + c.ip + "] helo=" + c.helo + ")") +
         "\n\tby " + by + " with esmtp (Exim 4.34)\n\tid 1B6A" + id(n).substr(0, 2) + "-000" + id(n).substr(2, 3) +
         "-00\n\tfor greg@hewgill.com; " + date(n) + "\n";
}
std::string qmail(const Client& c, const std::string& by, int n) {
  return "Received: (qmail " + id(n) + " invoked from network); " + date(n).substr(5, 20) + " -0000\nReceived: from " +
         (c.rdns.empty() ? "unknown" : c.rdns) + " (HELO " + c.helo + ") (" + c.ip + ")\n  by " + by + " with SMTP; " +
         date(n).substr(5, 20) + " -0000\n";
}
std::string sendmail(const Client& c, const std::string& by, int n) {
  return "Received: from " + c.helo + " (" + (c.rdns.empty() ? "" : c.rdns + " ") + "[" + c.ip + "])\n\tby " + by +
         " (8.12.10/8.12.10) with ESMTP id i2OG" + id(n) + "\n\tfor <greg@hewgill.com>; " + date(n) + "\n";
}
std::string exchange(const Client& c, const std::string& by, int n) {
  return "Received: from " + c.helo + " (" + c.ip + ") by " + by +
         " (203.0.113.99)\n with Microsoft SMTP Server id 8.1.436.0; " + date(n) + "\n";
}
std::string opensmtpd(const Client& c, const std::string& by, int n) {
  return "Received: from " + c.helo + " (" + (c.rdns.empty() ? "<unknown>" : c.rdns) + " [" + c.ip + "])\n\tby " + by +
         " (OpenSMTPD) with ESMTP id ab" + id(n) + "\n\tfor <greg@hewgill.com>;\n\t" + date(n) + " (UTC)\n";
}

constexpr Line kBorderLines[] = {postfix, exim, qmail, sendmail, opensmtpd};
constexpr Line kSiteLines[] = {postfix, exim, qmail, sendmail, exchange, opensmtpd};

const char* const kOwnNames[] = {"hewgill.com", "HEWGILL.COM", "mail.hewgill.com", "hewgill.net", "hewgill.com."};

// What a forger writes below: my relay, by name and address, in every way that has rescued a bounce somewhere.
const char* const kRescues[] = {
    "",
    "Received: from smtp.hewgill.net (smtp.hewgill.net [192.0.2.10])\n\tby mx.example.org (Postfix) with ESMTP id "
    "4CqY1; Wed, 24 Mar 2004 15:59:00 +0000 (UTC)\n",
    "Received: from hewgill.com (localhost [127.0.0.1])\n\tby smtp.hewgill.net (Postfix) with ESMTP id 4CqY2; Wed, 24 "
    "Mar 2004 15:58:00 +0000 (UTC)\n",
    "Received: by smtp.hewgill.net (Postfix, from userid 1001)\n\tid 4CqY3; Wed, 24 Mar 2004 15:57:00 +0000 (UTC)\n",
    "Message-ID: <forged@smtp.hewgill.net>\n",
};

Client stranger(int n) {
  Client c;
  c.ip = (n % 2 ? "198.51.100." : "203.0.113.") + std::to_string(100 + n % 99);
  c.helo = kOwnNames[n % 5];
  if (n % 3 == 0) c.rdns = "dsl-" + std::to_string(n) + ".example.org";
  return c;
}

Client my_relay(int n) { return {"smtp.hewgill.net", n % 4 ? "smtp.hewgill.net" : "", "192.0.2.10"}; }

/// Who handed it to the site, then the site's inner hops above it.
std::string site_trace(Line line, const Client& client, int inner, int n) {
  const std::string mx = "mx.site" + std::to_string(n % 7) + ".example";
  std::string trace = line(client, mx, n);
  for (int hop = 1; hop <= inner; ++hop) {
    const Client own =
        hop % 2 ? Client{mx, mx, "203.0.113." + std::to_string(hop)} : Client{"localhost", "localhost", "127.0.0.1"};
    trace = postfix(own, hop % 2 ? "store.site" + std::to_string(n % 7) + ".example" : mx, n + hop) + trace;
  }
  return trace;
}

std::string returned(const std::string& trace, const std::string& below, int n) {
  return "Return-Path: <greg@hewgill.com>\n" + trace + below + "From: greg@hewgill.com\nTo: user" + std::to_string(n) +
         "@site.example\nSubject: Re: Details\n\n";
}

// How mail systems return a message. `message` begins with its header.
using Bounce = std::string (*)(const std::string& message);

std::string qmail_bounce(const std::string& m) {
  return "From: MAILER-DAEMON@mx.site.example\nTo: greg@hewgill.com\nSubject: failure notice\n\nHi. This is the "
         "qmail-send "
         "program at mx.site.example.\nI'm afraid I wasn't able to deliver your message.\n\n<x@site.example>:\nSorry, "
         "no "
         "mailbox here by that name.\n\n--- Below this line is a copy of the message.\n\n" +
         m + "See the file.\n";
}
std::string exim_bounce(const std::string& m) {
  return "X-Failed-Recipients: x@site.example\nAuto-Submitted: auto-replied\nFrom: Mail Delivery System "
         "<Mailer-Daemon@mx.site.example>\nTo: greg@hewgill.com\nSubject: Mail delivery failed: returning message to "
         "sender\n\nThis message was created automatically by mail delivery software.\n\n------ This is a copy of the "
         "message, including all the headers. ------\n\n" +
         m + "See the file.\n";
}
std::string report_bounce(const std::string& from, const std::string& subject, const std::string& type,
                          const std::string& m) {
  return "From: " + from + "\nTo: greg@hewgill.com\nSubject: " + subject +
         "\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"B/mx\"\n\n"
         "--B/mx\nContent-Type: text/plain\n\nIt could not be delivered.\n\n--B/mx\nContent-Type: "
         "message/delivery-status\n\nReporting-MTA: dns; mx.site.example\n\nFinal-Recipient: rfc822; "
         "x@site.example\nAction: failed\nStatus: 5.1.1\n\n--B/mx\nContent-Type: " +
         type + "\n\n" + m + "\n--B/mx--\n";
}
std::string postfix_bounce(const std::string& m) {
  return report_bounce("MAILER-DAEMON@mx.site.example (Mail Delivery System)", "Undelivered Mail Returned to Sender",
                       "message/rfc822", m);
}
std::string sendmail_bounce(const std::string& m) {
  return report_bounce("Mail Delivery Subsystem <MAILER-DAEMON@mx.site.example>",
                       "Returned mail: see transcript for details", "text/rfc822-headers", m);
}
std::string exchange_bounce(const std::string& m) {
  return report_bounce("postmaster@site.example", "Undeliverable: Re: Details", "message/rfc822", m);
}
std::string old_sendmail_bounce(const std::string& m) {
  return "From: Mail Delivery Subsystem <MAILER-DAEMON@mx.site.example>\nTo: greg@hewgill.com\nSubject: Returned mail: "
         "User unknown\n\nThe original message was received at Wed, 24 Mar 2004\n\n   ----- Transcript of session "
         "follows "
         "-----\n550 x@site.example... User unknown\n\n   ----- Original message follows -----\n\n" +
         m + "See the file.\n";
}
std::string quoting_bounce(const std::string& m) {
  std::string quoted = "> ";
  for (const char c : m) quoted += c == '\n' ? std::string("\n> ") : std::string(1, c);
  return "From: Mail Delivery Subsystem <mailer-daemon@mx.site.example>\nTo: greg@hewgill.com\nSubject: Delivery "
         "Status "
         "Notification (Failure)\n\nDelivery to the following recipient failed permanently:\n\n   ----- Original "
         "message -----\n" +
         quoted + "\n";
}
std::string yahoo_bounce(const std::string& m) {
  return "From: MAILER-DAEMON@site.example\nTo: greg@hewgill.com\nSubject: Failure Notice\n\nSorry, we were unable to "
         "deliver your message to the following address.\n\n--- Below this line is a copy of the message.\n\n" +
         m;
}
constexpr Bounce kBounces[] = {qmail_bounce,    exim_bounce,         postfix_bounce, sendmail_bounce,
                               exchange_bounce, old_sendmail_bounce, quoting_bounce, yahoo_bounce};

/// A good client that hands mail to my border.
Client peer(const std::string& name, int n) { return {name, name, "203.0.113." + std::to_string(10 + n % 80)}; }

std::string letter(int n) {
  return "From: friend" + std::to_string(n) + "@example.org\nTo: greg@hewgill.com\nSubject: hello\n\nHello.\n";
}

std::vector<std::string> worm_mails() {
  std::vector<std::string> mails;
  for (int n = 0; n < 181; ++n) {
    mails.push_back(kBorderLines[n % 5](stranger(n), "occam.hewgill.net", n) + kRescues[n / 5 % 5] +
                    "From: bob@example.com\nTo: greg@hewgill.com\nSubject: Re: Document\n\nSee the file.\n");
  }
  for (int n = 0; n < 33; ++n) {
    const std::string trace = site_trace(kSiteLines[n % 6], stranger(n), n % 4, n);
    mails.push_back("Return-Path: <>\n" + kBorderLines[n % 5](peer("mx.site.example", n), "occam.hewgill.net", n) +
                    kBounces[n % 8](returned(trace, kRescues[n % 5], n)));
  }
  return mails;
}

std::vector<std::string> good_mails() {
  std::vector<std::string> mails;
  for (int n = 0; n < 60; ++n) {  // letters; a name that only looks like mine among them
    const Client client = n % 6 ? peer("mail.example.org", n) : peer("hewgill.com.example", n);
    mails.push_back(kBorderLines[n % 5](client, "occam.hewgill.net", n) + letter(n));
  }
  for (int n = 0; n < 40; ++n) {  // my own post to a list comes back: my name in HELO, but below the border
    const std::string below = postfix(my_relay(n), "lists.example.org", n);
    mails.push_back(kBorderLines[n % 5](peer("lists.example.org", n), "occam.hewgill.net", n) + below +
                    "From: greg@hewgill.com\nTo: list@lists.example.org\nList-Id: <list.lists.example.org>\nSubject: "
                    "hello\n\nHello.\n");
  }
  for (int n = 0; n < 20; ++n) {  // mail that is mine
    mails.push_back(
        kBorderLines[n % 5]({"occam.hewgill.net", "occam.hewgill.net", "192.0.2.3"}, "occam.hewgill.net", n) +
        letter(n));
  }
  for (int n = 0; n < 60; ++n) {  // true bounces
    const std::string trace = site_trace(kSiteLines[n % 6], my_relay(n), n % 4, n);
    mails.push_back("Return-Path: <>\n" + kBorderLines[n % 5](peer("mx.site.example", n), "occam.hewgill.net", n) +
                    kBounces[n % 8](returned(trace, "", n)));
  }
  for (int n = 0; n < 20; ++n) {  // refused at once, so my own relay bounces: it returns what I handed to it
    const std::string trace = postfix({"[10.0.0.7]", "", "10.0.0.7"}, "smtp.hewgill.net", n);
    mails.push_back("Return-Path: <>\n" + kBorderLines[n % 5](my_relay(1), "occam.hewgill.net", n) +
                    kBounces[n % 8](returned(trace, "", n)));
  }
  for (int n = 0; n < 14; ++n) {  // true bounces that return nothing
    mails.push_back("Return-Path: <>\n" + kBorderLines[n % 5](peer("mx.site.example", n), "occam.hewgill.net", n) +
                    "From: MAILER-DAEMON@site.example\nSubject: failure notice\n\nUser unknown.\n");
  }
  return mails;
}

struct Count {
  int junk = 0;
  int unknown = 0;
  int by_helo = 0;
};

Count judge_all(const std::vector<std::string>& mails, bool want_junk) {
  RuleFixture fixture(kRules);
  EXPECT_EQ(diagnostics_text(fixture.rules.diagnostics), "");
  FakeMimeProbe mime;
  Count count;
  for (const std::string& mail : mails) {
    const size_t end = Message::header_end(mail);
    const Message message(mail.substr(0, end), std::make_unique<MemoryBody>(mail.substr(end)));
    const PipelineInputs around{fixture.clock, mime, {}, {}, nullptr, nullptr, nullptr, nullptr, {}};
    Verdict verdict;
    run_pipeline(message, fixture.rules, around, [&](JudgedMessage& judged) {
      verdict = *judged.verdict;
      return 0;
    });
    const bool junk = verdict.action == Action::kJunk;
    count.junk += junk;
    count.by_helo += verdict.rule == "own-helo";
    for (const RuleReport& rule : verdict.rules) {
      if (rule.name == "backscatter" && rule.result == RuleResult::kUnknown) {
        ++count.unknown;
        if (want_junk) ADD_FAILURE() << rule.why << "\n" << mail;
      }
    }
    EXPECT_EQ(junk, want_junk) << verdict.rule << "\n" << mail;
  }
  return count;
}

TEST(FirstReport, TwoHundredAndFourteen) {
  const std::vector<std::string> worms = worm_mails(), good = good_mails();
  ASSERT_EQ(worms.size(), 214u);
  ASSERT_EQ(good.size(), 214u);
  const Count caught = judge_all(worms, true);
  const Count wrong = judge_all(good, false);
  printf("  worms: %d of 214 caught (%d by HELO, %d as backscatter), %d unknown\n", caught.junk, caught.by_helo,
         caught.junk - caught.by_helo, caught.unknown);
  printf("  good:  %d of 214 junked, %d unknown\n", wrong.junk, wrong.unknown);
  EXPECT_EQ(caught.junk, 214);
  EXPECT_EQ(caught.by_helo, 181);
  EXPECT_EQ(caught.unknown, 0);
  EXPECT_EQ(wrong.junk, 0);
  EXPECT_EQ(wrong.unknown, 14);  // those that return nothing
}

}  // namespace
}  // namespace hfilter
