// SPDX-License-Identifier: BSD-2-Clause
// The values of facts, and Facts itself: lazy, at most once, each hop for itself.
#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"
#include "facts/sender/envelope_sender.h"
#include "unit/facts/sample.h"
#include "unit/text_list_file.h"

namespace hfilter {
namespace {

struct Row {
  const char* fact;
  Given given;
  const char* want;
};

template <size_t kCount>
void expect(const Row (&rows)[kCount]) {
  for (const Row& row : rows) {
    Sample sample(row.given);
    EXPECT_EQ(sample.value(row.fact), row.want) << row.fact << " of " << row.given.head;
  }
}

TEST(Facts, OfTheConnection) {
  const Given s;
  const Given none = s.with([](Given& x) { x.has_line = false; });
  const Row rows[] = {
      {"client", s, "203.0.113.45"},
      {"client", s.border(BorderState::kGuessed), "203.0.113.45"},
      {"client", none, "203.0.113.45"},
      {"client", s.yours(), "? yours"},
      {"client", s.ambiguous(), "? border"},
      {"client", s.client("").kind(HopKind::kLocal).as_hop(), "-"},
      {"client", s.client("").as_hop(), "? not-looked-up"},
      {"client", s.yours().as_hop(), "203.0.113.45"},
      {"helo", s.helo("HEWGILL.COM."), "HEWGILL.COM."},  // as said
      {"helo", s.helo(""), ""},
      {"helo", none, "? not-looked-up"},
      {"helo", s.yours(), "? yours"},
      {"rdns", s, "mail.example.com"},
      {"rdns", s.rdns("x.example.com", RdnsState::kUnverified), "x.example.com"},
      {"rdns", s.rdns("", RdnsState::kNone), "-"},
      {"rdns", s.rdns("", RdnsState::kNotLookedUp), "? not-looked-up"},
      {"rdns", s.rdns("", RdnsState::kNotLookedUp).kind(HopKind::kLocal).as_hop(), "-"},
      {"rdns", s.client("192.168.1.1"), "? private"},
      {"rdns", s.client("192.168.1.1").as_hop(), "mail.example.com"},
      {"rdns", none, "? not-looked-up"},
      {"by", s, "mx.hewgill.net"},
      {"by", s.with([](Given& x) { x.hop.by = ""; }), "? not-looked-up"},
      {"by", s.kind(HopKind::kUnparsed).as_hop(), "? border"},
      {"protocol", s, "esmtps"},
      {"protocol", s.protocol("UTF8LMTPS"), "lmtp"},
      {"protocol", s.protocol("Microsoft"), "microsoft"},
      {"protocol", s.protocol("UTF8"), ""},
      {"protocol", s.protocol(""), "? not-looked-up"},
      {"border", s.yours(), "none"},
      {"border", s.border(BorderState::kUnreadable), "unreadable"},
      {"encrypted", s, "yes"},
  };
  expect(rows);
}

TEST(Facts, OfTheHeader) {
  const Given s;
  const Row rows[] = {
      {"from", s.headed("From: \"Bob, Esq.\" <bob@example.com>\n"), "bob@example.com"},
      {"from", s.headed("From: a@example.com\nFROM: b@example.com\n"), "a@example.com|b@example.com"},
      {"from", s.headed("From: <>\n"), "-"},
      {"from", s, "-"},
      {"from", s.cut(), "? limit"},
      {"reply-to", s.headed("Reply-To: a@example.com\n"), "a@example.com"},
      {"to", s.headed("To: a@example.com,\n\tB <b@example.com>\n"), "a@example.com|b@example.com"},
      {"to", s.headed("To: undisclosed-recipients:;\n"), "-"},
      {"cc", s.headed("Cc: a@example.com\n"), "a@example.com"},
      {"recipients", s.headed("To: a@example.com, b@example.com\nCc: c@example.com\n"), "3"},
      {"recipients", s, "0"},
      {"recipients", s.cut(), "? limit"},
      {"subject", s.headed("Subject: Hello\n world\n"), "Hello world"},
      {"subject", s.headed("Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n =?utf-8?Q?_dir?=\n"), "Gr\u00fc\u00dfe dir"},
      {"subject", s.headed("Subject: =?x-unknown?Q?x?=\n"), "x ? charset"},
      {"subject", s.headed("Subject: =?koi8-r?Q?x?=\n"), "<x>"},  // as FakeMimeProbe decodes it
      {"subject", s.headed("Subject:\n"), ""},
      {"subject", s, "-"},
      {"subject", s.cut(), "? limit"},
      {"list-id", s.headed("List-Id: A list <x.example.com>\n"), "x.example.com"},
      {"list-id", s.headed("List-Id: x.example.com\n"), "x.example.com"},
      {"list-id", s.headed("List-Id: <x.example.com\n"), "<x.example.com"},
      {"list-id", s, "-"},
      {"message-id", s.headed("Message-ID: <1.2@example.com>\n"), "1.2@example.com"},
      {"message-id", s.headed("Message-ID: 1.2@example.com\n"), "1.2@example.com"},
      {"message-id", s.headed("Message-ID:\n"), "-"},
      {"message-id", s, "-"},
      {"hops", s, "0"},
      {"hops", s.headed("Received: x\nReceived: y\n"), "2"},
      {"hops", s.headed("Received: x\nReceived: y\n").cut(), "? limit"},
      {"message size", s.headed("Subject: x\n").with([](Given& x) { x.body = "12345"; }), "17"},
      {"message size", Given(), "1"},
      {"mailing-list", s, "no"},
      {"autoreply", s, "no"},
  };
  expect(rows);
}

TEST(Facts, Dates) {
  const Given s;
  const Row rows[] = {
      {"date", s.headed("Date: Wed, 24 Mar 2004 16:00:00 +0000\n"), "12501"},
      {"date", s.headed("Date: yesterday\n"), "-"},
      {"date", s, "-"},
      {"date", s.cut(), "? limit"},
      {"age", s.headed("Date: Wed, 24 Mar 2004 15:59:00 +0000\n"), "60"},
      {"age", s.headed("Date: Wed, 24 Mar 2004 16:01:00 +0000\n"), "-60"},
      {"age", s, "-"},
      {"today", s, "12501"},
      {"score", s, "0"},
  };
  expect(rows);
  Sample sample(s.headed("Date: Wed, 24 Mar 2004 16:00:00 +0000\n"));
  sample.clock = FakeClock(1'080'144'000, 9);  // in Tokyo it is the 25th
  EXPECT_EQ(sample.value("date"), "12502");
  EXPECT_EQ(sample.value("today"), "12502");
}

TEST(Facts, MessageIdHasADomain) {
  Sample sample(Given().headed("Message-ID: <a@b@HEWGILL.com>\n"));
  const FactValue& value = sample.facts().value(FactId::message_id);
  ASSERT_EQ(value.values().size(), 1u);
  const MailAddress& id = std::get<MailAddress>(value.values().front());
  EXPECT_EQ(id.domain, Hostname("hewgill.com"));
  EXPECT_EQ(id.local, "a@b");
}

TEST(Facts, Sender) {
  const Given s;
  const auto sent_on = [](Given& x) { x.sent_on = true; };
  const auto named = [](Given& x) { x.hop.envelope_from = "bob@example.com"; };
  const auto with_sender = [](Given& x) { x.envelope.sender = "told@example.com"; };
  const auto in_environment = [](Given& x) { x.envelope.sender_in_environment = "ceo@b__nk.example"; };
  const std::string received = "Received: x\n";
  const std::string path = "Return-Path: <path@example.com>\n";
  const std::string line = "From line@example.com Wed Mar 24 16:00:00 2004\n";
  const Row rows[] = {
      {"sender", s.headed(line + path).with(with_sender).with(in_environment), "told@example.com"},
      {"sender", s.headed(line + path).with(in_environment), "path@example.com"},
      {"sender", s.headed(line + received + path).with(in_environment), "line@example.com"},
      {"sender", s.headed(received + path).with(in_environment), "ceo@b__nk.example"},
      {"sender", s.headed(received + line + path).with(in_environment), "ceo@b__nk.example"},
      {"sender", s.headed("From \"a \\\" b\"@example.com Wed Mar 24 16:00:00 2004\n"), "\"a \\\" b\"@example.com"},
      {"sender", s.headed("From \"a b@example.com Wed Mar 24 16:00:00 2004\n"), "\"a"},
      {"sender", s.headed(path + received), "path@example.com"},
      {"sender", s.headed(received + path), "? not-given"},  // a stranger may have written it
      {"sender", s.headed(path), "path@example.com"},
      {"sender", s.headed("From MAILER-DAEMON Wed Mar 24 16:00:00 2004\n"), ""},
      {"sender", s.with([](Given& x) { x.envelope.sender = "mailer-daemon"; }), ""},
      {"sender", s.with([](Given& x) { x.envelope.sender_in_environment = "MAILER-DAEMON"; }), ""},  // FROM of maildrop
      {"sender", s.headed("Return-Path: <MAILER-DAEMON>\n"), ""},
      {"sender", s.with([](Given& x) { x.envelope.sender = "<MAILER-DAEMONx"; }), "MAILER-DAEMONx"},
      {"sender", s.headed("Return-Path: <MAILER-DAEMON@example.com>\n"), "MAILER-DAEMON@example.com"},
      {"sender", s.headed("From \n"), "? not-given"},
      {"sender", s.with([](Given& x) { x.envelope.sender = "<Bob@Example.com>"; }), "Bob@Example.com"},
      {"sender", s, "? not-given"},
      // Sent on: only the border line can say it.
      {"sender", s.with(with_sender).with(sent_on), "? sent-on"},
      {"sender", s.with(with_sender).with(sent_on).with(named), "bob@example.com"},
      {"sender", s.with(with_sender).with(sent_on).with(named).ambiguous(), "? sent-on"},
      {"sender", s.with(with_sender).with(sent_on).yours(), "told@example.com"},
      {"sender", s.with(with_sender).with(named),
       "bob@example.com"},  // an alias of Exim may have another sender (errors_to)
      {"sender", s.with(with_sender).with(named).kind(HopKind::kUnparsed),
       "told@example.com"},  // --client-ip told the client
      {"recipient", s.with([](Given& x) { x.envelope.recipient = "greg@hewgill.com"; }), "greg@hewgill.com"},
      {"recipient", s.headed("Delivered-To: greg@hewgill.com\nReceived: x\n"), "greg@hewgill.com"},
      {"recipient", s.headed("Envelope-To: greg@hewgill.com\nReceived: x\n"), "greg@hewgill.com"},
      {"recipient", s.headed("Received: x\nDelivered-To: greg@hewgill.com\n"), "? not-given"},
  };
  expect(rows);
}

TEST(Facts, HeadersByName) {
  Sample sample(Given().headed("X-A: 1\nx-a: 2\n 3\nX-B:  \n"));
  EXPECT_EQ(Sample::text_of(sample.facts().header("X-a")), "1|2 3");
  EXPECT_EQ(Sample::text_of(sample.facts().header("X-B")), "");
  EXPECT_EQ(Sample::text_of(sample.facts().header("X-C")), "-");
  EXPECT_TRUE(sample.facts().header_missing("X-C").is_true());
  EXPECT_TRUE(sample.facts().header_missing("X-A").is_false());
  EXPECT_TRUE(sample.facts().header_empty("X-B").is_true());
  EXPECT_TRUE(sample.facts().header_empty("X-A").is_false());
  EXPECT_TRUE(sample.facts().header_empty("X-C").is_false());
  Sample foreign(Given().headed("X-A: =?x-unknown?Q?x?=\n"));
  EXPECT_EQ(Sample::text_of(foreign.facts().header("X-A")), "x ? charset");
  EXPECT_TRUE(foreign.facts().header_missing("X-A").is_false());
  Sample cut(Given().headed("X-A: 1\n").cut());
  EXPECT_EQ(Sample::text_of(cut.facts().header("X-C")), "? limit");
  EXPECT_TRUE(cut.facts().header_missing("X-C").is_unknown());
  EXPECT_EQ(Sample::text_of(cut.facts().header("X-A")), "1");
}

TEST(Facts, NamesAreBounded) {
  const std::string name(kMaxNameBytes + 1, 'a');
  const Given s = Given().helo(name).rdns(name).with([&](Given& x) { x.hop.by = name; });
  Sample sample(s);
  EXPECT_EQ(sample.value("helo"), "? limit");
  EXPECT_EQ(sample.value("rdns"), "? limit");
  EXPECT_EQ(sample.value("by"), "? limit");
  EXPECT_LT(sample.ask("helo is malformed").why.size(), 300u);
}

TEST(Facts, AddressesAreBounded) {
  std::string to;
  for (size_t i = 0; i < kMaxAddresses / 2 + 1; ++i) to += "a@example.com,";
  Sample sample(Given().headed("To: " + to + "\nTo: " + to + "\n"));
  EXPECT_EQ(sample.facts().value(FactId::to).values().size(), kMaxAddresses);
}

// A body that counts how often it is asked, and may fail.
class CountingBody : public BodySource {
 public:
  CountingBody(int* asked, bool fails) : asked_(asked), fails_(fails) {}
  Result<uint64_t> size() override {
    ++*asked_;
    if (fails_) return failure(ErrorKind::kIo, "no space left");
    return uint64_t{7};
  }
  Result<size_t> read_at(uint64_t, char*, size_t) override { return size_t{0}; }

 private:
  int* asked_;
  bool fails_;
};

TEST(Facts, AreAskedAtMostOnceAndOnlyWhenAsked) {
  int asked = 0;
  const Message message("Subject: x\n\n", std::make_unique<CountingBody>(&asked, false));
  const RelayChain chain(message);
  const Border border;
  const TrustLists trust;
  const Envelope envelope;
  const FakeClock clock;
  Facts facts(FactContext{message, chain, border, trust, envelope, clock});
  facts.value(FactId::subject);
  EXPECT_EQ(asked, 0);
  EXPECT_FALSE(facts.was_asked(FactId::message_size));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Sample::text_of(facts.value(FactId::message_size)), "19");
  EXPECT_EQ(asked, 1);
  EXPECT_TRUE(facts.was_asked(FactId::message_size));
}

TEST(Facts, ABodyThatCannotBeReadIsUnknownForNow) {
  int asked = 0;
  const Message message("\n", std::make_unique<CountingBody>(&asked, true));
  const RelayChain chain(message);
  const Border border;
  const TrustLists trust;
  const Envelope envelope;
  const FakeClock clock;
  Facts facts(FactContext{message, chain, border, trust, envelope, clock});
  const FactValue& size = facts.value(FactId::message_size);
  ASSERT_FALSE(size.known());
  EXPECT_EQ(size.why_unknown().reason, UnknownReason::kNoSpace);
  EXPECT_TRUE(size.why_unknown().temporary);
}

TEST(Facts, TheScoreMoves) {
  Sample sample((Given()));
  EXPECT_EQ(sample.value("score"), "0");
  sample.facts().set_score(FactValue::one(3.5));
  EXPECT_EQ(sample.value("score"), "3.5");
}

// A list that cannot be read leaves `helo is me` open, unless something else settles it.
class BrokenFile : public TextListFile {
 public:
  const std::string& path() const override { return path_; }
  Result<std::string_view> text() override { return failure(ErrorKind::kNotFound, "not there").at(path_); }

 private:
  std::string path_ = "/etc/hosts.list";
};

TEST(Facts, HeloIsMeNeedsItsLists) {
  const struct {
    const char* helo;
    Kleene want;
  } rows[] = {
      {"other.example.com", Kleene::kUnknown},
      {"mx.hewgill.net", Kleene::kTrue},
      {"192.0.2.1", Kleene::kTrue},
      {"203.0.113.1", Kleene::kUnknown},
  };
  for (const auto& row : rows) {
    BrokenFile file;
    Sample sample(Given().helo(row.helo));
    sample.trust.myhosts.add_file(&file);
    const Truth got = sample.ask("helo is me");
    EXPECT_EQ(static_cast<int>(got.value), static_cast<int>(row.want)) << row.helo << ": " << got.why;
    if (!got.is_unknown()) continue;
    EXPECT_EQ(got.reason, UnknownReason::kList);
    EXPECT_NE(got.why.find("hosts.list"), std::string::npos) << got.why;
  }
}

TEST(Facts, HeloIsMeNeedsItsNetworksForAnAddress) {
  const struct {
    const char* helo;
    Kleene want;
  } rows[] = {
      {"203.0.113.1", Kleene::kUnknown},
      {"198.51.100.25", Kleene::kTrue},  // in myhosts
      {"other.example.com", Kleene::kFalse},
  };
  for (const auto& row : rows) {
    BrokenFile file;
    Sample sample(Given().helo(row.helo));
    sample.trust.mynetworks.add_file(&file);
    const Truth got = sample.ask("helo is me");
    EXPECT_EQ(static_cast<int>(got.value), static_cast<int>(row.want)) << row.helo << ": " << got.why;
  }
}

TEST(Facts, EachHopForItself) {
  Sample sample(Given().yours().headed(
      "Received: from a.example.com (unknown [203.0.113.1])\n\tby mx.hewgill.net (Postfix) with SMTP id 1A2B3C;\n"
      "\tWed, 24 Mar 2004 16:00:00 +0000 (UTC)\n"
      "Received: from [203.0.113.7] (b.example.com [203.0.113.2])\n\tby a.example.com (Postfix) with ESMTP id 4D5E6F;\n"
      "\tWed, 24 Mar 2004 15:59:00 +0000 (UTC)\n"));
  Facts& facts = sample.facts();
  EXPECT_EQ(Sample::text_of(facts.hop_value(FactId::client, 1)), "203.0.113.1");
  EXPECT_EQ(Sample::text_of(facts.hop_value(FactId::client, 2)), "203.0.113.2");
  EXPECT_EQ(Sample::text_of(facts.hop_value(FactId::helo, 2)), "[203.0.113.7]");
  EXPECT_EQ(Sample::text_of(facts.hop_value(FactId::client, 3)), "-");
  EXPECT_EQ(Sample::text_of(facts.hop_value(FactId::client, 0)), "-");
  const WordDef& literal = *find_word(FactId::helo, "literal");
  const WordDef& smtp = *find_word(FactId::protocol, "smtp");
  EXPECT_TRUE(facts.hop_word(literal, 1).is_false());
  EXPECT_TRUE(facts.hop_word(literal, 2).is_true());
  EXPECT_TRUE(facts.hop_word(literal, 3).is_false());
  EXPECT_TRUE(facts.hop_word(smtp, 1).is_true());
  EXPECT_TRUE(facts.hop_word(smtp, 2).is_false());
  // What a hop says never becomes the border's fact.
  EXPECT_EQ(sample.value("client"), "? yours");
}

// Arrival is the time of the topmost line: a replay years later judges as the delivery did.
TEST(Facts, ArrivalIsTheTopmostLine) {
  Sample sample(Given().headed(
      "Received: from a.example.com (unknown [203.0.113.1])\n\tby mx.hewgill.net (Postfix) with SMTP id 1A2B3C;\n"
      "\tFri, 1 Jan 2010 00:00:00 +0000 (UTC)\nDate: Thu, 31 Dec 2009 23:00:00 +0000\n"));
  EXPECT_EQ(sample.value("age"), "3600");
  EXPECT_TRUE(sample.ask("date is future").is_false());
}

}  // namespace
}  // namespace hfilter
