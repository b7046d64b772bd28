// SPDX-License-Identifier: BSD-2-Clause
#include <string>
#include <vector>

#include "base/limits.h"
#include "unit/facts/word_rows.h"

namespace hfilter_test {

using namespace hfilter;

namespace {

const std::string& long_name() {
  static const std::string name(kMaxNameBytes + 1, 'a');
  return name;
}

}  // namespace

std::vector<WordRow> connection_rows() {
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
      {"helo is bare-ip", s.helo("192.0.2.1.."), T},
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
      {"helo is unqualified", s.helo("friend.."), T},
      {"helo is unqualified", s.helo(".."), F},
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
      {"helo is malformed", s.helo("mail.example.com.."), T},
      {"helo is malformed", s.helo("."), T},
      {"helo is malformed", s.helo("mail_1.example.com."), F},
      {"helo is malformed", s.helo("192.0.2.1"), F},
      {"helo is malformed", s.helo("[192.0.2.1]"), F},
      {"helo is malformed", s.helo(""), F},
      {"helo is malformed", s.yours(), U, "yours"},

      {"helo is localhost", s.helo("localhost"), T},
      {"helo is localhost", s.helo("LocalHost.LocalDomain."), T},
      {"helo is localhost", s.helo("x.localhost"), T},
      {"helo is localhost", s.helo("localhost.."), T},
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
      {"helo is rdns", s.helo("[203.0.113.45]").rdns("", RdnsState::kNotLookedUp), F},
      {"helo is rdns", s.rdns("mail.example.com", RdnsState::kUnverified).as_hop(), U, "not-looked-up"},
      {"helo is rdns", s.client("10.1.2.3"), U, "private"},
      {"helo is rdns", silent, U, "not-looked-up"},
      {"helo is rdns", s.yours(), U, "yours"},

      {"rdns is verified", s, T},
      {"rdns is verified", s.rdns("", RdnsState::kNone), F},
      {"rdns is verified", s.client("10.1.2.3"), U, "private"},
      {"rdns is verified", s.yours(), U, "yours"},
      {"rdns is verified", s.ambiguous(), U, "border"},
      {"rdns is verified", s.as_hop(), T},
      {"rdns is verified", s.rdns("mail.example.com", RdnsState::kUnverified).as_hop(), U, "not-looked-up"},

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

}  // namespace hfilter_test
