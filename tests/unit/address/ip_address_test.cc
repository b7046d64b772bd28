// SPDX-License-Identifier: BSD-2-Clause
#include "address/ip_address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

namespace hfilter {
namespace {

struct Row {
  const char* name;
  const char* in;
  const char* want;  // canonical, or "" if it is refused
};

std::string shown(const std::optional<IpAddress>& address) { return address ? address->to_string() : ""; }

TEST(IpAddress, ParsesExactlyOneAddress) {
  const Row rows[] = {
      {"quad", "192.0.2.1", "192.0.2.1"},
      {"all zero", "0.0.0.0", "0.0.0.0"},
      {"all ones", "255.255.255.255", "255.255.255.255"},
      {"leading zero", "192.0.02.1", ""},
      {"octal", "0300.0.2.1", ""},
      {"hex", "0xc0.0.2.1", ""},
      {"too big", "192.0.2.256", ""},
      {"three parts", "192.0.2", ""},
      {"five parts", "192.0.2.1.5", ""},
      {"empty part", "192..2.1", ""},
      {"final dot", "192.0.2.1.", ""},
      {"plain number", "3221225985", ""},
      {"blank before", " 192.0.2.1", ""},
      {"blank after", "192.0.2.1 ", ""},
      {"sign", "+192.0.2.1", ""},
      {"empty", "", ""},
      {"brackets", "[192.0.2.1]", ""},
      {"v6", "2001:db8:0:0:0:0:0:1", "2001:db8::1"},
      {"v6 upper case", "2001:DB8::A", "2001:db8::a"},
      {"leading zeros go", "2001:0db8:0000::0001", "2001:db8::1"},
      {"one zero group is written", "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
      {"one zero group as ::", "2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
      {"the longest run", "2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
      {"the first of equal runs", "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
      {"unspecified", "::", "::"},
      {"loopback", "::1", "::1"},
      {"run at the end", "1::", "1::"},
      {"seven groups and ::", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
      {":: and seven groups", "::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
      {"eight groups and ::", "1:2:3:4::5:6:7:8", ""},
      {"two ::", "1::2::3", ""},
      {"three colons", "1:::2", ""},
      {"nine groups", "1:2:3:4:5:6:7:8:9", ""},
      {"seven groups", "1:2:3:4:5:6:7", ""},
      {"five digits", "12345::", ""},
      {"no hex", "g::", ""},
      {"one colon", ":", ""},
      {"colon at the front", ":1::2", ""},
      {"colon at the end", "1::2:", ""},
      {"scope", "fe80::1%5", ""},
      {"mapped, dotted", "::ffff:192.0.2.1", "192.0.2.1"},
      {"mapped, hex", "::ffff:c000:201", "192.0.2.1"},
      {"mapped, all groups", "0:0:0:0:0:FFFF:C000:0201", "192.0.2.1"},
      {"compatible is not mapped", "::192.0.2.1", "::c000:201"},
      {"embedded quad elsewhere", "64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
      {"quad in the middle", "::192.0.2.1:1", ""},
      {"quad too far", "1:2:3:4:5:6:7:192.0.2.1", ""},
      {"six groups and quad", "1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"},
      {"bad quad", "::ffff:192.0.2.256", ""},
      {"quad with an empty part", "::ffff:192.0.2.", ""},
  };
  for (const Row& row : rows) EXPECT_EQ(shown(IpAddress::parse(row.in)), row.want) << row.name << ": " << row.in;
}

TEST(IpAddress, NulDoesNotEndAnAddress) {
  EXPECT_FALSE(IpAddress::parse(std::string_view("192.0.2.1\0", 10)));
  EXPECT_FALSE(IpAddress::parse(std::string_view("::1\0", 4)));
}

TEST(IpAddress, LongTextIsBounded) {
  EXPECT_FALSE(IpAddress::parse(std::string(1 << 20, '1')));
  EXPECT_FALSE(IpAddress::parse(std::string(1 << 20, ':')));
}

TEST(IpAddress, AddressLiteralsAsMtasWriteThem) {
  const Row rows[] = {
      {"bare", "192.0.2.1", "192.0.2.1"},
      {"brackets", "[192.0.2.1]", "192.0.2.1"},
      {"port behind brackets", "[192.0.2.1]:4711", "192.0.2.1"},
      {"port", "192.0.2.1:4711", "192.0.2.1"},
      {"port inside", "[192.0.2.1:25]", "192.0.2.1"},
      {"tag and brackets", "[IPv6:2001:db8::1]", "2001:db8::1"},
      {"tag in other case", "[ipv6:2001:db8::1]", "2001:db8::1"},
      {"tag", "IPv6:2001:db8::1", "2001:db8::1"},
      {"v6 in brackets", "[2001:db8::1]", "2001:db8::1"},
      {"v6 and port", "[2001:db8::1]:25", "2001:db8::1"},
      {"scope", "fe80::1%5", "fe80::1"},
      {"scope name", "[IPv6:fe80::1%eth0.1]", "fe80::1"},
      {"mapped", "::ffff:192.0.2.1", "192.0.2.1"},
      {"mapped with tag", "[IPv6:::ffff:192.0.2.1]", "192.0.2.1"},
      {"mapped with scope", "::ffff:192.0.2.1%3", "192.0.2.1"},
      {"empty", "", ""},
      {"empty brackets", "[]", ""},
      {"only a tag", "IPv6:", ""},
      {"tag and quad", "[IPv6:192.0.2.1]", ""},
      {"tag, quad and port", "IPv6:192.0.2.1:25", ""},
      {"scope of a quad", "192.0.2.1%5", ""},
      {"empty scope", "fe80::1%", ""},
      {"blank in a scope", "fe80::1%a b", ""},
      {"not closed", "[192.0.2.1", ""},
      {"not opened", "192.0.2.1]", ""},
      {"text behind", "[192.0.2.1] x", ""},
      {"text before", "x[192.0.2.1]", ""},
      {"two", "[192.0.2.1][192.0.2.2]", ""},
      {"port too big", "[192.0.2.1]:65536", ""},
      {"port too big, no brackets", "192.0.2.1:65536", ""},
      {"port is no number", "192.0.2.1:smtp", ""},
      {"port without digits", "[192.0.2.1]:", ""},
      {"a name", "mail.example.com", ""},
      {"Exchange's id is no address", "15.1.225.42.1", ""},
  };
  for (const Row& row : rows) EXPECT_EQ(shown(parse_address_literal(row.in)), row.want) << row.name << ": " << row.in;
}

/// A second opinion on random text made of what addresses are made of: the C library's inet_pton.
TEST(IpAddress, AgreesWithTheSystem) {
  std::mt19937 random(1);
  const std::string alphabet = "0123456789abcdefF::::....";
  for (int i = 0; i < 200'000; ++i) {
    std::string text;
    const size_t size = random() % 24;
    while (text.size() < size) {
      const unsigned kind = random() % 4;
      if (kind == 0) text += "::";
      if (kind == 1) text += std::to_string(random() % 300) + ".";
      if (kind > 1) text += alphabet[random() % alphabet.size()];
    }
    unsigned char bytes[16];
    const bool v4 = inet_pton(AF_INET, text.c_str(), bytes) == 1;
    const bool v6 = !v4 && inet_pton(AF_INET6, text.c_str(), bytes) == 1;
    const auto got = IpAddress::parse(text);
    ASSERT_EQ(got.has_value(), v4 || v6) << text;
    if (v6) {
      ASSERT_TRUE(std::equal(bytes, bytes + 16, got->bytes().begin())) << text;
    }
    if (v4) {
      ASSERT_TRUE(std::equal(bytes, bytes + 4, got->bytes().begin() + 12)) << text;
    }
    if (got) {
      ASSERT_EQ(IpAddress::parse(got->to_string()), got) << text;
    }
  }
}

TEST(IpAddress, WritesAsTheSystemDoes) {
  std::mt19937 random(2);
  for (int i = 0; i < 50'000; ++i) {
    std::array<uint8_t, 16> bytes{};
    for (size_t k = 0; k < 16; k += 2) {
      if (random() % 2) bytes[k] = static_cast<uint8_t>(random()), bytes[k + 1] = static_cast<uint8_t>(random());
    }
    bytes[0] = 0x20;  // the C library writes ::/96 with a dotted quad, RFC 5952 does not ask for it
    char want[INET6_ADDRSTRLEN];
    inet_ntop(AF_INET6, bytes.data(), want, sizeof want);
    ASSERT_EQ(IpAddress::v6(bytes).to_string(), want);
  }
}

TEST(IpAddress, ClassesOfAddresses) {
  struct {
    const char* in;
    bool loopback, is_private;
  } rows[] = {
      {"127.0.0.1", true, false},
      {"127.255.255.254", true, false},
      {"128.0.0.1", false, false},
      {"::1", true, false},
      {"::2", false, false},
      {"::", false, false},
      {"1::1", false, false},
      {"::ffff:127.0.0.1", true, false},
      {"10.0.0.0", false, true},
      {"10.255.255.255", false, true},
      {"11.0.0.0", false, false},
      {"9.255.255.255", false, false},
      {"172.15.255.255", false, false},
      {"172.16.0.0", false, true},
      {"172.31.255.255", false, true},
      {"172.32.0.0", false, false},
      {"192.168.0.1", false, true},
      {"192.169.0.0", false, false},
      {"100.63.255.255", false, false},
      {"100.64.0.0", false, true},
      {"100.127.255.255", false, true},
      {"100.128.0.0", false, false},
      {"169.254.1.1", false, true},
      {"169.255.0.0", false, false},
      {"169.254.255.255", false, true},
      {"169.253.255.255", false, false},
      {"fc00::", false, true},
      {"fdff::1", false, true},
      {"fe00::1", false, false},
      {"fe80::1", false, true},
      {"febf::1", false, true},
      {"fec0::1", false, false},
      {"::ffff:10.1.2.3", false, true},
      {"2001:db8::1", false, false},
  };
  for (const auto& row : rows) {
    const auto address = IpAddress::parse(row.in);
    ASSERT_TRUE(address) << row.in;
    EXPECT_EQ(address->is_loopback(), row.loopback) << row.in;
    EXPECT_EQ(address->is_private(), row.is_private) << row.in;
  }
}

TEST(IpAddress, ValuesAndBits) {
  EXPECT_EQ(IpAddress().to_string(), "0.0.0.0");
  EXPECT_EQ(IpAddress::v4(0xc0000201).to_string(), "192.0.2.1");
  EXPECT_EQ(IpAddress::parse("192.0.2.1")->v4_bits(), 0xc0000201U);
  EXPECT_TRUE(IpAddress::parse("::ffff:192.0.2.1")->is_v4());
  EXPECT_EQ(IpAddress::parse("::ffff:192.0.2.1"), IpAddress::parse("192.0.2.1"));
  EXPECT_TRUE(*IpAddress::parse("192.0.2.1") < *IpAddress::parse("192.0.2.2"));
}

TEST(Network, Parses) {
  struct {
    const char *name, *in, *want;
    bool host_bits;
  } rows[] = {
      {"v4", "192.0.2.0/24", "192.0.2.0/24", false},
      {"one address", "192.0.2.1", "192.0.2.1", false},
      {"one address with prefix", "192.0.2.1/32", "192.0.2.1", false},
      {"all", "0.0.0.0/0", "0.0.0.0/0", false},
      {"odd prefix", "192.0.2.128/25", "192.0.2.128/25", false},
      {"host bit", "192.0.2.1/24", "", true},
      {"last host bit", "192.0.2.128/24", "", true},
      {"v6", "2001:db8::/32", "2001:db8::/32", false},
      {"v6 address", "2001:db8::1", "2001:db8::1", false},
      {"v6 all", "::/0", "::/0", false},
      {"v6 host bit", "2001:db8::1/64", "", true},
      {"mapped network", "::ffff:192.0.2.0/120", "192.0.2.0/24", false},
      {"mapped address", "::ffff:192.0.2.1", "192.0.2.1", false},
      {"all of v4, mapped", "::ffff:0.0.0.0/96", "0.0.0.0/0", false},
      {"mapped, prefix of the mapping", "::ffff:0.0.0.0/95", "", true},
      {"prefix too long", "192.0.2.0/33", "", false},
      {"v6 prefix too long", "2001:db8::/129", "", false},
      {"no prefix", "192.0.2.0/", "", false},
      {"leading zero", "192.0.2.0/024", "", false},
      {"netmask", "192.0.2.0/255.255.255.0", "", false},
      {"negative", "192.0.2.0/-1", "", false},
      {"two slashes", "192.0.2.0/24/24", "", false},
      {"short form", "10/8", "", false},
      {"empty", "", "", false},
      {"blank", "192.0.2.0 /24", "", false},
  };
  for (const auto& row : rows) {
    bool host_bits = !row.host_bits;
    const auto network = Network::parse(row.in, &host_bits);
    EXPECT_EQ(network ? network->to_string() : "", row.want) << row.name;
    EXPECT_EQ(host_bits, row.host_bits) << row.name;
  }
}

TEST(Network, Contains) {
  struct {
    const char *network, *address;
    bool want;
  } rows[] = {
      {"192.0.2.0/24", "192.0.2.255", true},
      {"192.0.2.0/24", "192.0.3.0", false},
      {"192.0.2.0/25", "192.0.2.127", true},
      {"192.0.2.0/25", "192.0.2.128", false},
      {"192.0.2.1", "192.0.2.1", true},
      {"192.0.2.1", "192.0.2.0", false},
      {"0.0.0.0/0", "203.0.113.9", true},
      {"0.0.0.0/0", "2001:db8::1", false},
      {"::/0", "2001:db8::1", true},
      {"::/0", "192.0.2.1", false},
      {"2001:db8::/33", "2001:db8:7fff::1", true},
      {"2001:db8::/33", "2001:db8:8000::1", false},
      {"192.0.2.0/24", "::ffff:192.0.2.7", true},
      {"::ffff:192.0.2.0/120", "192.0.2.7", true},
      {"2001:db8::1", "2001:db8::1", true},
      {"2001:db8::1", "2001:db8::2", false},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Network::parse(row.network)->contains(*IpAddress::parse(row.address)), row.want)
        << row.network << " " << row.address;
  }
}

TEST(Network, Sizes) {
  EXPECT_EQ(Network::parse("192.0.2.0/24")->size(), 256U);
  EXPECT_EQ(Network::parse("192.0.2.1")->size(), 1U);
  EXPECT_EQ(Network::parse("0.0.0.0/0")->size(), uint64_t{1} << 32);
  EXPECT_EQ(Network::parse("2001:db8::/66")->size(), uint64_t{1} << 62);
  EXPECT_EQ(Network::parse("2001:db8::/65")->size(), (uint64_t{1} << 63) - 1);
  EXPECT_EQ(Network::parse("::/0")->size(), (uint64_t{1} << 63) - 1);
}

}  // namespace
}  // namespace hfilter
