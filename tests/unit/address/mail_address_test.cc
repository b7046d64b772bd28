// SPDX-License-Identifier: BSD-2-Clause
#include "address/mail_address.h"

#include <gtest/gtest.h>

#include <chrono>

#include "base/limits.h"

namespace hfilter {
namespace {

/// "local|domain", with a ! before it if malformed.
std::string shown(const MailAddress& address) {
  return (address.malformed ? "!" : "") + address.local + "|" + address.domain.as_written;
}

std::string shown(const AddressListValue& value) {
  std::string out = value.malformed ? "! " : "";
  if (value.undisclosed) out += "undisclosed ";
  if (value.truncated) out += "truncated ";
  for (const MailAddress& address : value.addresses) out += "<" + shown(address) + ">";
  return out;
}

struct Row {
  const char *name, *in, *want;
};

TEST(MailAddress, Paths) {
  const Row rows[] = {
      {"bare", "bob@example.com", "bob|example.com"},
      {"brackets", "<bob@example.com>", "bob|example.com"},
      {"blanks around", " <bob@example.com> ", "bob|example.com"},
      {"null", "<>", "|"},
      {"empty", "", "|"},
      {"postmaster", "<postmaster>", "postmaster|"},
      {"source route", "<@a.example,@b.example:bob@example.com>", "bob|example.com"},
      {"quoted", "<\"bob smith\"@example.com>", "bob smith|example.com"},
      {"quoted at sign", "<\"a@b\"@example.com>", "a@b|example.com"},
      {"quoted pair", "<\"a\\\"b\\\\\"@example.com>", "a\"b\\|example.com"},
      {"quoted parts", "<\"a b\".\"c\"@example.com>", "a b.c|example.com"},
      {"quoted, bracket inside", "<\"a>\"@example.com>", "a>|example.com"},
      {"literal", "<bob@[192.0.2.1]>", "bob|[192.0.2.1]"},
      {"v6 literal", "<bob@[IPv6:2001:db8::1]>", "bob|[IPv6:2001:db8::1]"},
      {"case of the local part stays", "<Bob@EXAMPLE.com>", "Bob|EXAMPLE.com"},
      {"odd dots", "<.a..b.@example.com>", ".a..b.|example.com"},
      {"all atext", "<!#$%&'*+-/=?^_`{|}~@example.com>", "!#$%&'*+-/=?^_`{|}~|example.com"},
      {"UTF-8",
       "<j\xC3\xBCrgen@b\xC3\xBC"
       "cher.example>",
       "j\xC3\xBCrgen|b\xC3\xBC"
       "cher.example"},
      {"VERP", "<list-return-1-bob=example.com@lists.example.net>", "list-return-1-bob=example.com|lists.example.net"},
      {"not closed", "<bob@example.com", "!bob|example.com"},
      {"not opened", "bob@example.com>", "!bob|example.com"},
      {"blank", "<bob smith@example.com>", "!bob smith|example.com"},
      {"no local part", "<@example.com>", "!|example.com"},
      {"no domain", "<bob@>", "!bob|"},
      {"two at signs", "<bob@evil.example@example.com>", "!bob@evil.example|example.com"},
      {"bad domain", "<bob@-example.com>", "!bob|-example.com"},
      {"empty label", "<bob@example..com>", "!bob|example..com"},
      {"address as the domain", "<bob@192.0.2.1>", "!bob|192.0.2.1"},
      {"bad literal", "<bob@[192.0.2]>", "!bob|[192.0.2]"},
      {"port behind a literal", "<bob@[192.0.2.1]:25>", "!bob|[192.0.2.1]:25"},
      {"quote that is not closed", "<\"bob@example.com>", "!\"bob|example.com"},
      {"text behind a quote", "<\"bob\"smith@example.com>", "!bobsmith|example.com"},
      {"comment", "<bob(x)@example.com>", "!bob(x)|example.com"},
      {"control", "<bob\x01@example.com>", "!bob\x01|example.com"},
      {"line end", "<bob@example.com\r\nX: y>", "!bob|example.com\r\nX: y"},
      {"two", "<bob@example.com>,<eve@example.net>", "!bob@example.com>,<eve|example.net"},
      {"empty quoted local part", "<\"\"@example.com>", "|example.com"},
      {"empty quotes are not the null sender", "<\"\">", "!|"},
      {"quoted parts and others", "<\"a\".b@example.com>", "!a.b|example.com"},
      {"only a bracket", "<", "!|"},
      {"only an at sign", "@", "!|"},
      {"route without address", "<@a.example:>", "!|"},
  };
  for (const Row& row : rows) EXPECT_EQ(shown(parse_path(row.in)), row.want) << row.name << ": " << row.in;
}

TEST(MailAddress, NullAndText) {
  EXPECT_TRUE(parse_path("<>").is_null());
  EXPECT_TRUE(parse_path("").is_null());
  EXPECT_FALSE(parse_path("<").is_null());
  EXPECT_FALSE(parse_path("@").is_null());
  EXPECT_FALSE(parse_path("<postmaster>").is_null());
  EXPECT_EQ(parse_path("<@a.example:\"b c\"@Example.COM>").text, "\"b c\"@Example.COM");
  EXPECT_EQ(parse_path("<b@EXAMPLE.com.>"), parse_path("b@example.com"));
  EXPECT_EQ(parse_path("<b@EXAMPLE.com.>").domain.canonical, "example.com");
}

TEST(AddressList, Forms) {
  const Row rows[] = {
      {"bare", "bob@example.com", "<bob|example.com>"},
      {"name", "Bob Smith <bob@example.com>", "<bob|example.com>"},
      {"quoted name", "\"Smith, Bob\" <bob@example.com>", "<bob|example.com>"},
      {"address in the name", "\"eve@example.net\" <bob@example.com>", "<bob|example.com>"},
      {"address in a bare name", "eve@example.net <bob@example.com>", "<bob|example.com>"},
      {"angle in the name", "\"<eve@example.net>\" <bob@example.com>", "<bob|example.com>"},
      {"two", "a@example.com, B <b@example.com>", "<a|example.com><b|example.com>"},
      {"folded", "a@example.com,\r\n\tB\r\n <b@example.com>\r\n", "<a|example.com><b|example.com>"},
      {"encoded word", "=?utf-8?q?B=C3=B6b?= <bob@example.com>", "<bob|example.com>"},
      {"comment behind", "bob@example.com (Bob, \\) (the) Builder)", "<bob|example.com>"},
      {"comment inside", "bob(x)@(y)example.com", "<bob|example.com>"},
      {"comment inside brackets", "<bob@example.com(eve@example.net)>", "<bob|example.com>"},
      {"bracket in a comment", "(<eve@example.net>) bob@example.com", "<bob|example.com>"},
      {"quote in a comment", "(\") bob@example.com", "<bob|example.com>"},
      {"obsolete blanks", "bob . smith @ example . com", "<bob.smith|example.com>"},
      {"obsolete blanks in brackets", "< bob @ example.com >", "<bob|example.com>"},
      {"obsolete route", "Bob <@a.example,@b.example:bob@example.com>", "<bob|example.com>"},
      {"obsolete empty elements", ",a@example.com,, ,b@example.com,", "<a|example.com><b|example.com>"},
      {"dots in a name", "Bob Q. Smith <bob@example.com>", "<bob|example.com>"},
      {"group", "Friends: a@example.com, B <b@example.com>; c@example.com",
       "<a|example.com><b|example.com><c|example.com>"},
      {"undisclosed", "undisclosed-recipients:;", "undisclosed "},
      {"undisclosed with blanks", "Undisclosed recipients: (none) ;", "undisclosed "},
      {"two empty groups", "a:;, b:;", "undisclosed "},
      {"empty group and an address", "a:;, b@example.com", "<b|example.com>"},
      {"literal", "bob@[192.0.2.1]", "<bob|[192.0.2.1]>"},
      {"v6 literal without brackets", "bob@[IPv6:2001:db8::1], a@example.com",
       "<bob|[IPv6:2001:db8::1]><a|example.com>"},
      {"quoted local part", "\"bob, smith\"@example.com", "<bob, smith|example.com>"},
      {"local user", "root (Cron Daemon)", "<root|>"},
      {"null", "<>", "<|>"},
      {"bounce", "Mail Delivery System <MAILER-DAEMON>", "<MAILER-DAEMON|>"},
      {"semicolons between", "a@example.com; b@example.com", "<a|example.com><b|example.com>"},
      {"empty", "", ""},
      {"blank", " \r\n ", ""},
      {"only a comment", "(bob@example.com)", ""},

      {"no address", "Bob Smith", "! "},
      {"only a quoted name", "\"bob@example.com\"", "! "},
      {"undisclosed without colon", "Undisclosed recipients", "! undisclosed "},
      {"undisclosed, as a mailbox", "<undisclosed-recipients:;@mx.example.com>", "! undisclosed "},
      {"undisclosed, with blank, as a mailbox", "<Undisclosed Recipients@mx.example.com>", "! undisclosed "},
      {"undisclosed and an address", "undisclosed-recipients:;, bob@example.com", "<bob|example.com>"},
      {"undisclosed is a good name", "undisclosed@example.com", "<undisclosed|example.com>"},
      {"undisclosed and strays", "undisclosed-recipients:;, Bob Smith", "! "},
      {"address glued to a quoted name", "\"Bob\"bob@example.com", "! <bob|example.com>"},
      {"quoted names and an address", "\"a@b\" \"c\" bob@example.com \"d", "! <bob|example.com>"},
      {"undisclosed and not closed", "undisclosed-recipients:", "! undisclosed "},
      {"name without brackets", "Bob bob@example.com", "! <bob|example.com>"},
      {"text behind", "<bob@example.com> Bob", "! <bob|example.com>"},
      {"no comma", "<a@example.com> <b@example.com>", "! <a|example.com><b|example.com>"},
      {"bracket not closed", "Bob <bob@example.com", "! <bob|example.com>"},
      {"bracket in a bracket", "<<bob@example.com>>", "! <!<bob|example.com>"},
      {"quote not closed", "\"Bob <bob@example.com>", "! <bob|example.com>"},
      {"comment not closed", "bob@example.com (Bob", "! <bob|example.com>"},
      {"comment that hides all", "(bob@example.com", "! "},
      {"bracket left over", "bob@example.com>", "! <!bob|example.com>>"},
      {"bad domain", "Bob <bob@example>, a@-b.example", "! <bob|example><!a|-b.example>"},
      {"bad domain in brackets", "Bob <bob@-b.example>", "! <!bob|-b.example>"},
      {"colon behind an address", "bob@example.com: eve@example.net", "! <!bob|example.com:><eve|example.net>"},
      {"colon in a group", "a: b: c@example.com;", "! <c|example.com>"},
  };
  for (const Row& row : rows) EXPECT_EQ(shown(parse_address_list(row.in)), row.want) << row.name << ": " << row.in;
}

TEST(AddressList, NulIsAByte) {
  EXPECT_EQ(shown(parse_address_list(std::string_view("bob@example.com\0.example.net", 28))),
            std::string("! <!bob|example.com\0.example.net>", 33));
}

TEST(AddressList, AddressesAreBounded) {
  std::string field;
  for (size_t i = 0; i < kMaxAddresses; ++i) field += "a@b.example,";
  EXPECT_FALSE(parse_address_list(field).truncated);
  EXPECT_EQ(parse_address_list(field).addresses.size(), kMaxAddresses);
  EXPECT_TRUE(parse_address_list(field + "c@d.example").truncated);
  EXPECT_EQ(parse_address_list(field + field).addresses.size(), kMaxAddresses);
}

TEST(AddressList, BytesOfAnAddressAreBounded) {
  for (const std::string& unit : {std::string("x"), std::string("()"), std::string("\"q\"")}) {
    std::string huge = "a@";
    while (huge.size() < 3 * kMaxAddressBytes) huge += unit;
    for (const std::string& item : {huge, "<" + huge + ">"}) {
      const AddressListValue got = parse_address_list(item + ", c@example.com");
      EXPECT_TRUE(got.malformed) << unit;
      ASSERT_FALSE(got.addresses.empty()) << unit;
      EXPECT_EQ(got.addresses.back().text, "c@example.com") << unit;
      for (const MailAddress& address : got.addresses) EXPECT_LE(address.text.size(), kMaxAddressBytes) << unit;
    }
  }
  const AddressListValue long_name = parse_address_list(std::string(kMaxAddressBytes + 1, 'x') + " <bob@example.com>");
  EXPECT_EQ(shown(long_name), "! <bob|example.com>") << "a name that is cut";
  const std::string longest(kMaxAddressBytes - 2, 'x');
  EXPECT_EQ(parse_address_list(longest + "@e").addresses.at(0).text.size(), kMaxAddressBytes);
}

TEST(AddressList, CommentDepthIsBounded) {
  const auto nested = [](int depth) {
    return std::string(static_cast<size_t>(depth), '(') + std::string(static_cast<size_t>(depth), ')') + "a@b.example";
  };
  EXPECT_EQ(shown(parse_address_list(nested(kMaxCommentDepth))), "<a|b.example>");
  EXPECT_EQ(shown(parse_address_list(nested(kMaxCommentDepth + 1))), "! <a|b.example>");
}

/// Each of these, repeated up to the size of a whole header, must be read in one pass.
TEST(AddressList, IsLinear) {
  const auto begin = std::chrono::steady_clock::now();
  for (const char* piece : {"(", ")",      "\"",  "<",  ">",    "@",   ":",   ";",    "[",     "\\", ".",  " ",
                            "a", "a b@c ", "<\"", "a:", "\"\\", "(\\", "@a,", "a@b:", "\"a\"", "[:", "=?", "\xC3"}) {
    std::string field;
    while (field.size() < kMaxHeaderBytes / 4) field += piece;
    parse_address_list(field);
    parse_address_list(std::string(kMaxHeaderBytes / 8, 'a') + "@" + field);
    parse_path(field);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}

}  // namespace
}  // namespace hfilter
