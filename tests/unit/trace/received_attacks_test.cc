// SPDX-License-Identifier: BSD-2-Clause
//
// What a client can put into a Received line through HELO, PTR, ident, sender, recipient, certificate or user name, and
// that it never becomes the client, the HELO or an authentication. The true client is 203.0.113.66 in each; the HELO
// stands in the table. Writers that bound their HELO must give the truth, the others the truth or nothing.
#include <gtest/gtest.h>

#include <string>

#include "trace/received_parser.h"
#include "unit/trace/folded.h"

namespace hfilter {
namespace {

using hfilter_test::expect_same_when_folded;

constexpr const char* kTrueClient = "203.0.113.66";
constexpr const char* kDate = "; Tue, 04 Mar 2025 10:11:12 +0000";

struct Attack {
  const char* name;
  std::string line;  // without the date
  const char* helo;
  const char* rdns;
};

void expect_truth(const Attack& attack) {
  const std::string line = attack.line + kDate;
  const ReceivedHop hop = parse_received(line, 1);
  expect_same_when_folded(attack.name, line);
  ASSERT_TRUE(hop.client) << attack.name << ": " << hop_kind_name(hop.kind) << " " << hop.why;
  EXPECT_EQ(hop.client->to_string(), kTrueClient) << attack.name;
  EXPECT_EQ(hop.helo.value_or("(none)"), attack.helo) << attack.name;
  EXPECT_EQ(hop.rdns, attack.rdns) << attack.name;
  EXPECT_EQ(hop.auth, HopAuth::kNone) << attack.name;
  EXPECT_EQ(hop.kind, HopKind::kSmtp) << attack.name;
}

const std::string kPostfixTail = "\n\tby mx.victim.example (Postfix) with ESMTP id 4Z1";
const std::string kEximTail =
    "\n\tby mx.victim.example with esmtp (Exim 4.96)\n\t(envelope-from <a@b.example>)\n\tid 1abcDE-000abc-1X";
const std::string kSendmailTail = "\n\tby mx.victim.example (8.17.1/8.17.1) with ESMTP id 524AB";
const std::string kCourierTail = "\n  by mx.victim.example with ESMTP\n  id 0000A1B2.65E5A0F0.00001234";
const std::string kHarakaTail =
    "\n\tby mx.victim.example (Haraka/3.0.3) with ESMTP id 349C.1\n\tenvelope-from <a@b.example>";

TEST(ReceivedAttacks, Helo) {
  const Attack attacks[] = {
      {"Postfix, literal", "from [192.0.2.10] (unknown [203.0.113.66])" + kPostfixTail, "[192.0.2.10]", ""},
      {"Postfix, by", "from by (unknown [203.0.113.66])" + kPostfixTail, "by", ""},
      {"Postfix, from", "from from (unknown [203.0.113.66])" + kPostfixTail, "from", ""},
      {"Postfix, cleaned parentheses", "from x?[192.0.2.10]?by?y (unknown [203.0.113.66])" + kPostfixTail,
       "x?[192.0.2.10]?by?y", ""},
      {"Postfix, unfolded", "from by (unknown [203.0.113.66]) by mx.victim.example (Postfix) with ESMTP id 4Z1", "by",
       ""},
      {"Exim, helo=", "from [203.0.113.66] (helo=helo=good.example)" + kEximTail, "helo=good.example", ""},
      {"Exim, junk HELO with an address",
       "from a.example ([203.0.113.66] helo=x ([192.0.2.10] helo=good.example)" + std::string(")") + kEximTail,
       "x ([192.0.2.10] helo=good.example)", "a.example"},
      {"Exim, junk HELO with a whole line",
       "from [203.0.113.66] (helo=good.example (good.example [192.0.2.10]) by mx.victim.example (Postfix) with ESMTPSA "
       "id 4Z1)" +
           kEximTail,
       "good.example (good.example [192.0.2.10]) by mx.victim.example (Postfix) with ESMTPSA id 4Z1", ""},
      {"Exim, junk HELO with a backslash", "from [203.0.113.66] (helo=x\\)" + kEximTail, "x\\", ""},
      {"qmail, literal", "from a.example (HELO [192.0.2.10]) (203.0.113.66)\n  by mx.victim.example with SMTP",
       "[192.0.2.10]", "a.example"},
      {"qmail, an ident and an address",
       "from unknown (HELO x@192.0.2.10) (203.0.113.66)\n  by mx.victim.example with SMTP", "x@192.0.2.10", ""},
      {"Sendmail, literal", "from [192.0.2.10] ([203.0.113.66])" + kSendmailTail, "[192.0.2.10]", ""},
      {"Sendmail, IPv6 literal", "from [IPv6:2001:db8::1] (a.example [203.0.113.66] (may be forged))" + kSendmailTail,
       "[IPv6:2001:db8::1]", "a.example"},
      {"Courier, an open parenthesis", "from x(y ([::ffff:203.0.113.66])" + kCourierTail, "x(y", ""},
      {"Courier, a whole comment",
       "from good.example(good.example_[192.0.2.10])by_x (a.example [::ffff:203.0.113.66])" + kCourierTail,
       "good.example(good.example_[192.0.2.10])by_x", "a.example"},
      {"Courier without an id, an open parenthesis",
       "from x(y[::ffff:192.0.2.10] ([::ffff:203.0.113.66])\n  by mx.victim.example with ESMTP",
       "x(y[::ffff:192.0.2.10]", ""},
      {"Courier, a quote", "from \"x ([::ffff:203.0.113.66])" + kCourierTail, "\"x", ""},
      {"OpenSMTPD, literal",
       "from [192.0.2.10] (a.example [203.0.113.66])\n\tby mx.victim.example (OpenSMTPD) with ESMTP id 0a1b2c3d",
       "[192.0.2.10]", "a.example"},
      {"Exchange, literal",
       "from [192.0.2.10] (203.0.113.66) by EX.victim.example (10.0.0.5) with Microsoft SMTP\n Server id 15.1.2507.35",
       "[192.0.2.10]", ""},
      {"Gmail, cleaned literal", "from ?192.0.2.10? ([203.0.113.66])\n        by mx.google.com with ESMTPS id a1si2.3",
       "?192.0.2.10?", ""},
      {"Haraka, a Postfix line",
       "from good.example (good.example [192.0.2.10]) by mx.victim.example (Postfix) with ESMTPSA id 4Z1 (a.example "
       "[203.0.113.66])" +
           kHarakaTail,
       "good.example (good.example [192.0.2.10]) by mx.victim.example (Postfix) with ESMTPSA id 4Z1", "a.example"},
      {"Haraka, an open quote",
       "from good.example (good.example [192.0.2.10]) for <\" (a.example [203.0.113.66])" + kHarakaTail,
       "good.example (good.example [192.0.2.10]) for <\"", "a.example"},
      {"Haraka, an open parenthesis", "from x ((((( (Unknown [203.0.113.66])" + kHarakaTail, "x (((((", ""},
      {"hMailServer, a qmail line",
       "from good.example (HELO good.example) (192.0.2.10) by mx.victim.example with ESMTPA; (Unknown "
       "[203.0.113.66])\n\tby MX with "
       "ESMTP\n\t",
       "good.example (HELO good.example) (192.0.2.10) by mx.victim.example with ESMTPA;", ""},
      {"Haraka, a date", "from x;1-Jan-2001()00:00 (a.example [203.0.113.66])" + kHarakaTail, "x;1-Jan-2001()00:00",
       "a.example"},
      {"hMailServer, a date", "from x; 1 Jan 2001 00:00:00 +0000 (Unknown [203.0.113.66])\n\tby MX with ESMTP\n\t",
       "x; 1 Jan 2001 00:00:00 +0000", ""},
      {"Courier, a date", "from x;1-Jan-2001()00:00 (a.example [::ffff:203.0.113.66])" + kCourierTail,
       "x;1-Jan-2001()00:00", "a.example"},
      {"ZoneMTA, literal",
       "from [192.0.2.10] ([203.0.113.66] a.example)\n by mx.victim.example (ZoneMTA) with ESMTP id 1.001",
       "[192.0.2.10]", "a.example"},
      {"James, literal",
       "from a.example (EHLO [192.0.2.10]) ([203.0.113.66])\n by mx.victim.example (JAMES SMTP Server ) with ESMTP "
       "ID 17",
       "[192.0.2.10]", "a.example"},
  };
  for (const Attack& attack : attacks) expect_truth(attack);
}

TEST(ReceivedAttacks, OtherWordsOfTheClient) {
  const Attack attacks[] = {
      {"Postfix, recipient",
       "from b.example (unknown [203.0.113.66])" + kPostfixTail +
           "\n\tfor <\"x> (Haraka/3) with ESMTPA by z; "
           "(\"@victim.example>",
       "b.example", ""},
      {"Postfix, certificate",
       "from b.example (unknown [203.0.113.66])\n\t(using TLSv1.3 with cipher X (256/256 bits))\n\t(Client CN \"x "
       "(Authenticated "
       "sender: y) by z with ESMTPA\", Issuer \"(good.example [192.0.2.10])\" (not verified))" +
           kPostfixTail,
       "b.example", ""},
      {"Postfix, a certificate that nests",
       "from b.example (unknown [203.0.113.66])\n\t(Client CN \"" + std::string(80, '(') +
           "\", Issuer "
           "\"x\" (not verified))" +
           std::string(80, ')') + kPostfixTail,
       "b.example", ""},
      {"Postfix, a certificate with semicolons and a date",
       "from b.example (unknown [203.0.113.66])\n\t(Client CN \"x;;;;;;;;;;;;; Tue, 04 Mar 2025 10:11:12 +0000\", "
       "Issuer \"x\" (not "
       "verified))" +
           kPostfixTail,
       "b.example", ""},
      {"Postfix, a certificate with an address",
       "from b.example (unknown [203.0.113.66])\n\t(Client CN \"x\", Issuer \"[local](192.0.2.10)\" (not verified))" +
           kPostfixTail,
       "b.example", ""},
      {"Exim, sender",
       "from [203.0.113.66] (helo=b.example)\n\tby mx.victim.example with esmtp (Exim 4.96)\n\t(envelope-from "
       "<\"x) by good.example with esmtpa (Exim 4.96) (\"@b.example>)\n\tid 1abcDE-000abc-1X\n\tfor x@victim.example",
       "b.example", ""},
      {"Exim, sender, unfolded",
       "from [203.0.113.66] (helo=b.example) by mx.victim.example with esmtp (Exim 4.96) (envelope-from "
       "<\"x) by good.example with esmtpa (Exim 4.96) (\"@b.example>) id 1abcDE-000abc-1X for x@victim.example",
       "b.example", ""},
      {"Exim, sender with a quoted pair outside of quotes",
       "from [203.0.113.66] (helo=b.example) by mx.victim.example with esmtp (Exim 4.96) (envelope-from "
       "<\"x) by good.example with esmtpa (Exim 4.96) (y\".c\\>d@b.example>) id 1abcDE-000abc-1X for x@victim.example",
       "b.example", ""},
      {"Exim, recipient",
       "from [203.0.113.66] (helo=b.example)" + kEximTail + "\n\tfor \"x with esmtpa by\"@victim.example", "b.example",
       ""},
      {"Exim, ident", "from [203.0.113.66] (helo=b.example ident=x) ([192.0.2.10] helo=y)" + kEximTail, "b.example",
       ""},
      {"Exim, ident with a backslash", "from a.example\n\t([203.0.113.66] helo=b.example ident=\\)" + kEximTail,
       "b.example", "a.example"},
      {"qmail, ident", "from a.example (HELO b.example) (x@192.0.2.10@203.0.113.66)\n  by mx.victim.example with SMTP",
       "b.example", "a.example"},
      {"qmail-ldap, sender",
       "from unknown (HELO b.example) ([203.0.113.66]) (envelope-sender <x>) by good.example (qmail-ldap-1.03) "
       "with ESMTPA (@b.example>)\n          by mx.victim.example (qmail-ldap-1.03) with SMTP\n          for "
       "<x@victim.example>",
       "b.example", ""},
      {"Sendmail, ident", "from b.example (IDENT:[192.0.2.10]@a.example [203.0.113.66])" + kSendmailTail, "b.example",
       "a.example"},
      {"Sendmail, recipient",
       "from b.example (a.example [203.0.113.66])" + kSendmailTail +
           "\n\tfor <\"x (authenticated bits=0) by "
           "y with ESMTPA z\"@victim.example>",
       "b.example", "a.example"},
      {"OpenSMTPD, recipient",
       "from b.example (a.example [203.0.113.66])\n\tby mx.victim.example (OpenSMTPD) with ESMTP id "
       "0a1b2c3d\n\tfor <x with ESMTPA y@victim.example>",
       "b.example", "a.example"},
      {"OpenSMTPD, a PTR with a bracket",
       "from b.example (x_[192.0.2.10])_( [203.0.113.66])\n\tby mx.victim.example (OpenSMTPD) with "
       "ESMTP id 0a1b2c3d",
       "b.example", "x_[192.0.2.10])_("},
      {"OpenSMTPD, a PTR that says local",
       "from b.example (x[local] [203.0.113.66])\n\tby mx.victim.example (OpenSMTPD) with ESMTP id 0a1b2c3d",
       "b.example", "x[local]"},
      {"qmail, PTR is unknown", "from unknown (HELO b.example) (203.0.113.66)\n  by mx.victim.example with SMTP",
       "b.example", ""},
      {"qmail, PTR is an address", "from 192.0.2.10 (HELO b.example) (203.0.113.66)\n  by mx.victim.example with SMTP",
       "b.example", ""},
      {"qmail, PTR is a scanner: not verified",
       "from scanner.example.net (HELO b.example) (203.0.113.66)\n  by mx.victim.example with "
       "SMTP",
       "b.example", "scanner.example.net"},
      {"Haraka, sender",
       "from b.example (a.example [203.0.113.66])\n\tby mx.victim.example (Haraka/3.0.3) with ESMTP id "
       "349C.1\n\tenvelope-from <x with ESMTPA (authenticated bits=0)@b.example>",
       "b.example", "a.example"},
  };
  for (const Attack& attack : attacks) expect_truth(attack);
}

// qmail puts its line right before the message: one that begins with a blank goes on behind the date.
TEST(ReceivedAttacks, WordsBehindTheDate) {
  const std::string qmail = "from unknown (HELO b.example) (203.0.113.66)\n  by mx.victim.example with SMTP";
  const std::string more[] = {
      "\n\tby mx.victim.example (Postfix) with ESMTPSA id 4Z1; Tue, 04 Mar 2025 10:11:13 +0000",
      "\n (good.example [192.0.2.10])\n\tby mx.victim.example (Haraka/3) with ESMTPA id 1; Tue, 04 Mar 2025 10:11:13 "
      "+0000",
      "\n with ESMTPA id 17 for <x@y>",
      "\n ((((( \" <",
      "\n " + std::string(20'000, ';'),
  };
  for (const std::string& words : more) {
    const std::string line = qmail + kDate + words;
    const ReceivedHop hop = parse_received(line, 1);
    ASSERT_TRUE(hop.client) << words.substr(0, 40) << ": " << hop.why;
    EXPECT_EQ(hop.client->to_string(), kTrueClient) << words.substr(0, 40);
    EXPECT_EQ(hop.helo, "b.example") << words.substr(0, 40);
    EXPECT_EQ(hop.auth, HopAuth::kNone) << words.substr(0, 40);
    EXPECT_EQ(hop.time, 1741083072) << words.substr(0, 40);
  }
}

// A sender can write a semicolon and a date into a quoted local part.
TEST(ReceivedAttacks, ADateInTheSenderIsNotTheDate) {
  const std::string sender = "<\"x; 1 Jan 2001 00:00:00 +0000 (\"@b.example>";
  const std::string lines[] = {
      "from [203.0.113.66] (helo=b.example)\n\tby mx.victim.example with esmtp (Exim 4.96)\n\t(envelope-from " +
          sender + ")\n\tid 1abcDE-000abc-1X\n\tfor u@victim.example;\n\tTue, 04 Mar 2025 10:11:12 +0000",
      "from b.example (203.0.113.66) by mx.victim.example (PowerMTA(TM) v3.5r8) id h0 for <u@victim.example>; "
      "Tue, 4 Mar 2025 10:11:12 +0000 (envelope-from " +
          sender + ")",
  };
  for (const std::string& line : lines) {
    const ReceivedHop hop = parse_received(line, 1);
    ASSERT_TRUE(hop.client) << line << ": " << hop.why;
    EXPECT_EQ(hop.time, 1741083072) << line;
    EXPECT_EQ(hop.for_recipient, "u@victim.example") << line;
  }
}

// Only the writers that write the sender behind the date have their own there.
TEST(ReceivedAttacks, SenderBehindTheDate) {
  const struct {
    const char* name;
    std::string line, behind;
    std::optional<std::string_view> want;
  } tests[] = {
      {"qmail", "from unknown (HELO b.example) (203.0.113.66)\n  by mx.victim.example with SMTP",
       "\n (envelope-from <x@ok.example>)", std::nullopt},
      {"qmail, in the same line", "from unknown (HELO b.example) (203.0.113.66)\n  by mx.victim.example with SMTP",
       " (envelope-from <x@ok.example>)", std::nullopt},
      {"Postfix", "from b.example (unknown [203.0.113.66])" + kPostfixTail, "\n\t(envelope-sender x@ok.example)",
       std::nullopt},
      {"Exim has its own", "from [203.0.113.66] (helo=b.example)" + kEximTail, "\n (envelope-from <x@ok.example>)",
       "a@b.example"},
      {"a writer that is not known", "from b.example (a.example [203.0.113.66]) by mx.victim.example with ESMTP id 17",
       "\n (envelope-from <x@ok.example>)", std::nullopt},
      {"FreeBSD's Sendmail", "from b.example (a.example [203.0.113.66])" + kSendmailTail,
       " (UTC)\n\t(envelope-from a@b.example)", "a@b.example"},
      {"FreeBSD's Sendmail, no HELO", "(from a.example [203.0.113.66])" + kSendmailTail,
       "\n\t(envelope-from a@b.example)", "a@b.example"},
      {"PowerMTA", "from b.example (203.0.113.66) by mx.victim.example (PowerMTA(TM) v3.5r15) id h13",
       " (envelope-from <a@b.example>)", "a@b.example"},
  };
  for (const auto& test : tests) {
    const std::string line = test.line + kDate + test.behind;
    EXPECT_EQ(parse_received(line, 1).envelope_from, test.want) << test.name;
    expect_same_when_folded(test.name, line);
  }
}

// OpenSMTPD writes an IPv6 address without brackets, behind a PTR that may have some.
TEST(ReceivedAttacks, PtrBeforeABareAddress) {
  for (const char* ptr : {"x[local].evil.example", "[unix:x].evil.example", "[192.0.2.10]", "(a[::1]"}) {
    const std::string line = "from b.example (" + std::string(ptr) +
                             " 2001:db8:bad::66)\n\tby mx.victim.example (OpenSMTPD) with ESMTP id 0a1b2c3d" + kDate;
    const ReceivedHop hop = parse_received(line, 1);
    EXPECT_EQ(hop.kind, HopKind::kSmtp) << ptr;
    ASSERT_TRUE(hop.client) << ptr << ": " << hop.why;
    EXPECT_EQ(hop.client->to_string(), "2001:db8:bad::66") << ptr;
    EXPECT_EQ(hop.helo, "b.example") << ptr;
  }
}

// A HELO with the words of IIS' pickup service: hMailServer writes what it is told.
TEST(ReceivedAttacks, HeloIsAPickup) {
  const std::string line =
      "from mail pickup service by x (Unknown [203.0.113.66])\n\tby MX with ESMTP\n\t" + std::string(kDate);
  const ReceivedHop hop = parse_received(line, 1);
  EXPECT_EQ(hop.kind, HopKind::kSmtp);
  ASSERT_TRUE(hop.client) << hop.why;
  EXPECT_EQ(hop.client->to_string(), kTrueClient);
}

// Where nothing tells which reading is the writer's, there is none.
TEST(ReceivedAttacks, AreNeverGuessed) {
  const struct {
    const char* name;
    std::string line;
  } lines[] = {
      {"Haraka without its folding",
       "from good.example (good.example [192.0.2.10]) by mx.victim.example (Postfix) with ESMTP id 4Z1 (a.example "
       "[203.0.113.66]) by "
       "mx.victim.example (Haraka/3.0.3) with ESMTP id 349C.1"},
      {"unknown writer, HELO with an address",
       "from x (good.example [192.0.2.10]) (a.example [203.0.113.66]) by mx.victim.example with "
       "ESMTP id 17"},
      {"unknown writer, HELO alone", "from [192.0.2.10] by mx.victim.example with ESMTP id 17"},
      {"unknown writer, HELO with words",
       "from good.example for you (a.example [203.0.113.66]) by mx.victim.example with ESMTP id 17"},
      {"Domino, HELO with a line",
       "from good.example ([192.0.2.10]) x ([203.0.113.66]) by mx.victim.example (IBM Domino Release 9) with "
       "ESMTP id 17"},
      {"Sendmail, a PTR that closes the comment",
       "from x (y@z).evil.example [203.0.113.66] (may be forged))" + kSendmailTail},
      {"Sendmail, a PTR with a local client", "from x (x[UNIX: y]) (z.evil.example [203.0.113.66])" + kSendmailTail},
      {"Sendmail, a PTR with an address",
       "from x (good.example [192.0.2.10]) (z.evil.example [203.0.113.66])" + kSendmailTail},
      {"Sendmail, a PTR with an authentication",
       "from x (good.example [192.0.2.10]) (authenticated bits=0) z.evil.example [203.0.113.66])" + kSendmailTail},
      {"Sendmail without HELO, a PTR that closes the comment",
       "(from y@z).evil.example [203.0.113.66] (may be forged))" + kSendmailTail},
      {"Sendmail without HELO, a PTR with an authentication",
       "(from y@z) (authenticated bits=0) (evil.example [203.0.113.66])" + kSendmailTail},
      {"SendGrid, a PTR that closes the comment",
       "from x (unknown) ((.evil.example [203.0.113.66]) by geopod-1 (SG) with ESMTP id Ab"},
      {"unknown writer, a literal before the client",
       "from [127.0.0.2] (localhost [127.0.0.1]) by mx.victim.example with ESMTP id 17"},
      {"unknown writer, Momentum's head",
       "from [203.0.113.66] ([203.0.113.66:4711] helo=[192.0.2.10]) by mx.victim.example with ESMTP id 17"},
      {"unknown writer, an address among words",
       "from x (HELO y) (z [192.0.2.10] w) (a.example [203.0.113.66]) by mx.victim.example with ESMTP id 17"},
      {"unknown writer, two literals in one comment",
       "from x ([203.0.113.66] [192.0.2.10]) by mx.victim.example with ESMTP id 17"},
      {"Postfix's mark on Momentum's head",
       "from [203.0.113.66] ([203.0.113.66:4711] helo=[192.0.2.10])" + kPostfixTail},
      {"Postfix's mark on Exim's head", "from [203.0.113.66] (helo=[192.0.2.10])" + kPostfixTail},
      {"Exim's mark on Postfix's head", "from [192.0.2.10] (a.example [203.0.113.66])" + kEximTail},
      {"Exim's mark on Sendmail's head", "from [192.0.2.10] (x@a.example [203.0.113.66] (may be forged))" + kEximTail},
      {"Exchange's mark on Postfix's head",
       "from [203.0.113.66] (a.example [192.0.2.10]) by EX.victim.example with Microsoft SMTP Server id 15.1"},
      {"Exchange's mark on Momentum's head",
       "from [203.0.113.66] ([203.0.113.66:4711] helo=[192.0.2.10]) by EX.victim.example with Microsoft SMTP Server id "
       "15.1"},
      {"Sendmail's mark on Momentum's head",
       "from [203.0.113.66] ([203.0.113.66:4711] helo=[192.0.2.10])" + kSendmailTail},
      {"Courier, a PTR with an address",
       "from x (good.example [192.0.2.10]) (z.evil.example [203.0.113.66])" + kCourierTail},
      {"Gmail, a PTR with an address",
       "from x (good.example [192.0.2.10])z.evil.example. [203.0.113.66])\n        by mx.google.com with ESMTPS id "
       "a1si2.3"},
      {"Haraka, a PTR with a parenthesis", "from victim.example (x(y.evil.example [203.0.113.66])" + kHarakaTail},
      {"one line, and the message goes on",
       "from scanner.example.net ([203.0.113.66]) by mx.victim.example with MailEnable ESMTP; Tue, 04 Mar 2025 "
       "10:11:12 +0000\n\t("
       "good.example [192.0.2.10])\n\tby mx.victim.example (Haraka/3.0.3) with ESMTPA id 349C.1"},
      {"one folded line, and the message goes on",
       "from scanner.example.net ([203.0.113.66]) by mx.victim.example with MailEnable ESMTP; Tue,\n 04 Mar 2025 "
       "10:11:12 +0000\n\t)"
       "\n\tby mx.victim.example with esmtp (Exim 4.96) id 349C.1"},
      {"one line with an open quote, and the message goes on",
       "from x\" (a.example [203.0.113.66]) by mx.victim.example with ESMTP id 17; Tue, 04 Mar 2025 10:11:12 +0000"
       "\n\tby mx.victim.example (Haraka/3.0.3) with ESMTPA id 349C.1"},
      {"Haraka without its folding, with a date",
       "from good.example (good.example [192.0.2.10]) by mx.victim.example (Postfix) with ESMTP id 4Z1; Tue, 04 Mar "
       "2025 10:11:12 +0000 "
       "(a.example [203.0.113.66]) by mx.victim.example (Haraka/3.0.3) with ESMTP id 349C.1"},
  };
  for (const auto& test : lines) {
    const std::string line = test.line + kDate;
    const ReceivedHop hop = parse_received(line, 1);
    expect_same_when_folded(test.name, line);
    EXPECT_TRUE(hop.kind == HopKind::kAmbiguous || hop.kind == HopKind::kUnparsed)
        << test.name << ": " << hop_kind_name(hop.kind);
    EXPECT_FALSE(hop.client) << test.name;
    EXPECT_FALSE(hop.why.empty()) << test.name;
  }
}

}  // namespace
}  // namespace hfilter
