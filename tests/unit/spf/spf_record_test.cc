// SPDX-License-Identifier: BSD-2-Clause
#include "spf/spf_record.h"

#include <gtest/gtest.h>

#include <string>

namespace hfilter {
namespace {

struct ValidCase {
  const char* name;
  const char* in;
  size_t terms;
};

TEST(SpfRecord, ReadsWhatTheGrammarAllows) {
  const ValidCase cases[] = {
      {"nothing", "v=spf1", 0},
      {"version in capitals", "V=SpF1 -ALL", 1},
      {"blanks", "v=spf1   a    -all  ", 2},
      {"all mechanisms", "v=spf1 a mx ptr ip4:192.0.2.1 ip6:2001:db8::1 exists:e.example include:i.example ~all", 8},
      {"prefixes", "v=spf1 a/24 mx//64 a:a.example/24//64 ip4:192.0.2.0/24 ip6:2001:db8::/32", 5},
      {"prefixes of 0", "v=spf1 a/0 mx//0 ip4:0.0.0.0/0 ip6:::/0", 4},
      {"qualifiers", "v=spf1 +a -mx ~ptr ?all", 4},
      {"a slash and a colon in a name", "v=spf1 a:x:y/z.example", 1},
      {"a trailing dot", "v=spf1 include:i.example.", 1},
      {"a macro at the end", "v=spf1 exists:%{i}._spf.%{d2}", 1},
      {"escapes at the end", "v=spf1 exists:a%% exists:a%_ exists:a%-", 3},
      {"a toplabel with hyphens", "v=spf1 a:x.xn--p1ai", 1},
      {"unknown modifiers", "v=spf1 moo.cow-far_out=man:dog/cat x= -all", 1},
      {"mapped ip6", "v=spf1 ip6:::ffff:192.0.2.1/96", 1},
  };
  for (const ValidCase& c : cases) {
    const Result<SpfRecord> got = parse_spf_record(c.in);
    ASSERT_TRUE(got.ok()) << c.name << ": " << got.error().text;
    EXPECT_EQ(got->terms.size(), c.terms) << c.name;
  }
}

TEST(SpfRecord, RefusesWhatItDoesNot) {
  const char* cases[] = {
      "v=spf10",
      "v=spf1 moo",
      "v=spf1 -all.",
      "v=spf1 all:x.example",
      "v=spf1 all/8",
      "v=spf1 !all",
      "v=spf1 a:",
      "v=spf1 a:museum",
      "v=spf1 a:museum.",
      "v=spf1 a:192.0.2.1",
      "v=spf1 a:x.-com",
      "v=spf1 a:x.com-",
      "v=spf1 a:x.example:80",
      "v=spf1 a/33",
      "v=spf1 a/024",
      "v=spf1 a//129",
      "v=spf1 a/24/64",
      "v=spf1 a:x.example/",
      "v=spf1 ptr/24",
      "v=spf1 include",
      "v=spf1 include:x.example/24",
      "v=spf1 exists",
      "v=spf1 ip4",
      "v=spf1 ip4:",
      "v=spf1 ip4:192.0.2",
      "v=spf1 ip4:192.0.2.1:25",
      "v=spf1 ip4:192.0.2.1/33",
      "v=spf1 ip4:192.0.2.1/",
      "v=spf1 ip4:192.0.2.1//24",
      "v=spf1 ip4:2001:db8::1",
      "v=spf1 ip6:192.0.2.1",
      "v=spf1 ip6:2001:db8::1/129",
      "v=spf1 ip6:2001:db8::1//32",
      "v=spf1 redirect:x.example",
      "v=spf1 redirect=",
      "v=spf1 redirect=x",
      "v=spf1 redirect=x.example redirect=y.example",
      "v=spf1 exp=",
      "v=spf1 exp=x.example exp=x.example",
      "v=spf1 exp=%{c}.example",
      "v=spf1 -x=y",
      "v=spf1 1x=y",
      "v=spf1 =y",
      "v=spf1 x=%",
      "v=spf1 x=%{c}",
      "v=spf1 x=%{r}",
      "v=spf1 x=%{t}",
      "v=spf1 a:%{a}.example",
      "v=spf1 a:%{d0}.example",
      "v=spf1 a:%{d*}.example",
      "v=spf1 a:%{d.example",
      "v=spf1 a:%(d).example",
      "v=spf1 a\tmx",
      "v=spf1 a:x.example\r",
      "v=spf1 a:x.example\x80",
  };
  for (const char* text : cases) {
    const Result<SpfRecord> got = parse_spf_record(text);
    ASSERT_FALSE(got.ok()) << text;
    EXPECT_EQ(got.error().kind, ErrorKind::kSyntax) << text;
  }
  EXPECT_FALSE(parse_spf_record(std::string("v=spf1 a:x.example\0", 19)).ok());
}

TEST(SpfRecord, SaysWhatATermIs) {
  const Result<SpfRecord> got =
      parse_spf_record("v=spf1 ~a:x.example/24//64 -ip6:2001:db8::/32 mx exp=e.example redirect=r.example");
  ASSERT_TRUE(got.ok());
  const SpfTerm& a = got->terms[0];
  EXPECT_EQ(a.mechanism, SpfMechanism::kA);
  EXPECT_EQ(a.qualifier, '~');
  EXPECT_EQ(a.domain, "x.example");
  EXPECT_EQ(a.prefix4, 24);
  EXPECT_EQ(a.prefix6, 64);
  EXPECT_EQ(a.text, "~a:x.example/24//64");
  EXPECT_TRUE(a.needs_dns());
  const SpfTerm& ip6 = got->terms[1];
  EXPECT_EQ(ip6.prefix6, 32);
  EXPECT_EQ(ip6.network, *IpAddress::parse("2001:db8::"));
  EXPECT_FALSE(ip6.needs_dns());
  EXPECT_EQ(got->terms[2].qualifier, '+');
  EXPECT_EQ(got->terms[2].domain, "");
  EXPECT_EQ(got->explain, "e.example");
  EXPECT_EQ(got->redirect, "r.example");
}

TEST(SpfRecord, AllMakesRedirectVoid) {
  const Result<SpfRecord> got = parse_spf_record("v=spf1 redirect=r.example ~all");
  ASSERT_TRUE(got.ok());
  EXPECT_FALSE(got->redirect.has_value());
}

TEST(SpfRecord, IsRecognisedByItsVersion) {
  for (const char* text : {"v=spf1", "v=spf1 ", "V=SPF1 a"}) EXPECT_TRUE(is_spf_record(text)) << text;
  for (const char* text : {"", "v=spf", "v=spf10", "v=spf1\ta", "v=spf2.0/pra", " v=spf1"}) {
    EXPECT_FALSE(is_spf_record(text)) << text;
  }
}

}  // namespace
}  // namespace hfilter
