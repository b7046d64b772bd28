// SPDX-License-Identifier: BSD-2-Clause
//
// The walk over the sixteen topologies of hfilterrc(5), TRUST, and over its single steps.
#include "trace/border.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/limits.h"
#include "unit/text_list_file.h"
#include "unit/trace/chain.h"

namespace hfilter {
namespace {

using hfilter_test::fill;
using hfilter_test::make_message;
using hfilter_test::read_trust;
using hfilter_test::spell;
using hfilter_test::spell_roles;

constexpr const char* kDate = "; Tue, 04 Mar 2025 10:11:12 +0000\n";

/// A line of Postfix: from HELO (RDNS [IP]) by BY.
std::string postfix(const std::string& helo, const std::string& rdns, const std::string& ip, const std::string& by,
                    const std::string& with = "ESMTP") {
  return "Received: from " + helo + " (" + rdns + " [" + ip + "])\n\tby " + by + " (Postfix) with " + with + " id 4Z1" +
         kDate;
}

std::string qmail(const std::string& rdns, const std::string& helo, const std::string& ip, const std::string& by) {
  return "Received: (qmail 17 invoked from network)" + std::string(kDate) + "Received: from " + rdns + " (HELO " +
         helo + ") (" + ip + ")\n  by " + by + " with SMTP" + kDate;
}

/// A line of Exim, which omits a HELO that is the client's name, or its address as a literal.
std::string exim(const std::string& client) {
  return "Received: from " + client + "\n\tby mx.hewgill.com with esmtp (Exim 4.96)\n\tid 1tpP9h-0001Xy-2Q" + kDate;
}

std::string amavis() {
  return "Received: from mx.hewgill.com ([127.0.0.1])\n\tby localhost (mx.hewgill.com [127.0.0.1]) (amavisd-new, port "
         "10024)\n\twith "
         "ESMTP id Ab for <g@hewgill.com>" +
         std::string(kDate);
}

std::string pickup(const std::string& by) {
  return "Received: by " + by + " (Postfix, from userid 1000)\n\tid 4Z1" + kDate;
}

const std::string kStranger = postfix("evil.example", "unknown", "203.0.113.66", "mx.hewgill.com");
const std::string kForged = postfix("scanner.example.net", "scanner.example.net", "198.51.100.25", "mx.hewgill.com") +
                            postfix("good.example", "good.example", "198.51.100.99", "scanner.example.net");
const std::string kReinject = postfix("localhost", "localhost", "127.0.0.1", "mx.hewgill.com") + amavis();

struct Topology {
  const char* name;
  const char* trust;
  std::string header;
  const char* border;
  const char* roles;
  const char* why;  // a part of border.why
};

void expect(const Topology& test) {
  TrustLists trust;
  read_trust(test.trust, &trust);
  const auto message = make_message(test.header);
  const RelayChain chain(*message);
  const Border border = find_border(chain, trust);
  EXPECT_EQ(spell(border), test.border) << test.name << ": " << border.why;
  EXPECT_EQ(spell_roles(border), test.roles) << test.name;
  EXPECT_NE(border.why.find(test.why), std::string::npos)
      << test.name << ": got " << border.why << ", want " << test.why;
}

TEST(Border, Topologies) {
  const Topology tests[] = {
      {"a stranger to the MX", "mynetworks 192.0.2.0/24", kStranger + kForged, "found 1 203.0.113.66 helo=evil.example",
       "stranger", "hop 1"},
      {"own scanner, re-injected from 10025", "mynetworks 192.0.2.0/24", kReinject + kStranger + kForged,
       "found 3 203.0.113.66 helo=evil.example", "yours yours stranger", "hop 3"},
      {"a cloud gateway, only in myscanners", "mynetworks 192.0.2.0/24 / myscanners scanner.example.net",
       postfix("scanner.example.net", "scanner.example.net", "198.51.100.25", "mx.hewgill.com") +
           postfix("evil.example", "unknown", "203.0.113.66", "scanner.example.net") + kForged,
       "found 2 203.0.113.66 helo=evil.example", "believed stranger", "hop 2"},
      {"a spammer with an account at that gateway", "mynetworks 192.0.2.0/24 / myscanners scanner.example.net",
       postfix("scanner.example.net", "scanner.example.net", "198.51.100.25", "mx.hewgill.com") +
           postfix("evil.example", "unknown", "203.0.113.66", "scanner.example.net", "ESMTPSA"),
       "found 2 203.0.113.66 helo=evil.example", "believed stranger", "hop 2"},
      {"a proxy that shows 172.17.0.1, declared", "mynetworks 192.0.2.0/24 !172.17.0.1",
       postfix("evil.example", "unknown", "172.17.0.1", "mx.hewgill.com") + kForged,
       "found 1 172.17.0.1 helo=evil.example", "stranger", "hop 1"},
      {"a proxy that shows 127.0.0.1, declared", "mynetworks !127.0.0.1",
       postfix("evil.example", "localhost", "127.0.0.1", "mx.hewgill.com") + kForged,
       "found 1 127.0.0.1 helo=evil.example", "stranger", "hop 1"},
      {"a proxy that shows 172.17.0.1, not declared", "mynetworks 192.0.2.0/24",
       postfix("evil.example", "unknown", "172.17.0.1", "mx.hewgill.com") + kForged, "ambiguous 1", "stop",
       "172.17.0.1 is not in mynetworks"},
      {"a scanner that speaks from an unlisted 10.0.0.5", "mynetworks 192.0.2.0/24",
       postfix("scan", "unknown", "10.0.0.5", "mx.hewgill.com") + kStranger, "ambiguous 1", "stop",
       "10.0.0.5 is not in mynetworks"},
      {"no lists at all, MX and store on two public addresses, mydomains tells", "mydomains hewgill.com",
       postfix("mx.hewgill.com", "mx.hewgill.com", "192.0.2.25", "store.hewgill.com") + kStranger + kForged,
       "guessed 2 203.0.113.66 helo=evil.example", "yours stranger", "a guess"},
      {"no lists at all, a private MX", "", postfix("mx", "unknown", "10.0.0.25", "store.hewgill.com") + kStranger,
       "guessed 2 203.0.113.66 helo=evil.example", "yours stranger", "a guess"},
      {"no lists at all, and nothing to guess from", "", kStranger + kForged,
       "guessed 1 203.0.113.66 helo=evil.example", "stranger", "a guess"},
      {"fetchmail from a provider with internal hops", "mynetworks 192.0.2.0/24",
       "Received: from pop.provider.example [198.51.100.110]\n\tby home.hewgill.com with POP3 "
       "(fetchmail-6.4.37)\n\tfor <g@localhost> "
       "(single-drop)" +
           std::string(kDate) +
           "Received: from mx.provider.example ([10.1.1.2])\n\tby store.provider.example with LMTP id x" + kDate +
           postfix("filter", "unknown", "10.1.1.9", "mx.provider.example") +
           postfix("evil.example", "unknown", "203.0.113.66", "mx.provider.example") + kForged,
       "found 4 203.0.113.66 helo=evil.example fetched=1", "yours believed inside stranger", "hop 4"},
      {"picked up and sent on, then fetched: only what is below the fetching counts", "mynetworks 192.0.2.0/24",
       pickup("home.hewgill.com") +
           "Received: from pop.provider.example [198.51.100.110]\n\tby home.hewgill.com with POP3 "
           "(fetchmail-6.4.37)" +
           std::string(kDate) + postfix("evil.example", "unknown", "203.0.113.66", "mx.provider.example"),
       "found 3 203.0.113.66 helo=evil.example fetched=2", "yours yours stranger", "hop 3"},
      {"sent on at the provider, then fetched", "mynetworks 192.0.2.0/24",
       "Received: from pop.provider.example [198.51.100.110]\n\tby home.hewgill.com with POP3 "
       "(fetchmail-6.4.37)" +
           std::string(kDate) + pickup("mx.provider.example") +
           postfix("evil.example", "unknown", "203.0.113.66", "mx.provider.example"),
       "found 3 203.0.113.66 helo=evil.example fetched=1 picked-up", "yours believed stranger", "hop 3"},
      {"fetched from a provider whose inner servers are in myforwarders",
       "mynetworks 192.0.2.0/24 / myforwarders .provider.example",
       "Received: from pop.provider.example [198.51.100.110]\n\tby home.hewgill.com with POP3 "
       "(fetchmail-6.4.37)" +
           std::string(kDate) +
           postfix("mx.provider.example", "mx.provider.example", "198.51.100.111", "store.provider.example") +
           postfix("evil.example", "unknown", "203.0.113.66", "mx.provider.example"),
       "found 3 203.0.113.66 helo=evil.example fetched=1", "yours believed stranger", "hop 3"},
      {"a university's .forward", "mynetworks 192.0.2.0/24 / myforwarders .uni.example",
       postfix("out.uni.example", "out.uni.example", "198.51.100.40", "mx.hewgill.com") + pickup("mail.uni.example") +
           postfix("evil.example", "unknown", "203.0.113.66", "mail.uni.example"),
       "found 3 203.0.113.66 helo=evil.example sent-on picked-up", "believed believed stranger", "hop 3"},
      {"the provider's backup MX", "mynetworks 192.0.2.0/24 / myforwarders backup.provider.example",
       postfix("backup.provider.example", "backup.provider.example", "198.51.100.41", "mx.hewgill.com") +
           postfix("evil.example", "unknown", "203.0.113.66", "backup.provider.example"),
       "found 2 203.0.113.66 helo=evil.example sent-on", "believed stranger", "hop 2"},
      {"my own backup MX", "mynetworks 192.0.2.0/24 198.51.100.42",
       postfix("mx2.hewgill.com", "mx2.hewgill.com", "198.51.100.42", "mx.hewgill.com") +
           postfix("evil.example", "unknown", "203.0.113.66", "mx2.hewgill.com"),
       "found 2 203.0.113.66 helo=evil.example", "yours stranger", "hop 2"},
      {"Mailman on the same host", "mynetworks 192.0.2.0/24",
       postfix("mx.hewgill.com", "localhost", "127.0.0.1", "mx.hewgill.com") + pickup("mx.hewgill.com") + kStranger,
       "found 3 203.0.113.66 helo=evil.example picked-up", "yours yours stranger", "hop 3"},
      {"webmail with HTTP", "mynetworks 192.0.2.0/24",
       postfix("mail.hewgill.com", "localhost", "127.0.0.1", "mx.hewgill.com") +
           "Received: from 203.0.113.5\n        (SquirrelMail authenticated user greg)\n        by mail.hewgill.com "
           "with HTTP" +
           kDate,
       "none 0 authenticated", "yours yours", "logged in"},
      {"HTTP alone is no authentication", "mynetworks 192.0.2.0/24",
       "Received: from A.example.com (2001:db8::12)\n by mx.hewgill.com with HTTPS" + std::string(kDate),
       "found 1 2001:db8::12 "
       "helo=A.example.com",
       "stranger", "hop 1"},
      {"cron", "mynetworks 192.0.2.0/24", pickup("mx.hewgill.com"), "none 0 local", "yours",
       "wrote every Received line"},
      {"PHP by pickup, through the scanner", "mynetworks 192.0.2.0/24", kReinject + pickup("mx.hewgill.com"),
       "none 0 local", "yours yours yours", "wrote every Received line"},
      {"a roaming user on port 587", "mynetworks 192.0.2.0/24",
       postfix("[10.1.1.1]", "dsl.example", "203.0.113.5", "mx.hewgill.com", "ESMTPSA") + kForged,
       "none 0 authenticated", "yours", "logged in"},
      {"a stranger whose PTR is the scanner's, qmail", "mynetworks 192.0.2.0/24 / myscanners scanner.example.net",
       qmail("scanner.example.net", "evil.example", "203.0.113.66", "mx.hewgill.com") + kForged,
       "found 2 203.0.113.66 helo=evil.example", "yours stranger", "hop 2"},
      {"a stranger whose PTR is the scanner's, OpenSMTPD", "mynetworks 192.0.2.0/24 / myscanners scanner.example.net",
       "Received: from evil.example (scanner.example.net [203.0.113.66])\n\tby mx.hewgill.com (OpenSMTPD) with ESMTP "
       "id 0a1b2c3d" +
           std::string(kDate) + kForged,
       "found 1 203.0.113.66 helo=evil.example", "stranger", "hop 1"},
      {"a smarthost in myrelays whose other customer writes to me",
       "mynetworks 192.0.2.0/24 / myrelays smtp.provider.example "
       "198.51.100.50",
       postfix("smtp.provider.example", "smtp.provider.example", "198.51.100.50", "mx.hewgill.com") +
           postfix("customer.example", "unknown", "203.0.113.7", "smtp.provider.example", "ESMTPSA"),
       "found 1 198.51.100.50 helo=smtp.provider.example", "stranger", "hop 1"},
  };
  for (const Topology& test : tests) expect(test);
}

TEST(Border, Steps) {
  const Topology tests[] = {
      {"no Received at all", "", "Subject: x\n", "none 0 local", "", "has no Received line"},
      {"no Received at all, and lists that cannot tell", "mydomains hewgill.com / myforwarders .uni.example",
       "Subject: x\n", "none 0 local", "", "has no Received line"},
      {"no Received at all, and networks of mine", "mynetworks 192.0.2.0/24", "Subject: x\n", "unreadable 0", "",
       "has no Received line"},
      {"no Received at all, and hosts of mine", "myhosts mx.hewgill.com", "Subject: x\n", "unreadable 0", "",
       "has no Received line"},
      {"no Received at all, and a scanner", "myscanners scanner.example.net", "Subject: x\n", "unreadable 0", "",
       "has no Received line"},
      {"a client that skipped HELO is no pickup", "mynetworks 192.0.2.0/24",
       "Received: (from evil.example [203.0.113.66])\n\tby mx.hewgill.com (8.17.1/8.17.1) with SMTP id 1" +
           std::string(kDate) + kForged,
       "found 1 203.0.113.66 helo=", "stranger", "hop 1"},
      {"Postfix hides a client", "mynetworks 192.0.2.0/24",
       "Received: by mx.hewgill.com (Postfix) with ESMTPS id 4Z1" + std::string(kDate) + kForged, "unreadable 1",
       "stop", "hides"},
      {"Exim hides a client that is authenticated", "mynetworks 192.0.2.0/24",
       "Received: by mx.hewgill.com with esmtpsa (Exim 4.96)\n\tid 1abcDE-000abc-1X" + std::string(kDate) + kForged,
       "none 0 authenticated", "yours", "logged in"},
      {"only mine", "mynetworks 192.0.2.0/24", postfix("a.hewgill.com", "a.hewgill.com", "192.0.2.7", "mx.hewgill.com"),
       "none 0", "yours", "wrote every Received line"},
      {"a believed host with nothing below it", "mynetworks 192.0.2.0/24 / myscanners 198.51.100.25",
       postfix("scanner.example.net", "scanner.example.net", "198.51.100.25", "mx.hewgill.com"),
       "found 0 198.51.100.25", "believed", "198.51.100.25"},
      {"an unreadable line is never passed", "mynetworks 192.0.2.0/24", "Received: from x by y\n" + kStranger,
       "unreadable 1", "stop", "no client address"},
      {"an ambiguous line is never passed", "mynetworks 192.0.2.0/24",
       "Received: from x (a [192.0.2.1]) (b [192.0.2.2]) by mx.hewgill.com with SMTP" + std::string(kDate) + kStranger,
       "ambiguous 1", "stop", "several addresses"},
      {"a hidden client", "mynetworks 192.0.2.0/24",
       "Received: by mx.hewgill.com (OpenSMTPD) with ESMTP id 0a1b2c3d" + std::string(kDate) + kStranger,
       "unreadable 1", "stop", "hides"},
      {"a hidden client that is authenticated", "mynetworks 192.0.2.0/24",
       "Received: by mx.hewgill.com (OpenSMTPD) with ESMTPSA id 0a1b2c3d" + std::string(kDate) + kStranger,
       "none 0 authenticated", "yours", "logged in"},
      {"an authenticated client of mine is walked past", "mynetworks 192.0.2.0/24",
       postfix("web.hewgill.com", "web.hewgill.com", "192.0.2.7", "mx.hewgill.com", "ESMTPA") +
           postfix("evil.example", "unknown", "203.0.113.66", "web.hewgill.com"),
       "found 2 203.0.113.66 helo=evil.example", "yours stranger", "hop 2"},
      {"an authenticated client with an unlisted private address", "mynetworks 192.0.2.0/24",
       postfix("laptop", "unknown", "10.8.0.2", "mx.hewgill.com", "ESMTPSA"), "none 0 authenticated", "yours",
       "logged in"},
      {"an account at the scanner is none of mine, even behind mine",
       "mynetworks 192.0.2.0/24 / myscanners 198.51.100.25",
       postfix("mx2", "mx2.hewgill.com", "192.0.2.2", "mx.hewgill.com") +
           postfix("scanner", "scanner.example.net", "198.51.100.25", "mx2.hewgill.com") +
           postfix("evil.example", "unknown", "203.0.113.66", "scanner.example.net", "ESMTPSA"),
       "found 3 203.0.113.66 helo=evil.example", "yours believed stranger", "hop 3"},
      {"sent out by mine to the forwarder and back", "mynetworks 192.0.2.0/24 / myforwarders 198.51.100.40",
       postfix("uni", "uni.example", "198.51.100.40", "mx.hewgill.com") +
           postfix("out", "out.hewgill.com", "192.0.2.9", "uni.example") +
           postfix("laptop", "dsl.example", "203.0.113.5", "out.hewgill.com", "ESMTPSA"),
       "none 0 authenticated", "believed yours yours", "logged in"},
      {"a name counts where its writer verified it", "myhosts mx2.hewgill.com",
       postfix("x", "mx2.hewgill.com", "198.51.100.42", "mx.hewgill.com") +
           postfix("evil.example", "unknown", "203.0.113.66", "mx2"),
       "found 2 203.0.113.66 helo=evil.example", "yours stranger", "hop 2"},
      {"a name that may be forged does not", "myhosts mx2.hewgill.com",
       "Received: from x (mx2.hewgill.com [203.0.113.66] (may be forged))\n\tby mx.hewgill.com (8.17.1/8.17.1) with "
       "ESMTP id 1" +
           std::string(kDate) + kForged,
       "found 1 203.0.113.66 helo=x", "stranger", "hop 1"},
      {"a HELO never does", "myhosts mx2.hewgill.com / myscanners scanner.example.net",
       postfix("scanner.example.net", "unknown", "203.0.113.66", "mx.hewgill.com") + kForged,
       "found 1 203.0.113.66 helo=scanner.example.net", "stranger", "hop 1"},
      {"an exclusion beats the network", "mynetworks 192.0.2.0/24 !192.0.2.66",
       postfix("guest", "unknown", "192.0.2.66", "mx.hewgill.com") + kForged, "found 1 192.0.2.66 helo=guest",
       "stranger", "hop 1"},
      {"an exclusion by name beats the network", "mynetworks 192.0.2.0/24 / myhosts !guest.hewgill.com",
       postfix("guest", "guest.hewgill.com", "192.0.2.66", "mx.hewgill.com") + kForged, "found 1 192.0.2.66 helo=guest",
       "stranger", "hop 1"},
      {"a forged fetchmail line below the border", "mynetworks 192.0.2.0/24",
       kStranger + "Received: from pop.example [198.51.100.99] by localhost with POP3 (fetchmail-6.4.0)" + kDate,
       "found 1 203.0.113.66 helo=evil.example", "stranger", "hop 1"},
      {"v4-mapped addresses are v4", "mynetworks 192.0.2.0/24",
       postfix("a", "unknown", "IPv6:::ffff:192.0.2.7", "mx.hewgill.com") + kStranger,
       "found 2 203.0.113.66 helo=evil.example", "yours stranger", "hop 2"},
  };
  for (const Topology& test : tests) expect(test);
}

TEST(Border, WhyOfARole) {
  TrustLists trust;
  fill(&trust.mynetworks, "192.0.2.0/24", 4);
  fill(&trust.myscanners, "192.0.2.25 scanner.example.net", 5);
  fill(&trust.myforwarders, ".uni.example", 6);
  const auto message = make_message(postfix("a", "unknown", "192.0.2.25", "mx.hewgill.com") +
                                    postfix("localhost", "localhost", "127.0.0.1", "mx.hewgill.com") +
                                    postfix("s", "scanner.example.net", "198.51.100.25", "mx.hewgill.com") +
                                    postfix("u", "out.uni.example", "198.51.100.40", "mx.hewgill.com") +
                                    postfix("x", "unknown", "10.0.0.1", "mx.hewgill.com") + kStranger);
  const RelayChain chain(*message);
  const Border border = find_border(chain, trust);
  const char* want[] = {"192.0.2.0/24 (line 4), scanner",        "loopback",
                        "scanner.example.net (line 5), scanner", ".uni.example (line 6), forwarder",
                        "an internal server of 198.51.100.40",   ""};
  ASSERT_EQ(border.roles.size(), 6u);
  for (size_t i = 0; i < 6; ++i) EXPECT_EQ(border.roles[i].why, want[i]) << i;
}

TEST(Border, AuthenticatedStranger) {
  TrustLists trust;
  read_trust("mynetworks 192.0.2.0/24", &trust);
  trust.authenticated_is_mine = false;
  const auto message = make_message(postfix("laptop", "dsl.example", "203.0.113.5", "mx.hewgill.com", "ESMTPSA"));
  const RelayChain chain(*message);
  EXPECT_EQ(spell(find_border(chain, trust)), "found 1 203.0.113.5 helo=laptop authenticated");
}

class MissingFile : public TextListFile {
 public:
  const std::string& path() const override { return path_; }
  Result<std::string_view> text() override { return failure(ErrorKind::kNotFound, "is not there"); }

 private:
  std::string path_ = "/etc/hfilter/nets";
};

TEST(Border, AListThatCannotBeRead) {
  MissingFile file;
  const struct {
    const char* name;
    const char* trust;
    const char* list;
    std::string header;
    const char* border;
  } tests[] = {
      {"where it matters", "", "mynetworks", kStranger, "ambiguous 1"},
      {"where scanners matter", "mynetworks 192.0.2.0/24", "myscanners", kStranger, "ambiguous 1"},
      {"not where an entry settles it", "mynetworks 203.0.113.66", "myscanners",
       kStranger + postfix("b.example", "unknown", "198.51.100.3", "x"), "ambiguous 2"},
      {"not where there is no client", "", "mynetworks", pickup("mx.hewgill.com"), "none 0 local"},
      {"an authentication of mine needs it, too", "", "mynetworks",
       postfix("laptop", "dsl.example", "203.0.113.5", "mx.hewgill.com", "ESMTPSA"), "ambiguous 1"},
      {"myrelays never matters", "mynetworks 192.0.2.0/24", "myrelays", kStranger,
       "found 1 203.0.113.66 helo=evil.example"},
  };
  for (const auto& test : tests) {
    TrustLists trust;
    read_trust(test.trust, &trust);
    for (List* list : {&trust.mynetworks, &trust.myscanners, &trust.myrelays}) {
      if (list->name() == test.list) list->add_file(&file);
    }
    const auto message = make_message(test.header);
    const RelayChain chain(*message);
    const Border border = find_border(chain, trust);
    EXPECT_EQ(spell(border), test.border) << test.name;
    if (border.state == BorderState::kAmbiguous) {
      EXPECT_NE(border.why.find("/etc/hfilter/nets"), std::string::npos) << border.why;
    }
  }
}

TEST(Border, WhatTheMtaKnows) {
  const std::string haraka =
      "Received: from x (a [192.0.2.1]) (b [192.0.2.2]) by mx.hewgill.com with SMTP" + std::string(kDate);
  const std::string no_helo = "Received: from 203.0.113.66 by mx.hewgill.com with SMTP" + std::string(kDate);
  const struct {
    const char* name;
    std::string header;
    const char* address;
    const char* helo;
    const char* want;
  } tests[] = {
      {"agrees", kStranger, "203.0.113.66", "EVIL.example", "found 1 203.0.113.66 helo=evil.example"},
      {"the line is not completed where it has a HELO", postfix("x?y", "unknown", "203.0.113.66", "mx"), "203.0.113.66",
       "x(y", "found 1 203.0.113.66 helo=x?y"},
      {"another address", kStranger, "203.0.113.67", "evil.example", "ambiguous 1 disagrees"},
      {"another HELO", kStranger, "203.0.113.66", "good.example", "found 1 203.0.113.66 helo=evil.example"},
      {"another HELO without an address", kStranger, nullptr, "good.example", "found 1 203.0.113.66 helo=evil.example"},
      {"no HELO: Postfix pipe(8)", kStranger, "203.0.113.66", "", "found 1 203.0.113.66 helo=evil.example"},
      {"a literal: Postfix local(8)", postfix("[203.0.113.66]", "unknown", "203.0.113.66", "mx"), "203.0.113.66",
       "_203.0.113.66_", "found 1 203.0.113.66 helo=[203.0.113.66]"},
      {"octets: Postfix local(8)", postfix("b\xC3\xA4nk.example", "unknown", "203.0.113.66", "mx"), "203.0.113.66",
       "b__nk.example", "found 1 203.0.113.66 helo=b\xC3\xA4nk.example"},
      {"the line does not say the HELO", no_helo, "203.0.113.66", "evil.example",
       "found 1 203.0.113.66 helo=evil.example"},
      {"nobody says the HELO", no_helo, "203.0.113.66", "", "found 1 203.0.113.66"},
      {"Exim hides a literal that is the address", exim("[203.0.113.66]"), "203.0.113.66", "[203.0.113.66]",
       "found 1 203.0.113.66 helo=[203.0.113.66]"},
      {"Exim hides a HELO that is the name", exim("evil.example ([203.0.113.66])"), "203.0.113.66", "Evil.example",
       "found 1 203.0.113.66 helo=evil.example"},
      {"Exim was told no HELO, or forgot it", exim("[203.0.113.66]"), "203.0.113.66", "", "found 1 203.0.113.66 helo="},
      {"the same with a name", exim("evil.example ([203.0.113.66])"), "203.0.113.66", "", "found 1 203.0.113.66 helo="},
      {"an empty HELO without an address says nothing", exim("evil.example ([203.0.113.66])"), nullptr, "",
       "found 1 203.0.113.66 helo=evil.example"},
      {"Exim's line has a HELO", exim("[203.0.113.66] (helo=evil.example)"), "203.0.113.66", "",
       "found 1 203.0.113.66 helo=evil.example"},
      {"nothing is known of Exim's client", exim("[203.0.113.66]"), nullptr, nullptr,
       "found 1 203.0.113.66 helo=[203.0.113.66]"},
      {"is ignored where the client is mine", kReinject + kStranger, "198.51.100.1", "good.example",
       "found 3 203.0.113.66 helo=evil.example"},
      {"speaks of the topmost SMTP hop only",
       "Received: from mx ([127.0.0.1])\n\tby s with LMTP id 1" + std::string(kDate) + kStranger, "203.0.113.67",
       nullptr, "ambiguous 2 disagrees"},
      {"reads what cannot be read", haraka + kForged, "203.0.113.66", "evil.example",
       "found 1 203.0.113.66 helo=evil.example"},
      {"reads that the client is mine", haraka + kStranger, "192.0.2.7", "x", "found 2 203.0.113.66 helo=evil.example"},
      {"HELO alone reads nothing", haraka + kStranger, nullptr, "x", "ambiguous 1"},
  };
  for (const auto& test : tests) {
    TrustLists trust;
    read_trust("mynetworks 192.0.2.0/24", &trust);
    KnownClient known;
    if (test.address) known.address = IpAddress::parse(test.address);
    if (test.helo) known.helo = test.helo;
    const auto message = make_message(test.header);
    const RelayChain chain(*message);
    EXPECT_EQ(spell(find_border(chain, trust, known)), test.want) << test.name;
  }
}

TEST(Border, PassedVia) {
  const std::string scanned = postfix("s", "scanner.example.net", "198.51.100.25", "mx.hewgill.com") +
                              postfix("evil.example", "unknown", "203.0.113.66", "scanner.example.net");
  const struct {
    const char* name;
    std::string header;
    const char* set;
    Kleene want;
  } tests[] = {
      {"a client that passed, by name", scanned, "scanner.example.net", Kleene::kTrue},
      {"a client that passed, by address", scanned, "198.51.100.0/24", Kleene::kTrue},
      {"the by of a line down to the border", scanned, "mx.hewgill.com", Kleene::kTrue},
      {"the stranger itself is not passed", scanned, "203.0.113.66", Kleene::kFalse},
      {"a line below the border is nothing", kStranger + kForged, "scanner.example.net", Kleene::kFalse},
      {"a HELO is nothing", postfix("scanner.example.net", "unknown", "203.0.113.66", "mx.hewgill.com"),
       "scanner.example.net", Kleene::kFalse},
      {"a name that is not verified is nothing",
       "Received: from s (scanner.example.net [198.51.100.25])\n\tby mx.hewgill.com (OpenSMTPD) with ESMTP id "
       "0a1b2c3d" +
           std::string(kDate) + postfix("evil.example", "unknown", "203.0.113.66", "inside.example.net"),
       "scanner.example.net", Kleene::kFalse},
      {"mine", pickup("mx.hewgill.com"), "mx.hewgill.com", Kleene::kUnknown},
      {"ambiguous", "Received: from x (a [192.0.2.1]) (b [192.0.2.2]) by mx.hewgill.com with SMTP" + std::string(kDate),
       "mx.hewgill.com", Kleene::kUnknown},
      {"unreadable", "Received: from x by mx.hewgill.com\n", "mx.hewgill.com", Kleene::kUnknown},
      {"the believed host is the stranger", postfix("s", "scanner.example.net", "198.51.100.25", "mx.hewgill.com"),
       "scanner.example.net", Kleene::kTrue},
  };
  for (const auto& test : tests) {
    TrustLists trust;
    read_trust("mynetworks 192.0.2.0/24 / myscanners 198.51.100.25", &trust);
    List set(ListKind::kHosts, "set");
    fill(&set, test.set, 1);
    const auto message = make_message(test.header);
    const RelayChain chain(*message);
    const Border border = find_border(chain, trust);
    EXPECT_EQ(passed_via(chain, border, set).value, test.want) << test.name;
  }
}

TEST(Border, PassedViaAListThatCannotBeRead) {
  MissingFile file;
  const struct {
    const char* name;
    std::string header;
    const char* entries;
    Kleene want;
  } tests[] = {
      {"no entry settles it", kStranger, "other.example", Kleene::kUnknown},
      {"an entry settles it", kStranger, "=mx.hewgill.com", Kleene::kTrue},
      {"an entry settles it further down",
       postfix("s", "scanner.example.net", "198.51.100.25", "mx.hewgill.com") +
           postfix("evil.example", "unknown", "203.0.113.66", "scanner.example.net"),
       "=scanner.example.net", Kleene::kTrue},
  };
  for (const auto& test : tests) {
    TrustLists trust;
    read_trust("mynetworks 192.0.2.0/24 / myscanners 198.51.100.25", &trust);
    List set(ListKind::kHosts, "set");
    fill(&set, test.entries, 1);
    set.add_file(&file);
    const auto message = make_message(test.header);
    const RelayChain chain(*message);
    const Truth got = passed_via(chain, find_border(chain, trust), set);
    EXPECT_EQ(got.value, test.want) << test.name;
    EXPECT_EQ(got.why.find("/etc/hfilter/nets") != std::string::npos, got.is_unknown()) << test.name << ": " << got.why;
  }
}

TEST(Border, UnlistedBy) {
  const struct {
    const char* trust;
    const char* want;
  } tests[] = {
      {"mynetworks 192.0.2.0/24", ""},
      {"myhosts mx.hewgill.com", ""},
      {"myhosts .hewgill.com", ""},
      {"myhosts other.hewgill.com / myscanners mx.hewgill.com", ""},
      {"myhosts other.hewgill.com", "mx.hewgill.com"},
  };
  for (const auto& test : tests) {
    TrustLists trust;
    read_trust(test.trust, &trust);
    const auto message = make_message(kStranger);
    const RelayChain chain(*message);
    EXPECT_EQ(unlisted_by(find_border(chain, trust), trust), test.want) << test.trust;
  }
}

TEST(Border, HopsAreBounded) {
  std::string header;
  const std::string mine = postfix("a", "unknown", "192.0.2.7", "mx.hewgill.com");
  for (size_t i = 0; i < kMaxHops; ++i) header += mine;
  TrustLists trust;
  read_trust("mynetworks 192.0.2.0/24", &trust);
  {
    const auto message = make_message(header);
    const RelayChain chain(*message);
    EXPECT_FALSE(chain.truncated());
    EXPECT_EQ(spell(find_border(chain, trust)), "none 0");
  }
  const auto message = make_message(header + kStranger);
  const RelayChain chain(*message);
  EXPECT_TRUE(chain.truncated());
  EXPECT_EQ(chain.size(), static_cast<int>(kMaxHops));
  EXPECT_EQ(spell(find_border(chain, trust)), "unreadable 0");
}

TEST(RelayChain, AHeaderThatIsCutHidesLines) {
  TrustLists trust;
  read_trust("mynetworks 192.0.2.0/24", &trust);
  const Message message(postfix("a", "unknown", "192.0.2.7", "mx.hewgill.com"), std::make_unique<MemoryBody>(""),
                        /*complete=*/false);
  const RelayChain chain(message);
  EXPECT_TRUE(chain.truncated());
  EXPECT_EQ(spell(find_border(chain, trust)), "unreadable 0");
}

TEST(RelayChain, KnowsItsFields) {
  const auto message =
      make_message("Return-Path: <>\nRECEIVED: from a by b; x\nSubject: x\nreceived : by c\nX-Received: by d\n");
  const RelayChain chain(*message);
  ASSERT_EQ(chain.size(), 2);
  EXPECT_EQ(chain.field_index(1), 1u);
  EXPECT_EQ(chain.field_index(2), 3u);
  EXPECT_EQ(chain.hop(2).by, "c");
  EXPECT_EQ(&chain.hop(2), &chain.hop(2));
}

}  // namespace
}  // namespace hfilter
