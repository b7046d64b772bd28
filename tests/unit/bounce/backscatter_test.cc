// SPDX-License-Identifier: BSD-2-Clause
#include "bounce/backscatter.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "trace/relay_chain.h"

namespace hfilter {
namespace {

List list_of(ListKind kind, const char* name, std::initializer_list<const char*> entries) {
  List list(kind, name);
  list.mark_set();
  for (const char* text : entries) list.add_entry(*parse_list_entry(kind, text), "rc");
  return list;
}

TrustLists trust(std::initializer_list<const char*> relays = {"smtp.hewgill.net", "192.0.2.10"}) {
  TrustLists lists;
  lists.mydomains = list_of(ListKind::kDomains, "mydomains", {"hewgill.com", "hewgill.net"});
  lists.mynetworks = list_of(ListKind::kNetworks, "mynetworks", {"192.0.2.64/28"});
  lists.myscanners = list_of(ListKind::kHosts, "myscanners", {"192.0.2.25"});
  lists.myrelays = list_of(ListKind::kHosts, "myrelays", relays);
  return lists;
}

Truth no_spf(const IpAddress&, std::string_view, std::string_view) { return Truth::no("SPF does not say so"); }

Truth judge(const std::string& header, const TrustLists& lists = trust(), const MaySend& spf = no_spf) {
  Message message(header, std::make_unique<MemoryBody>(""));
  return judge_returned(message, lists, spf);
}

const char* letter(const Truth& truth) { return truth.is_true() ? "T" : truth.is_false() ? "F" : "U"; }

const char kForged[] =
    "Received: from smtp.hewgill.net (smtp.hewgill.net [192.0.2.10])\n\tby mx.example.net (Postfix) "
    "with ESMTP id 9; Wed, 24 Mar 2004 15:59:00 +0000\n";

std::string postfix(const std::string& helo, const std::string& rdns, const std::string& ip,
                    const std::string& by = "mx.example.com") {
  return "Received: from " + helo + " (" + rdns + " [" + ip + "])\n\tby " + by +
         " (Postfix) with ESMTP id 4CqYzX2k0Nz9; Wed, 24 Mar 2004 16:00:00 +0000\n";
}

TEST(Backscatter, FindsTheClientThatSentIt) {
  const std::string spammer = postfix("hewgill.com", "dsl-1.example.org", "198.51.100.7");
  const std::string mine = postfix("smtp.hewgill.net", "smtp.hewgill.net", "192.0.2.10");
  struct Row {
    const char* name;
    std::string header;
    const char* want;
  };
  const Row rows[] = {
      {"a stranger", spammer, "T"},
      {"my relay by address", postfix("x", "unknown", "192.0.2.10"), "F"},
      {"my relay by name", postfix("x", "smtp.hewgill.net", "203.0.113.4"), "F"},
      {"one of my own servers", postfix("x", "unknown", "192.0.2.70"), "F"},
      {"my scanner", postfix("x", "unknown", "192.0.2.25"), "U"},
      {"a forged HELO", postfix("smtp.hewgill.net", "unknown", "198.51.100.7"), "T"},
      {"a forged line below", spammer + kForged, "T"},
      {"a forged line and a forged by", spammer + "Received: from localhost by smtp.hewgill.net (Postfix) id 1\n", "T"},
      {"an inner hop of the site", postfix("mx1", "mx1.example.com", "203.0.113.1", "store.example.com") + spammer,
       "T"},
      {"two inner hops, one private",
       postfix("mx1", "mx1.example.com", "203.0.113.1", "store.example.com") +
           postfix("gw", "unknown", "10.1.2.3", "mx1.example.com") + mine,
       "F"},
      {"a content filter", postfix("localhost", "localhost", "127.0.0.1") + mine, "F"},
      // The site's own customer is no server of the site: the line below is his invention.
      {"a dial-up line of the site's domain",
       postfix("x", "dsl-203-0-113-9.example.com", "203.0.113.9") +
           postfix("smtp.hewgill.net", "smtp.hewgill.net", "192.0.2.10", "dsl-203-0-113-9.example.com"),
       "T"},
      {"an inner hop, and a line of another site",
       postfix("mx1", "mx1.example.com", "203.0.113.1", "store.example.com") + kForged, "U"},
      {"no trace", "From: greg@hewgill.com\nSubject: hello\n", "U"},
      {"only the inside", postfix("localhost", "localhost", "127.0.0.1"), "U"},
      {"unreadable", "Received: whatever this is\n" + mine, "U"},
      {"unreadable below an inner hop", postfix("localhost", "localhost", "127.0.0.1") + "Received: ???\n" + mine, "U"},
      {"pickup, then a stranger",
       "Received: by mx.example.com (Postfix, from userid 1001)\n\tid 4CqYzX2k0Nz9; Wed, 24 Mar 2004 16:00:00 +0000\n" +
           spammer,
       "T"},
  };
  for (const Row& row : rows) {
    const Truth got = judge(row.header);
    EXPECT_STREQ(letter(got), row.want) << row.name << ": " << got.why;
  }
}

// myrelays by name only: a line whose writer verifies no name cannot tell.
TEST(Backscatter, NamesWithoutAddresses) {
  const TrustLists names = trust({"smtp.hewgill.net"});
  struct Row {
    const char* name;
    std::string header;
    const char* want;
  };
  const Row rows[] = {
      {"verified", postfix("x", "smtp.hewgill.net", "192.0.2.10"), "F"},
      {"verified, another", postfix("x", "a.example.org", "198.51.100.7"), "T"},
      {"no name found", postfix("x", "unknown", "198.51.100.7"), "U"},
      {"claimed, another (qmail)",
       "Received: from dsl-1.example.org (HELO hewgill.com) (198.51.100.7)\n  by mx.example.com with SMTP; 24 Mar 2004 "
       "16:00:00 -0000\n",
       "T"},
      {"claimed, mine (qmail)",
       "Received: from smtp.hewgill.net (HELO x) (198.51.100.7)\n  by mx.example.com with SMTP; 24 Mar 2004 16:00:00 "
       "-0000\n",
       "U"},
  };
  for (const Row& row : rows) {
    const Truth got = judge(row.header, names);
    EXPECT_STREQ(letter(got), row.want) << row.name << ": " << got.why;
  }
}

// What my lists say of the client that handed the message over.
TEST(Backscatter, ListsOfMine) {
  const TrustLists usual = trust();
  const TrustLists excluding = trust({"smtp.hewgill.net", "192.0.2.0/24", "!192.0.2.10"});
  TrustLists guessing;
  guessing.mydomains = list_of(ListKind::kDomains, "mydomains", {"hewgill.com"});
  guessing.myrelays = list_of(ListKind::kHosts, "myrelays", {"203.0.113.250"});
  const struct {
    const char* name;
    const TrustLists& lists;
    std::string header;
    const char* want;
  } rows[] = {
      {"an excluded relay, by address", excluding, postfix("x", "unknown", "192.0.2.10"), "T"},
      {"an excluded relay that has the name of another", excluding, postfix("x", "smtp.hewgill.net", "192.0.2.10"),
       "T"},
      {"another address of the network", excluding, postfix("x", "unknown", "192.0.2.11"), "F"},
      {"a name of mine is a hint, no proof", guessing, postfix("x", "pc.hewgill.com", "203.0.113.4"), "T"},
      {"a name that is not verified is nothing", usual,
       "Received: from x (smtp.hewgill.net [203.0.113.4])\n\tby mx.example.com (OpenSMTPD) with ESMTP id 0a1b2c3d; "
       "Wed, 24 Mar 2004 16:00:00 +0000\n",
       "T"},
  };
  for (const auto& row : rows) {
    const Truth got = judge(row.header, row.lists);
    EXPECT_STREQ(letter(got), row.want) << row.name << ": " << got.why;
  }
}

TEST(Backscatter, SpfMayProveItMine) {
  const std::string header =
      "Return-Path: <greg@hewgill.com>\n" + postfix("out", "out.provider.example", "203.0.113.77");
  std::string asked;
  const auto answer = [&](Truth truth) {
    return judge(header, trust(), [&, truth](const IpAddress& client, std::string_view helo, std::string_view sender) {
      asked = client.to_string() + " " + std::string(helo) + " " + std::string(sender);
      return truth;
    });
  };
  EXPECT_STREQ(letter(answer(Truth::yes("pass"))), "F");
  EXPECT_EQ(asked, "203.0.113.77 out greg@hewgill.com");
  EXPECT_STREQ(letter(answer(Truth::no("fail"))), "T");
  EXPECT_STREQ(letter(answer(Truth::unknown({UnknownReason::kDns, "time-out", true}))), "U");

  // Only for a sender in my domains: a stranger's own SPF proves nothing.
  asked.clear();
  const std::string other = "Return-Path: <x@example.org>\n" + postfix("a", "a.example.org", "198.51.100.7");
  EXPECT_STREQ(letter(judge(other, trust(),
                            [&](const IpAddress&, std::string_view, std::string_view) {
                              asked = "asked";
                              return Truth::yes("pass");
                            })),
               "T");
  EXPECT_EQ(asked, "");
}

TEST(Backscatter, AMessageIdProvesItMine) {
  const std::vector<std::string> globs = {"*.k3v9x2qa@hewgill.com", "hfilter-7f3a*"};
  struct Row {
    const char* name;
    const char* header;
    bool want;
  };
  const Row rows[] = {
      {"mine", "Message-ID: <20040324.1.k3v9x2qa@hewgill.com>\n", true},
      {"mine, the second pattern", "Message-ID: <hfilter-7f3a-9@x.example>\n", true},
      {"in any case", "message-id: <1.K3V9X2QA@Hewgill.COM>\n", true},
      {"folded", "Message-ID:\n <1.k3v9x2qa@hewgill.com>\n", true},
      {"a comment behind it", "Message-ID: <1.k3v9x2qa@hewgill.com> (added)\n", true},
      {"none", "Subject: <1.k3v9x2qa@hewgill.com>\n", false},
      {"empty", "Message-ID:\n", false},
      {"only my domain", "Message-ID: <1.2@hewgill.com>\n", false},
      {"the tag is no whole word", "Message-ID: <1k3v9x2qa@hewgill.com>\n", false},
      {"below another domain", "Message-ID: <1.k3v9x2qa@hewgill.com.example.org>\n", false},
      {"in the comment", "Message-ID: <1@x.example> (hfilter-7f3a)\n", false},
      {"behind the identifier", "Message-ID: <1@x.example> <1.k3v9x2qa@hewgill.com>\n", false},
      {"before it", "Message-ID: hfilter-7f3a <1@x.example>\n", false},
      {"the second field", "Message-ID: <1@x.example>\nMessage-ID: <1.k3v9x2qa@hewgill.com>\n", false},
      {"In-Reply-To", "Message-ID: <1@x.example>\nIn-Reply-To: <1.k3v9x2qa@hewgill.com>\n", false},
      {"References", "References: <1.k3v9x2qa@hewgill.com>\n", false},
      {"another one's field", "Resent-Message-ID: <1.k3v9x2qa@hewgill.com>\n", false},
      {"encoded", "Message-ID: =?us-ascii?Q?<1.k3v9x2qa@hewgill.com>?=\n", false},
      {"a blank within", "Message-ID: <a .k3v9x2qa@hewgill.com>\n", false},
      {"no brackets", "Message-ID: 1.k3v9x2qa@hewgill.com\n", false},
  };
  for (const Row& row : rows) {
    const Message message(row.header, std::make_unique<MemoryBody>(""));
    EXPECT_EQ(has_own_message_id(message, globs).is_true(), row.want) << row.name;
    EXPECT_FALSE(has_own_message_id(message, {}).is_true()) << row.name;
  }
}

}  // namespace
}  // namespace hfilter
