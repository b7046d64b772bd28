// SPDX-License-Identifier: BSD-2-Clause
// Every word of the registry: true, false, and unknown with its reason. A word without such rows fails the last test.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/limits.h"
#include "unit/facts/sample.h"

namespace hfilter {
namespace {

constexpr Kleene T = Kleene::kTrue;
constexpr Kleene F = Kleene::kFalse;
constexpr Kleene U = Kleene::kUnknown;

struct Row {
  const char* condition;
  Given given;
  Kleene want;
  const char* reason = "";  // of U
};

const std::string& long_name() {
  static const std::string name(kMaxNameBytes + 1, 'a');
  return name;
}

// What the trace could tell, or not.
std::vector<Row> connection_rows() {
  const Given s;
  const Given none = s.with([](Given& x) { x.has_line = false; });
  const Given silent = s.with([](Given& x) { x.hop.helo.reset(); });
  return {
      {"client is private", s.client("10.1.2.3"), T},
      {"client is private", s.client("100.64.0.1"), T},
      {"client is private", s.client("fd00::1"), T},
      {"client is private", s, F},
      {"client is private", s.client("127.0.0.1"), F},
      {"client is private", s.yours(), U, "yours"},
      {"client is private", s.ambiguous(), U, "border"},
      {"client is private", s.border(BorderState::kUnreadable), U, "border"},
      {"client is private", s.client(""), U, "not-looked-up"},
      {"client is private", none.client("10.1.2.3"), T},

      {"helo is bare-ip", s.helo("192.0.2.1"), T},
      {"helo is bare-ip", s.helo("192.0.2.1."), T},
      {"helo is bare-ip", s.helo("2001:db8::1"), T},
      {"helo is bare-ip", s.helo("IPv6:2001:db8::1"), T},
      {"helo is bare-ip", s.helo("[192.0.2.1]"), F},
      {"helo is bare-ip", s.helo("192.0.2"), F},
      {"helo is bare-ip", s.helo("192.0.2.1.example.com"), F},
      {"helo is bare-ip", s.helo("256.0.2.1"), F},
      {"helo is bare-ip", s.helo(""), F},
      {"helo is bare-ip", s.yours(), U, "yours"},
      {"helo is bare-ip", s.ambiguous(), U, "border"},
      {"helo is bare-ip", silent, U, "not-looked-up"},
      {"helo is bare-ip", none, U, "not-looked-up"},

      {"helo is literal", s.helo("[192.0.2.1]"), T},
      {"helo is literal", s.helo("[IPv6:2001:db8::1]"), T},
      {"helo is literal", s.helo("192.0.2.1"), F},
      {"helo is literal", s.helo("[]"), F},
      {"helo is literal", s.helo("["), F},
      {"helo is literal", s.helo("[hewgill.com]"), F},
      {"helo is literal", s.yours(), U, "yours"},

      {"helo is unqualified", s.helo("friend"), T},
      {"helo is unqualified", s.helo("MY_PC."), T},
      {"helo is unqualified", s.helo("localhost"), T},
      {"helo is unqualified", s.helo("mail.example.com"), F},
      {"helo is unqualified", s.helo("2001:db8::1"), F},
      {"helo is unqualified", s.helo("[192.0.2.1]"), F},
      {"helo is unqualified", s.helo("my pc"), F},
      {"helo is unqualified", s.helo(""), F},
      {"helo is unqualified", s.helo(long_name()), F},
      {"helo is unqualified", s.yours(), U, "yours"},

      {"helo is malformed", s.helo("my pc"), T},
      {"helo is malformed", s.helo("12345"), T},
      {"helo is malformed", s.helo("256.0.2.1"), T},
      {"helo is malformed", s.helo("[hewgill.com]"), T},
      {"helo is malformed", s.helo("a..example.com"), T},
      {"helo is malformed", s.helo("-x.example.com"), T},
      {"helo is malformed", s.helo(long_name()), T},
      {"helo is malformed", s.helo("mail_1.example.com."), F},
      {"helo is malformed", s.helo("192.0.2.1"), F},
      {"helo is malformed", s.helo("[192.0.2.1]"), F},
      {"helo is malformed", s.helo(""), F},
      {"helo is malformed", s.yours(), U, "yours"},

      {"helo is localhost", s.helo("localhost"), T},
      {"helo is localhost", s.helo("LocalHost.LocalDomain."), T},
      {"helo is localhost", s.helo("x.localhost"), T},
      {"helo is localhost", s.helo("127.0.0.1"), T},
      {"helo is localhost", s.helo("[127.1.2.3]"), T},
      {"helo is localhost", s.helo("[IPv6:::1]"), T},
      {"helo is localhost", s.helo("localhost.example.com"), F},
      {"helo is localhost", s.helo("mylocalhost"), F},
      {"helo is localhost", s.helo("192.0.2.1"), F},
      {"helo is localhost", s.yours(), U, "yours"},

      {"helo is me", s.helo("MX.hewgill.net."), T},
      {"helo is me", s.helo("192.0.2.1"), T},
      {"helo is me", s.helo("[192.0.2.1]"), T},
      {"helo is me", s.helo("[IPv6:2001:db8:7::1]"), T},
      {"helo is me", s.helo("198.51.100.25"), T},
      {"helo is me", s.helo("x.mx.hewgill.net"), F},
      {"helo is me", s.helo("hewgill.net"), F},
      {"helo is me", s.helo("192.0.2.66"), F},
      {"helo is me", s.helo("[127.0.0.1]"), F},
      {"helo is me", s.helo(""), F},
      {"helo is me", s.helo(long_name()), F},
      {"helo is me", s.yours(), U, "yours"},

      {"helo is generic", s.helo("host-203-0-113-45.example.net"), T},
      {"helo is generic", s.helo("x.dsl.example.net").client(""), T},
      {"helo is generic", s, F},
      {"helo is generic", s.helo(""), F},
      {"helo is generic", s.helo("203.0.113.45"), F},
      {"helo is generic", s.yours(), U, "yours"},

      {"helo is missing", s.helo(""), T},
      {"helo is missing", s.helo(" "), T},
      {"helo is missing", s, F},
      {"helo is missing", s.helo("unknown"), F},
      {"helo is missing", silent, U, "not-looked-up"},
      {"helo is missing", s.yours(), U, "yours"},

      {"helo is rdns", s.helo("MAIL.example.com."), T},
      {"helo is rdns", s.helo("other.example.com"), F},
      {"helo is rdns", s.rdns("", RdnsState::kNone), F},
      {"helo is rdns", s.rdns("other.example.com", RdnsState::kUnverified), F},
      {"helo is rdns", s.rdns("mail.example.com", RdnsState::kUnverified), U, "not-looked-up"},
      {"helo is rdns", s.rdns("", RdnsState::kNotLookedUp), U, "not-looked-up"},
      {"helo is rdns", s.client("10.1.2.3"), U, "private"},
      {"helo is rdns", silent, U, "not-looked-up"},
      {"helo is rdns", s.yours(), U, "yours"},

      {"rdns is unverified", s.rdns("", RdnsState::kNone), T},
      {"rdns is unverified", s.rdns("x.example.com", RdnsState::kUnverified), T},
      {"rdns is unverified", s, F},
      {"rdns is unverified", s.rdns("", RdnsState::kNotLookedUp), U, "not-looked-up"},
      {"rdns is unverified", s.client("10.1.2.3"), U, "private"},
      {"rdns is unverified", s.yours(), U, "yours"},
      {"rdns is unverified", none, U, "not-looked-up"},

      {"rdns is generic", s.rdns("203-0-113-45.example.net"), T},
      {"rdns is generic", s.rdns("x.dsl.example.net", RdnsState::kUnverified), T},
      {"rdns is generic", s, F},
      {"rdns is generic", s.rdns("", RdnsState::kNone), F},
      {"rdns is generic", s.rdns("", RdnsState::kNotLookedUp), U, "not-looked-up"},
      {"rdns is generic", s.yours(), U, "yours"},

      {"protocol is smtp", s.protocol("SMTP"), T},
      {"protocol is smtp", s.protocol("UTF8SMTP"), F},
      {"protocol is smtp", s.yours(), U, "yours"},
      {"protocol is smtps", s.protocol("smtps"), T},
      {"protocol is smtps", s, F},
      {"protocol is smtps", s.ambiguous(), U, "border"},
      {"protocol is esmtp", s.protocol("ESMTP"), T},
      {"protocol is esmtp", s.protocol("UTF8SMTP"), T},
      {"protocol is esmtp", s, F},
      {"protocol is esmtp", s.yours(), U, "yours"},
      {"protocol is esmtps", s, T},
      {"protocol is esmtps", s.protocol("UTF8SMTPS"), T},
      {"protocol is esmtps", s.protocol("esmtp"), F},
      {"protocol is esmtps", s.protocol(""), U, "not-looked-up"},
      {"protocol is esmtpa", s.protocol("esmtpa"), T},
      {"protocol is esmtpa", s.protocol("asmtp"), T},
      {"protocol is esmtpa", s, F},
      {"protocol is esmtpa", s.yours(), U, "yours"},
      {"protocol is esmtpsa", s.protocol("ESMTPSA"), T},
      {"protocol is esmtpsa", s.protocol("UTF8SMTPSA"), T},
      {"protocol is esmtpsa", s, F},
      {"protocol is esmtpsa", s.yours(), U, "yours"},
      {"protocol is lmtp", s.protocol("LMTPSA"), T},
      {"protocol is lmtp", s.protocol("UTF8LMTP"), T},
      {"protocol is lmtp", s, F},
      {"protocol is lmtp", s.yours(), U, "yours"},
      {"protocol is http", s.protocol("HTTPS"), T},
      {"protocol is http", s.protocol("MAPI"), F},
      {"protocol is http", s.yours(), U, "yours"},

      {"border is found", s, T},
      {"border is found", s.yours(), F},
      {"border is none", s.yours(), T},
      {"border is none", s, F},
      {"border is guessed", s.border(BorderState::kGuessed), T},
      {"border is guessed", s, F},
      {"border is ambiguous", s.ambiguous(), T},
      {"border is ambiguous", s, F},
      {"border is unreadable", s.border(BorderState::kUnreadable), T},
      {"border is unreadable", s.ambiguous(), F},

      // The flags.
      {"stranger", s, T},
      {"stranger", s.ambiguous(), T},
      {"stranger", s.border(BorderState::kUnreadable), T},
      {"stranger", s.yours(), F},
      {"authenticated", s.yours().with([](Given& x) { x.authenticated = true; }), T},
      {"authenticated", s, F},
      {"authenticated", s.as_hop().with([](Given& x) { x.hop.auth = HopAuth::kToken; }), T},
      {"authenticated", s.as_hop().with([](Given& x) { x.authenticated = true; }), F},
      {"authenticated", s.as_hop().kind(HopKind::kUnparsed), U, "border"},
      {"local", s.yours().with([](Given& x) { x.local = true; }), T},
      {"local", s, F},
      {"encrypted", s, T},
      {"encrypted", s.with([](Given& x) { x.hop.tls = false; }), F},
      {"encrypted", s.yours(), U, "yours"},
      {"encrypted", s.ambiguous(), U, "border"},

      // `any hop` and `hop N` look at that line and at nothing else.
      {"helo is bare-ip", s.yours().helo("192.0.2.1").as_hop(), T},
      {"helo is missing", silent.kind(HopKind::kLocal).as_hop(), F},
      {"helo is bare-ip", s.kind(HopKind::kAmbiguous).as_hop(), U, "border"},
      {"rdns is unverified", s.client("10.1.2.3").as_hop(), F},
      {"protocol is smtp", s.protocol("").kind(HopKind::kLocal).as_hop(), F},
  };
}

std::vector<Row> header_rows() {
  const Given s;
  std::vector<Row> rows = {
      {"sender is empty", s.with([](Given& x) { x.envelope.sender = ""; }), T},
      {"sender is empty", s.headed("Return-Path: <>\n"), T},
      {"sender is empty", s.headed("Return-Path: <bob@example.com>\n"), F},
      {"sender is empty", s.headed("Return-Path: <\n"), F},
      {"sender is empty", s, U, "not-given"},
      {"sender is malformed", s.with([](Given& x) { x.envelope.sender = "bob@@example.com"; }), T},
      {"sender is malformed", s.with([](Given& x) { x.envelope.sender = "bob@example.com"; }), F},
      {"sender is malformed", s.with([](Given& x) { x.sent_on = true; }), U, "sent-on"},
      {"recipient is malformed", s.with([](Given& x) { x.envelope.recipient = "bob@@example.com"; }), T},
      {"recipient is malformed", s.headed("Delivered-To: greg@hewgill.com\n"), F},
      {"recipient is malformed", s, U, "not-given"},

      {"to is undisclosed", s.headed("To: undisclosed-recipients:;\n"), T},
      {"to is undisclosed", s.headed("To: friends: bob@example.com;\n"), F},
      {"to is undisclosed", s.headed("To: undisclosed-recipients:;\nTo: bob@example.com\n"), F},
      {"to is undisclosed", s, F},
      {"to is undisclosed", s.cut(), U, "limit"},
      {"cc is undisclosed", s.headed("Cc: x:;\n"), T},
      {"cc is undisclosed", s.headed("Cc: bob@example.com\n"), F},
      {"cc is undisclosed", s.cut(), U, "limit"},

      {"subject is missing", s, T},
      {"subject is missing", s.headed("SUBJECT: x\n"), F},
      {"subject is missing", s.cut(), U, "limit"},
      {"subject is empty", s.headed("Subject:\n \n"), T},
      {"subject is empty", s.headed("Subject: x\n"), F},
      {"subject is empty", s, F},
      {"subject is empty", s.cut(), U, "limit"},
      {"list-id is missing", s, T},
      {"list-id is missing", s.headed("List-ID: <x.example.com>\n"), F},
      {"list-id is missing", s.cut(), U, "limit"},
      {"list-id is empty", s.headed("List-Id: \n"), T},
      {"list-id is empty", s.headed("List-Id: <x.example.com>\n"), F},
      {"list-id is empty", s.cut(), U, "limit"},

      {"message-id is missing", s, T},
      {"message-id is missing", s.headed("Message-Id: <1@example.com>\n"), F},
      {"message-id is missing", s.cut(), U, "limit"},
      {"message-id is empty", s.headed("Message-ID:\n"), T},
      {"message-id is empty", s.headed("Message-ID: <>\n"), F},
      {"message-id is empty", s.cut(), U, "limit"},
      {"message-id is malformed", s.headed("Message-ID: 1@example.com\n"), T},
      {"message-id is malformed", s.headed("Message-ID: <>\n"), T},
      {"message-id is malformed", s.headed("Message-ID: <abc>\n"), T},
      {"message-id is malformed", s.headed("Message-ID: <@example.com>\n"), T},
      {"message-id is malformed", s.headed("Message-ID: <1@>\n"), T},
      {"message-id is malformed", s.headed("Message-ID: <1 2@example.com>\n"), T},
      {"message-id is malformed", s.headed("Message-ID: <1@example.com> x\n"), T},
      {"message-id is malformed", s.headed("Message-ID: <1@example.com>\n"), F},
      {"message-id is malformed", s.headed("Message-ID: <a$b/c=@[192.0.2.1]> (added)\n"), F},
      {"message-id is malformed", s, F},
      {"message-id is malformed", s.cut(), U, "limit"},

      {"date is missing", s, T},
      {"date is missing", s.headed("Date: Wed, 24 Mar 2004 16:00:00 +0000\n"), F},
      {"date is missing", s.cut(), U, "limit"},
      {"date is malformed", s.headed("Date: yesterday\n"), T},
      {"date is malformed", s.headed("Date:\n"), T},
      {"date is malformed", s.headed("Date: Wed, 24 Mar 2004 16:00:00 +0000\n"), F},
      {"date is malformed", s, F},
      {"date is malformed", s.cut(), U, "limit"},
      {"date is future", s.headed("Date: Thu, 25 Mar 2004 16:00:01 +0000\n"), T},
      {"date is future", s.headed("Date: Thu, 25 Mar 2004 16:00:00 +0000\n"), F},
      {"date is future", s.headed("Date: yesterday\n"), F},
      {"date is future", s, F},
      {"date is future", s.cut(), U, "limit"},

      {"mailing-list", s.headed("List-Id: <x.example.com>\n"), T},
      {"mailing-list", s.headed("List-Unsubscribe: <mailto:x@example.com>\n"), T},
      {"mailing-list", s.headed("Precedence: List\n"), T},
      {"mailing-list", s.headed("Precedence: bulk\n"), F},
      {"mailing-list", s, F},
      {"mailing-list", s.headed("List-Id: x\n").cut(), T},
      {"mailing-list", s.cut(), U, "limit"},
      {"autoreply", s.headed("Auto-Submitted: auto-replied (vacation)\n"), T},
      {"autoreply", s.headed("Precedence: auto_reply\n"), T},
      {"autoreply", s.headed("X-Autoreply: yes\n"), T},
      {"autoreply", s.headed("Auto-Submitted: auto-generated\n"), F},
      {"autoreply", s.headed("Auto-Submitted: no\n"), F},
      {"autoreply", s, F},
      {"autoreply", s.cut(), U, "limit"},
  };
  // The words that all address fields have alike.
  static const struct {
    const char *fact, *field;
  } kFields[] = {{"from", "From"}, {"reply-to", "Reply-To"}, {"to", "To"}, {"cc", "Cc"}};
  static const struct {
    const char *word, *value;  // null: no such field
    Kleene want;
  } kCases[] = {
      {"missing", nullptr, T},
      {"missing", "", F},
      {"empty", "", T},
      {"empty", "<>", T},
      {"empty", "bob@example.com", F},
      {"empty", "@@", F},
      {"empty", nullptr, F},
      {"malformed", "bob@@example.com", T},
      {"malformed", "Bob <bob@example.com>", F},
      {"malformed", nullptr, F},
      {"many", "a@example.com, b@example.com", T},
      {"many", "a@example.com", F},
      {"many", nullptr, F},
  };
  static std::set<std::string> texts;  // rows hold the address of their condition
  for (const auto& field : kFields) {
    for (const auto& one : kCases) {
      const char* condition = texts.insert(std::string(field.fact) + " is " + one.word).first->c_str();
      const std::string head = one.value ? std::string(field.field) + ": " + one.value + "\n" : "Subject: x\n";
      rows.push_back({condition, s.headed(head), one.want});
      if (!one.value) rows.push_back({condition, s.headed(head).cut(), U, "limit"});
    }
  }
  return rows;
}

constexpr char kPtr[] = "PTR 45.113.0.203.in-addr.arpa ";

// What DNS says of the stranger 203.0.113.45, HELO mail.example.com.
std::vector<Row> dns_rows() {
  const Given s = Given().sender("bob@example.org");
  const Given silent = s.with([](Given& x) { x.hop.helo.reset(); });
  std::vector<Row> rows = {
      {"rdns is missing", s, T},
      {"rdns is missing", s.dns(std::string(kPtr) + "mail.example.com"), F},
      {"rdns is mismatched", s.dns(std::string(kPtr) + "mail.example.com"), T},
      {"rdns is mismatched", s.dns(std::string(kPtr) + "mail.example.com\nA mail.example.com 203.0.113.9"), T},
      {"rdns is mismatched", s.dns(std::string(kPtr) + "mail.example.com\nA mail.example.com 203.0.113.45"), F},
      {"rdns is mismatched", s, F},
      {"rdns is trouble", s.dns("FAIL 45.113.0.203.in-addr.arpa"), T},
      {"rdns is trouble", s.no_dns(DnsStatus::kOff), T},
      {"rdns is trouble", s, F},
      {"rdns is missing", s.dns("FAIL 45.113.0.203.in-addr.arpa"), U, "dns"},
      {"rdns is mismatched", s.no_dns(DnsStatus::kOff), U, "dns-off"},

      {"helo is unresolvable", s, T},
      {"helo is unresolvable", s.helo("friend"), T},
      {"helo is unresolvable", s.dns("TXT mail.example.com x"), T},
      {"helo is unresolvable", s.dns("A mail.example.com 192.0.2.1"), F},
      {"helo is unresolvable", s.dns("AAAA mail.example.com 2001:db8::1"), F},
      {"helo is unresolvable", s.dns("MX mail.example.com mx.example.com"), F},
      {"helo is unresolvable", s.helo("[203.0.113.45]"), F},
      {"helo is unresolvable", s.helo(""), F},
      {"helo is unresolvable", s.dns("FAIL mail.example.com"), U, "dns"},
      {"helo is mismatched", s.dns("A mail.example.com 192.0.2.1"), T},
      {"helo is mismatched", s.helo("[203.0.113.9]"), T},
      {"helo is mismatched", s.helo("203.0.113.9"), T},
      {"helo is mismatched", s.dns("A mail.example.com 192.0.2.1\nA mail.example.com 203.0.113.45"), F},
      {"helo is mismatched", s.helo("[203.0.113.45]"), F},
      {"helo is mismatched", s, F},
      {"helo is mismatched", s.dns("FAIL mail.example.com"), U, "dns"},

      {"spf is none", s, T},
      {"spf is none", s.sender(""), T},
      {"spf is pass", s.sender("").dns("TXT mail.example.com v=spf1 ip4:203.0.113.45 -all"), T},
      {"spf is fail", s.dns("FAIL example.org"), U, "dns"},
      {"spf is none", s.no_dns(DnsStatus::kOff), U, "dns-off"},
      {"spf is temperror", s.no_dns(DnsStatus::kOff), T},
      {"spf is fail", Given(), U, "not-given"},
      {"spf is fail", s.with([](Given& x) { x.sent_on = true; }), U, "sent-on"},
      {"spf is fail", s.client("10.1.2.3"), U, "private"},
      {"spf is fail", silent.dns("TXT example.org v=spf1 -all"), T},
      {"spf is fail", silent.sender(""), U, "not-looked-up"},
      {"spf helo is fail", silent, U, "not-looked-up"},
      {"spf helo is none", s.helo("[203.0.113.45]"), T},
  };
  static std::set<std::string> texts;
  constexpr struct {
    const char *word, *record;
  } kResults[] = {
      {"pass", "v=spf1 ip4:203.0.113.45 -all"},
      {"fail", "v=spf1 -all"},
      {"softfail", "v=spf1 ~all"},
      {"neutral", "v=spf1 ?all"},
      {"permerror", "v=spf1 moo"},
  };
  for (const bool helo : {false, true}) {
    const std::string fact = helo ? "spf helo is " : "spf is ", domain = helo ? "mail.example.com" : "example.org";
    const auto condition = [&](const char* word) { return texts.insert(fact + word).first->c_str(); };
    for (const auto& result : kResults) {
      rows.push_back({condition(result.word), s.dns("TXT " + domain + " " + result.record), T});
      rows.push_back({condition(result.word), s.dns("TXT " + domain + " v=spf1 redirect=" + domain), F});
    }
    for (const char* word : {"pass", "fail", "softfail", "neutral", "none", "permerror", "temperror"}) {
      rows.push_back({condition(word), s.dns("FAIL " + domain), word[0] == 't' ? T : U, word[0] == 't' ? "" : "dns"});
      rows.push_back({condition(word), s.yours(), U, "yours"});
      rows.push_back({condition(word), s.ambiguous().no_dns(DnsStatus::kOff), U, "border"});
    }
    rows.back().reason = "border";
    rows.push_back({condition("temperror"), s, F});
    rows.push_back({condition("none"), s, T});
    rows.push_back({condition("none"), s.dns("TXT " + domain + " v=spf1 -all"), F});
  }
  // A record that redirects to itself is in error, and is the answer F of all but that word.
  rows.erase(std::remove_if(rows.begin(), rows.end(),
                            [](const Row& row) {
                              return row.want == F && std::string(row.condition).find("permerror") != std::string::npos;
                            }),
             rows.end());
  for (const char* fact : {"spf is permerror", "spf helo is permerror"}) rows.push_back({fact, s, F});
  for (const char* word : {"rdns is missing", "rdns is mismatched", "rdns is trouble"}) {
    rows.push_back({word, s.yours(), U, "yours"});
    rows.push_back({word, s.client("10.1.2.3"), U, "private"});
    rows.push_back({word, s.as_hop(), U, "not-looked-up"});
  }
  return rows;
}

// Results fields: the border line is the first Received.
std::vector<Row> results_rows() {
  static std::set<std::string> texts;
  std::vector<Row> rows;
  const Given s;
  constexpr const char* kDkim[] = {"pass", "fail", "none", "policy", "neutral", "temperror", "permerror"};
  constexpr const char* kDmarc[] = {"pass", "fail", "none", "temperror", "permerror"};
  const auto add_rows = [&](const std::string& method, const char* word, const char* other) {
    const char* condition = texts.insert(method + " is " + word).first->c_str();
    const std::string head = "Authentication-Results: mx.hewgill.net; " + method + "=";
    const std::string received = "\nReceived: from x by y\n";
    rows.push_back({condition, s.headed(head + word + received), T});
    rows.push_back({condition, s.headed(head + other + received), F});
    rows.push_back({condition, s.headed("Received: from x by y\n" + head + word + "\n"), U, "not-looked-up"});
    rows.push_back({condition, s.headed("Received: from x by y\nSubject: x\n"), U, "not-looked-up"});
  };
  for (const char* word : kDkim) add_rows("dkim", word, word == kDkim[0] ? "fail" : "pass");
  for (const char* word : kDmarc) add_rows("dmarc", word, word == kDmarc[0] ? "fail" : "pass");
  return rows;
}

// What stands inside the message.
std::vector<Row> mime_rows() {
  const Given s;
  const auto mixed = [&](const std::string& part, const std::string& end = "--b--\n") {
    return s.headed("Content-Type: multipart/mixed; boundary=b\n").with([&](Given& x) {
      x.body = "--b\n" + part + "\n" + end;
    });
  };
  const auto file = [&](const std::string& name, const std::string& bytes) {
    return mixed("Content-Type: application/octet-stream; name=\"" + name + "\"\n\n" + bytes);
  };
  const auto bounce = [&](const std::string& returned) {
    return s.headed("From: MAILER-DAEMON@example.com\nSubject: failure notice\n").with([&](Given& x) {
      x.envelope.sender = "";
      x.body = "Hi. This is the qmail-send program at mx.example.com.\n\n" + returned;
    });
  };
  const auto handed_over_by = [&](const std::string& client) {
    return bounce("Received: from x (unknown [" + client +
                  "])\n\tby mx.example.com (Postfix) with ESMTP id 1; Wed, 24 Mar 2004 "
                  "16:00:00 +0000\nFrom: greg@hewgill.com\nSubject: hello\n\n");
  };
  const Given plain = s.headed("From: bob@example.com\n").with([](Given& x) { x.body = "Hello.\n"; });
  const Given zip = file("a.zip", std::string("PK\x03\x04", 4));  // its listing fails: the probe has none
  return {
      {"mime is malformed", mixed("\nx", ""), T},
      {"mime is malformed", mixed("\nx"), F},
      {"mime is malformed", plain, F},
      {"mime is malformed", plain.cut(), U, "limit"},
      {"mime is well-formed", plain, T},
      {"mime is well-formed", mixed("\nx", ""), F},
      {"mime is well-formed", plain.cut(), U, "limit"},

      {"attachment is executable", file("x.pif", "x"), T},
      {"attachment is executable", file("x.txt", "x"), F},
      {"attachment is executable", plain, F},
      {"attachment is executable", zip, U, "probe"},
      {"attachment is executable", plain.cut(), U, "limit"},
      {"attachment is archive", zip, T},
      {"attachment is archive", file("x.txt", "x"), F},
      {"attachment is archive", plain.cut(), U, "limit"},
      {"attachment is encrypted", zip, U, "probe"},
      {"attachment is encrypted", file("x.txt", "x"), F},
      {"attachment is disguised", file("x.txt.exe", "x"), T},
      {"attachment is disguised", file("x.exe", "x"), F},
      {"attachment is disguised", plain.cut(), U, "limit"},

      {"bounce", bounce(""), T},
      {"bounce", plain, F},
      {"backscatter", handed_over_by("198.51.100.7"), T},
      {"backscatter", handed_over_by("198.51.100.7").no_dns(DnsStatus::kOff), T},
      {"backscatter", handed_over_by("198.51.100.7").dns("TXT hewgill.com v=spf1 -all"), T},
      {"backscatter", handed_over_by("198.51.100.7").dns("TXT hewgill.com v=spf1 ip4:198.51.100.7 -all"), F},
      {"backscatter", handed_over_by("198.51.100.7").dns("FAIL hewgill.com"), U, "dns"},
      {"backscatter", handed_over_by("192.0.2.10"), F},
      {"backscatter", handed_over_by("198.51.100.7").client("192.0.2.10"), F},  // my own relay bounced it
      {"backscatter", handed_over_by("198.51.100.7").yours(), F},
      {"backscatter", plain, F},
      {"backscatter", bounce(""), U, "not-given"},
      {"backscatter", handed_over_by("nonsense"), U, "not-given"},
  };
}

void expect(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    Sample sample(row.given);
    const Truth got = sample.ask(row.condition);
    EXPECT_EQ(static_cast<int>(got.value), static_cast<int>(row.want))
        << row.condition << " (HELO " << row.given.hop.helo.value_or("-") << ", head " << row.given.head
        << "): " << got.why;
    EXPECT_STREQ(got.is_unknown() ? reason_name(got.reason) : "", row.reason) << row.condition << ": " << got.why;
    EXPECT_TRUE(!got.is_unknown() || !got.why.empty()) << row.condition << " is unknown without a text";
    EXPECT_LE(got.why.size(), 1000u) << row.condition;
  }
}

TEST(Words, OfTheConnection) { expect(connection_rows()); }

TEST(Words, OfTheHeader) { expect(header_rows()); }

TEST(Words, OfDns) { expect(dns_rows()); }

TEST(Words, OfResultsFields) { expect(results_rows()); }

TEST(Words, OfTheInside) { expect(mime_rows()); }

TEST(Words, AnEncryptedArchive) {
  const Given s;
  Sample sample(s.headed("Content-Type: application/zip; name=a.zip\n").with([](Given& x) {
    x.body = std::string("PK\x03\x04", 4);
  }));
  sample.mime.listing = ArchiveListing{{"a.txt"}, true, "", false};
  EXPECT_TRUE(sample.ask("attachment is encrypted").is_true());
  EXPECT_TRUE(sample.ask("attachment is executable").is_unknown());
}

TEST(Words, EachIsTriedWithEachAnswer) {
  std::map<std::string, std::set<Kleene>> tried;
  for (const std::vector<Row>& rows : {connection_rows(), header_rows(), dns_rows(), results_rows(), mime_rows()}) {
    for (const Row& row : rows) tried[row.condition].insert(row.want);
  }
  for (const WordDef& word : all_words()) {
    const std::string condition = std::string(fact_def(word.fact).name) + " is " + word.word;
    if (condition == "attachment is encrypted") tried[condition].insert(T);  // Words.AnEncryptedArchive
    EXPECT_TRUE(tried[condition].count(T)) << condition << " has no row that is true";
    EXPECT_TRUE(tried[condition].count(F)) << condition << " has no row that is false";
    if (word.fact == FactId::border) continue;  // always known
    EXPECT_TRUE(tried[condition].count(U)) << condition << " has no row that is unknown";
  }
  for (const FactDef& fact : all_facts()) {
    if (fact.type != FactType::kFlag) continue;
    EXPECT_TRUE(tried[fact.name].count(T) && tried[fact.name].count(F)) << fact.name;
  }
}

}  // namespace
}  // namespace hfilter
