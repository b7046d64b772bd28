// SPDX-License-Identifier: BSD-2-Clause
#include "address/hostname.h"

#include <gtest/gtest.h>

#include "address/idn.h"
#include "base/limits.h"

namespace hfilter {
namespace {

struct Row {
  const char* name;
  std::string in;
  std::string want;
};

TEST(Hostname, Canonical) {
  const Row rows[] = {
      {"case", "HEWGILL.Com", "hewgill.com"},
      {"trailing dot", "hewgill.com.", "hewgill.com"},
      {"several", "hewgill.com..", "hewgill.com"},
      {"several beside IDN",
       "b\xC3\xBC"
       "cher.example...",
       "xn--bcher-kva.example"},
      {"the root", ".", ""},
      {"only dots", "...", ""},
      {"empty", "", ""},
      {"literal", "[IPv6:2001:DB8::1]", "[ipv6:2001:db8::1]"},
      {"IDN",
       "B\xC3\xBC"
       "cher.example",
       "xn--bcher-kva.example"},
      {"IDN in upper case",
       "B\xC3\x9C"
       "CHER.example.",
       "xn--bcher-kva.example"},
      {"IDN decomposed",
       "bu\xCC\x88"
       "cher.example",
       "xn--bcher-kva.example"},
      {"A-label", "XN--BCHER-KVA.example", "xn--bcher-kva.example"},
      {"eszett is itself",
       "stra\xC3\x9F"
       "e.example",
       "xn--strae-oqa.example"},
      {"wide dot",
       "b\xC3\xBC"
       "cher\xE3\x80\x82"
       "example",
       "xn--bcher-kva.example"},
      {"underscore beside IDN",
       "_a.b\xC3\xBC"
       "cher.example",
       "_a.xn--bcher-kva.example"},
      {"Latin-1 keeps its bytes",
       "B\xFC"
       "CHER.example",
       "b\xFC"
       "cher.example"},
      {"no IDN keeps its bytes", "A\xE2\x80\xAE.example", "a\xE2\x80\xAE.example"},
      {"NUL is no end", std::string("hewgill.com\0\xC3\xBC", 14), std::string("hewgill.com\0\xC3\xBC", 14)},
      {"garbage", "A B\r\n", "a b\r\n"},
  };
  for (const Row& row : rows) EXPECT_EQ(canonical_name(row.in), row.want) << row.name;
}

TEST(Hostname, IdnInputIsBounded) {
  std::string name;
  while (name.size() <= kMaxNameBytes) name += "\xC3\xBC.";
  EXPECT_EQ(idn_to_ascii(name), std::nullopt);
  EXPECT_EQ(canonical_name(name + "A"), name + "a");
}

TEST(Hostname, LengthIsBounded) {
  std::string name = "a";
  while (name.size() + 2 <= kMaxDnsNameBytes) name += ".a";
  ASSERT_EQ(name.size(), kMaxDnsNameBytes);
  EXPECT_TRUE(is_valid_hostname(name));
  EXPECT_FALSE(is_valid_hostname("a" + name));
}

TEST(Hostname, KeepsTheTextAsWritten) {
  const Hostname name("HEWGILL.COM.");
  EXPECT_EQ(name.as_written, "HEWGILL.COM.");
  EXPECT_EQ(name.canonical, "hewgill.com");
  EXPECT_EQ(name, Hostname("hewgill.com"));
  EXPECT_NE(name, Hostname("hewgill.net"));
  EXPECT_TRUE(Hostname().empty());
}

TEST(Hostname, AtOrBelow) {
  struct {
    const char *name, *domain;
    bool want;
  } rows[] = {
      {"hewgill.com", "hewgill.com", true},
      {"mail.hewgill.com", "hewgill.com", true},
      {"nothewgill.com", "hewgill.com", false},
      {"hewgill.com", "mail.hewgill.com", false},
      {"hewgill.com.example", "hewgill.com", false},
      {"hewgill.com", "", false},
      {"", "", false},
      {"com", "hewgill.com", false},
      {".hewgill.com", "hewgill.com", true},
  };
  for (const auto& row : rows) EXPECT_EQ(is_at_or_below(row.name, row.domain), row.want) << row.name;
}

TEST(Hostname, Valid) {
  const std::string label63(63, 'a');
  struct {
    const char* name;
    std::string in;
    bool want;
  } rows[] = {
      {"plain", "mail.example.com", true},
      {"one label", "localhost", true},
      {"trailing dot", "example.com.", true},
      {"underscore", "_dmarc.my_host.example.com", true},
      {"digits in it", "4.3.2.1.dsl.example.com", true},
      {"digit label", "3com.com", true},
      {"address", "192.0.2.1", false},
      {"number", "12345", false},
      {"literal", "[192.0.2.1]", false},
      {"hyphen first", "-a.example.com", false},
      {"hyphen last", "a-.example.com", false},
      {"empty label", "a..example.com", false},
      {"dot first", ".example.com", false},
      {"two dots last", "example.com..", false},
      {"only a dot", ".", false},
      {"empty", "", false},
      {"blank", "a b", false},
      {"8-bit",
       "b\xC3\xBC"
       "cher.example",
       false},
      {"NUL", std::string("a\0b", 3), false},
      {"63 octets", label63 + ".com", true},
      {"64 octets", label63 + "a.com", false},
      {"253 octets", label63 + "." + label63 + "." + label63 + "." + std::string(61, 'a'), true},
      {"254 octets", label63 + "." + label63 + "." + label63 + "." + std::string(62, 'a'), false},
  };
  for (const auto& row : rows) EXPECT_EQ(is_valid_hostname(row.in), row.want) << row.name;
}

TEST(PublicSuffix, RegisteredDomain) {
  const Row rows[] = {
      {"three labels", "mail.hewgill.com", "hewgill.com"},
      {"itself", "hewgill.com", "hewgill.com"},
      {"two-label suffix", "a.b.example.co.uk", "example.co.uk"},
      {"a suffix", "co.uk", ""},
      {"top level", "com", ""},
      {"a name of no registry", "host.lan", "host.lan"},
      {"IDN suffix", "a.example.xn--p1ai", "example.xn--p1ai"},
      {"exception of the list", "a.www.ck", "www.ck"},
      {"wildcard of the list", "a.b.example.ck", "b.example.ck"},
      {"one label", "localhost", ""},
      {"address", "192.0.2.1", ""},
      {"literal", "[192.0.2.1]", ""},
      {"empty", "", ""},
      {"trailing dot is not canonical", "hewgill.com.", ""},
      {"garbage", "a b.com", ""},
      {"NUL", std::string("hewgill.com\0.example.net", 24), ""},
  };
  for (const Row& row : rows) EXPECT_EQ(registered_domain(row.in), row.want) << row.name;
}

TEST(PublicSuffix, IsSuffix) {
  struct {
    const char* in;
    bool want;
  } rows[] = {{"com", true}, {"co.uk", true},    {"hewgill.com", false}, {"lan", false},    {"localhost", false},
              {"", false},   {"1.2.3.4", false}, {"com.", false},        {"xn--p1ai", true}};
  for (const auto& row : rows) EXPECT_EQ(is_public_suffix(row.in), row.want) << row.in;
}

}  // namespace
}  // namespace hfilter
