// SPDX-License-Identifier: BSD-2-Clause
//
// Whole chains: the border as the walk finds it, and what is then said of the sender. The programs' own mails stand in
// tests/golden/local-list and tests/golden/fetched; here are the single steps, and those that count what a sender
// repeats.
#include "facts/sender/sent_on.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "facts/sender/envelope_sender.h"
#include "unit/fakes.h"
#include "unit/trace/chain.h"

namespace hfilter {
namespace {

using hfilter_test::make_message;
using hfilter_test::read_trust;

constexpr const char* kDate = "; Tue, 04 Mar 2025 10:11:12 +0000\n";

/// A line of Postfix, from a client of this address, perhaps for a recipient.
std::string line(const std::string& ip, const std::string& recipient = "") {
  return "Received: from mail.example.com (unknown [" + ip + "])\n\tby mx.hewgill.net (Postfix) with ESMTP id 4Z1" +
         (recipient.empty() ? "" : "\n\tfor <" + recipient + ">") + kDate;
}

std::string lmtp(const std::string& recipient) {
  return "Received: from mx.hewgill.net by store.hewgill.net with LMTP id a1B2\n\tfor <" + recipient + ">" + kDate;
}

const std::string kPickup = "Received: by mx.hewgill.net (Postfix, from userid 115)\n\tid 4Z2" + std::string(kDate);
const std::string kStranger = "203.0.113.66";
const std::string kLoopback = "127.0.0.1";

/// What is said of the sender; "? sent-on" and so on where it is unknown.
std::string sender(const std::string& lists, const std::string& header, const char* given_sender) {
  const auto message = make_message(header);
  const RelayChain chain(*message);
  TrustLists trust;
  read_trust("mynetworks 192.0.2.0/24 / " + lists, &trust);
  const Border border = find_border(chain, trust);
  Envelope envelope;
  if (*given_sender != '\0') envelope.sender = given_sender;
  const FakeClock clock;
  const Finding<MailAddress> found = sender_of(FactContext{*message, chain, border, trust, envelope, clock});
  return found.known() ? found->text : std::string("? ") + reason_name(found.why().reason);
}

struct Row {
  const char* name;
  const char* lists;
  std::string header;
  const char* given_sender;
  const char* want;
};

TEST(SentOn, Steps) {
  const std::string list = "talk@hewgill.net";
  const std::string bounces = "talk-bounces@hewgill.net";
  const std::string direct = line(kStranger, "greg@hewgill.net");
  const std::string again = line(kLoopback, "greg@hewgill.net");
  const Row rows[] = {
      {"direct", "mylists talk@hewgill.net", direct, "bob@example.com", "bob@example.com"},
      {"direct to the list", "mylists talk@hewgill.net", line(kStranger, list), "bob@example.com", "bob@example.com"},
      {"through a filter", "mylists talk@hewgill.net", again + direct, bounces.c_str(), bounces.c_str()},
      {"through the list", "mylists talk@hewgill.net", again + line(kStranger, list), bounces.c_str(), "? sent-on"},
      {"through the list, not declared", "", again + line(kStranger, list), bounces.c_str(), bounces.c_str()},
      {"through the list, the sender is another one", "mylists talk@hewgill.net", again + line(kStranger, list),
       "bob@example.com", "? sent-on"},
      {"still on its way to the list", "mylists talk@hewgill.net", line(kLoopback, list) + line(kStranger, list),
       "bob@example.com", "bob@example.com"},
      {"from list to list", "mylists @lists.hewgill.net",
       line(kLoopback, "b@lists.hewgill.net") + line(kLoopback, "b@lists.hewgill.net") +
           line(kStranger, "a@lists.hewgill.net"),
       "bob@example.com", "bob@example.com"},
      {"several recipients", "mylists talk@hewgill.net", again + line(kStranger), bounces.c_str(), "? sent-on"},
      {"several recipients, another sender", "mylists talk@hewgill.net", again + line(kStranger), "bob@example.com",
       "bob@example.com"},
      {"several recipients, and nothing came in again", "mylists talk@hewgill.net", line("192.0.2.7") + line(kStranger),
       bounces.c_str(), bounces.c_str()},
      {"a field of a delivery", "", again + "Delivered-To: talk@hewgill.net\n" + line(kStranger), bounces.c_str(),
       "? sent-on"},
      {"its name in another case", "", again + "x-original-TO: talk@hewgill.net\n" + line(kStranger), bounces.c_str(),
       "? sent-on"},
      {"a field of a list", "", again + "List-Id: <talk.hewgill.net>\n" + line(kStranger), bounces.c_str(),
       "? sent-on"},
      {"another field", "", again + "X-Spam-Flag: NO\n" + line(kStranger), bounces.c_str(), bounces.c_str()},
      {"below the border", "", again + direct + "Delivered-To: talk@hewgill.net\nList-Id: <talk>\n", bounces.c_str(),
       bounces.c_str()},
      {"above the top", "", "Delivered-To: greg@hewgill.net\n" + again + direct, bounces.c_str(), bounces.c_str()},
      {"below LMTP", "", lmtp("greg@hewgill.net") + "Delivered-To: greg@hewgill.net\n" + direct, "bob@example.com",
       "bob@example.com"},
      {"Return-Path above the border line", "", again + "Return-Path: <bob@example.com>\n" + line(kStranger),
       bounces.c_str(), "bob@example.com"},
      {"the null one", "", again + "Return-Path: <>\n" + line(kStranger), bounces.c_str(), ""},
      {"Return-Path further up is that of a list", "",
       again + "Return-Path: <talk-bounces@hewgill.net>\n" + again + line(kStranger), bounces.c_str(), "? sent-on"},
      {"a border line that cannot be read names no list", "mylists talk@hewgill.net",
       again +
           "Received: from x (a [203.0.113.1]) (b [203.0.113.2])\n\tby mx.hewgill.net with SMTP\n\tfor "
           "<talk@hewgill.net>" +
           kDate,
       bounces.c_str(), bounces.c_str()},
      {"picked up for somebody else", "", kPickup + line(kStranger, list), bounces.c_str(), "? sent-on"},
      {"picked up for the same: a filter", "", "Delivered-To: greg@hewgill.net\n" + kPickup + direct, "bob@example.com",
       "bob@example.com"},
      {"picked up, and it is not said for whom", "", kPickup + direct, "bob@example.com", "? sent-on"},
      {"picked up, and several recipients", "", "Delivered-To: greg@hewgill.net\n" + kPickup + line(kStranger),
       "bob@example.com", "bob@example.com"},
      {"picked up, several recipients, and nobody says for whom", "", kPickup + line(kStranger), "bob@example.com",
       "bob@example.com"},
      {"picked up, and no line tells of the stranger", "myscanners 198.51.100.25", kPickup + line("198.51.100.25"),
       "bob@example.com", "bob@example.com"},
      {"picked up, several recipients, a sender of a list", "mylists talk@hewgill.net", kPickup + line(kStranger),
       bounces.c_str(), "? sent-on"},
      {"picked up, several recipients, delivered before", "",
       kPickup + "Delivered-To: greg@hewgill.net\n" + line(kStranger), "greg@hewgill.net", "? sent-on"},
      {"picked up, several recipients, sent by a person", "",
       kPickup + "Resent-From: greg@hewgill.net\n" + line(kStranger), "greg@hewgill.net", "? sent-on"},
      {"Resent-From below the border", "", kPickup + line(kStranger) + "Resent-From: greg@hewgill.net\n",
       "bob@example.com", "bob@example.com"},
      {"picked up for an alias", "",
       "X-Original-To: postmaster@hewgill.net\nDelivered-To: greg@hewgill.net\n" + kPickup +
           line(kStranger, "postmaster@hewgill.net"),
       "bob@example.com", "bob@example.com"},
      {"picked up, and the recipient is spelt in capitals", "",
       "Delivered-To: greg@hewgill.net\n" + kPickup + line(kStranger, "GREG@hewgill.net"), "bob@example.com",
       "bob@example.com"},
      {"picked up, and the recipient has no domain", "",
       "Delivered-To: greg@hewgill.net\n" + kPickup + line(kStranger, "greg"), "bob@example.com", "bob@example.com"},
      {"picked up, and the recipient has a route", "",
       "Delivered-To: greg@hewgill.net\n" + kPickup + line(kStranger, "greg%hewgill.net@mx.hewgill.net"),
       "bob@example.com", "bob@example.com"},
      {"yours", "", line(kLoopback) + "Delivered-To: talk@hewgill.net\n" + line("192.0.2.7"), bounces.c_str(),
       bounces.c_str()},
  };
  for (const Row& row : rows) EXPECT_EQ(sender(row.lists, row.header, row.given_sender), row.want) << row.name;
}

TEST(SentOn, SendersOfAList) {
  const std::pair<const char*, bool> rows[] = {
      {"talk-bounces@hewgill.net", true},
      {"talk-bounces+greg=example.com@hewgill.net", true},
      {"talk+bounces-7-greg=example.com@hewgill.net", true},
      {"talk-return-12-greg=example.com@hewgill.net", true},
      {"Owner-Talk@hewgill.net", true},
      {"talk@hewgill.net", true},
      {"my-list-owner@hewgill.net", true},
      {"my-owner@hewgill.net", false},
      {"talkative@hewgill.net", false},
      {"talk-bounces@hewgill.com", false},
      {"owner-@hewgill.net", false},
      {"-@hewgill.net", false},
      {"bob@example.com", false},
  };
  for (const auto& [given_sender, want] : rows) {
    const std::string got = sender("mylists talk@hewgill.net my-list@hewgill.net",
                                   line(kLoopback, "greg@hewgill.net") + line(kStranger), given_sender);
    EXPECT_EQ(got == "? sent-on", want) << given_sender << ": " << got;
  }
}

TEST(SentOn, TheNameOfAListIsBounded) {
  const std::string header = line(kLoopback, "greg@hewgill.net") + line(kStranger);
  const auto given_sender = [](size_t cuts) {
    std::string name = "talk";
    for (size_t i = 1; i < cuts; ++i) name += "-x";
    return name + "@hewgill.net";
  };
  EXPECT_EQ(sender("mylists talk@hewgill.net", header, given_sender(kMaxListNameCuts).c_str()), "? sent-on");
  EXPECT_EQ(sender("mylists talk@hewgill.net", header, given_sender(kMaxListNameCuts + 1).c_str()),
            given_sender(kMaxListNameCuts + 1));
}

TEST(SentOn, AListThatCannotBeReadIsUnknown) {
  const auto message = make_message(line(kLoopback, "greg@hewgill.net") + line(kStranger, "talk@hewgill.net"));
  const RelayChain chain(*message);
  TrustLists trust;
  trust.mylists.set_fault("~/.hfilter/lists: no such file");
  const Border border = find_border(chain, trust);
  Envelope envelope;
  envelope.sender = "bob@example.com";
  const FakeClock clock;
  const auto why = sent_on_inside(FactContext{*message, chain, border, trust, envelope, clock});
  ASSERT_TRUE(why.has_value());
  EXPECT_EQ(why->reason, UnknownReason::kList);
  EXPECT_NE(why->text.find("no such file"), std::string::npos) << why->text;
}

}  // namespace
}  // namespace hfilter
