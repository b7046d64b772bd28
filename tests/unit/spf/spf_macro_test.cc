// SPDX-License-Identifier: BSD-2-Clause
#include "spf/spf_macro.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "base/limits.h"

namespace hfilter {
namespace {

SpfMacroValues values(const char* client) {
  SpfMacroValues v;
  v.local = "strong-bad";
  v.sender_domain = "email.example.com";
  v.domain = "email.example.com";
  v.helo = "mx.example.org";
  v.client = *IpAddress::parse(client);
  v.validated_name = [] { return std::string("mx.example.org"); };
  v.receiver = "occam.hewgill.net";
  v.now = 1'080'144'000;
  return v;
}

struct Case {
  const char* name;
  const char* in;
  const char* want;
};

TEST(SpfMacro, ExpandsLikeTheExamplesOfTheRfc) {  // RFC 7208 7.4
  const Case v4[] = {
      {"s", "%{s}", "strong-bad@email.example.com"},
      {"o", "%{o}", "email.example.com"},
      {"d4", "%{d4}", "email.example.com"},
      {"d3", "%{d3}", "email.example.com"},
      {"d2", "%{d2}", "example.com"},
      {"d1", "%{d1}", "com"},
      {"d5: more than there are", "%{d5}", "email.example.com"},
      {"d999", "%{d999999999999}", "email.example.com"},
      {"dr", "%{dr}", "com.example.email"},
      {"d2r", "%{d2r}", "example.email"},
      {"l", "%{l}", "strong-bad"},
      {"l-", "%{l-}", "strong.bad"},
      {"lr", "%{lr}", "strong-bad"},
      {"lr-", "%{lr-}", "bad.strong"},
      {"l1r-", "%{l1r-}", "strong"},
      {"i and v", "%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"},
      {"lp", "%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"},
      {"p", "%{p}.x", "mx.example.org.x"},
      {"h", "%{h}", "mx.example.org"},
      {"escapes", "a%%b%_c%-d", "a%b c%20d"},
      {"upper case", "%{S}", "strong-bad%40email.example.com"},
      {"R as transformer", "%{dR}", "com.example.email"},
      {"trailing dot", "%{d}.", "email.example.com"},
  };
  for (const Case& c : v4) EXPECT_EQ(expand_domain_spec(c.in, values("192.0.2.3")), c.want) << c.name;
  EXPECT_EQ(expand_domain_spec("%{ir}.%{v}._spf.%{d2}", values("2001:db8::cb01")),
            "1.0.B.C.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0.0.2.ip6._spf.example.com");
}

TEST(SpfMacro, Explanations) {
  const Case cases[] = {
      {"letters of explanations", "%{c} %{r} %{t}", "2001:db8::cb01 occam.hewgill.net 1080144000"},
      {"trailing dot stays", "This is a test.", "This is a test."},
      {"url", "http://x.example/why?s=%{S}", "http://x.example/why?s=strong-bad%40email.example.com"},
      {"empty", "", ""},
  };
  for (const Case& c : cases) {
    const auto got = expand_explanation(c.in, values("2001:db8::cb01"));
    ASSERT_TRUE(got.has_value()) << c.name;
    EXPECT_EQ(*got, c.want) << c.name;
  }
  for (const char* bad : {"%{x}", "%", "%{d", "a\nb", "caf\xc3\xa9", "%(d)", "\x1b[2J"}) {
    EXPECT_FALSE(expand_explanation(bad, values("192.0.2.3")).has_value()) << bad;
  }
}

TEST(SpfMacro, WhatIsNotAsked) {
  int asked = 0;
  SpfMacroValues v = values("192.0.2.3");
  v.validated_name = [&] {
    ++asked;
    return std::string("x.example");
  };
  expand_domain_spec("%{d}.%{i}", v);
  EXPECT_EQ(asked, 0);
  expand_domain_spec("%{p}", v);
  EXPECT_EQ(asked, 1);
}

TEST(SpfMacro, NamesAreCutFromTheLeft) {
  SpfMacroValues v = values("192.0.2.3");
  v.domain = std::string(60, 'a') + "." + std::string(60, 'b') + ".example.com";
  const std::string name = expand_domain_spec("%{d}.%{d}.%{d}", v);
  EXPECT_LE(name.size(), 253u);
  EXPECT_GE(name.size(), 253u - 64u);
  EXPECT_EQ(name.substr(name.size() - v.domain.size()), v.domain);
  EXPECT_TRUE(is_dns_name(name));
}

TEST(SpfMacro, ExpansionIsBounded) {
  SpfMacroValues v = values("192.0.2.3");
  v.local = std::string(1'000, 'x');
  std::string hostile;
  for (int i = 0; i < 12'000; ++i) hostile += "%{L}";  // 60 kB would become 12 MB
  const auto began = std::chrono::steady_clock::now();
  EXPECT_LE(expand_domain_spec(hostile, v).size(), kMaxSpfExpansionBytes);
  EXPECT_EQ(expand_explanation(hostile, v)->size(), kMaxSpfExplanationBytes);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
}

TEST(SpfMacro, NamesThatDnsCanHold) {
  const std::string l63(63, 'a');
  const std::string n253 = l63 + "." + l63 + "." + l63 + "." + std::string(61, 'a');
  EXPECT_TRUE(is_dns_name(n253));
  EXPECT_FALSE(is_dns_name(n253 + "a"));
  EXPECT_TRUE(is_dns_name(l63 + ".example"));
  EXPECT_FALSE(is_dns_name(l63 + "a.example"));
  for (const char* bad : {"", ".", "a..b", ".a", "a."}) EXPECT_FALSE(is_dns_name(bad)) << bad;
  for (const char* good : {"a", "a.b", "x y.example", "foo:bar/baz.example"}) EXPECT_TRUE(is_dns_name(good)) << good;
  EXPECT_FALSE(is_dns_name(std::string("a\0b", 3)));
}

}  // namespace
}  // namespace hfilter
