// SPDX-License-Identifier: BSD-2-Clause
#include "address/generic_name.h"

#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"

namespace hfilter {
namespace {

struct Row {
  const char* name;
  const char* client;  // "" for none
  bool want;
};

void expect(const Row& row) {
  const std::optional<IpAddress> client = IpAddress::parse(row.client);
  const Truth got = is_generic_name(row.name, client ? &*client : nullptr);
  EXPECT_EQ(got.is_true(), row.want) << row.name << " of " << row.client << ": " << got.why;
  EXPECT_FALSE(got.is_unknown()) << row.name;
}

TEST(GenericName, DigitsOfTheClient) {
  const Row rows[] = {
      // Four octets, however they are written.
      {"host-203-0-113-45.example.net", "203.0.113.45", true},
      {"45.113.0.203.example.net", "203.0.113.45", true},
      {"host45.203-0-113.example.net", "203.0.113.45", true},
      {"h203-000-113-045.example.net", "203.0.113.45", true},
      {"ip_203_0_113_45.example.co.uk", "203.0.113.45", true},
      {"203000113045.example.net", "203.0.113.45", true},
      {"045113000203.example.net", "203.0.113.45", true},
      {"cs203011345.example.net", "203.0.113.45", true},
      {"cs203011-345.example.net", "203.0.113.45", true},
      {"host45.2030113.example.net", "203.0.113.45", true},
      {"3405803821.example.net", "203.0.113.45", true},
      {"pCB00712D.line.example.net", "203.0.113.45", true},
      {"2d7100cb.example.net", "203.0.113.45", true},
      {"cb-00-71-2d.example.net", "203.0.113.45", true},
      {"h3-8-2-1.example.net", "8.1.2.3", true},  // four are enough, however small
      {"host99.198517.example.net", "198.51.7.99", true},
      {"host-198-51-100-7", "198.51.100.7", true},  // as a HELO without a domain
      // Part of them.
      {"a51-100-7.example.net", "198.51.100.7", true},
      {"45.c113.example.net", "203.0.113.45", true},
      {"host113045.example.net", "203.0.113.45", true},
      {"host11345.example.net", "203.0.113.45", true},
      {"c7.h198051100.example.net", "198.51.100.7", true},
      // Another address, a mere count, a year, nothing.
      {"host-203-0-113-46.example.net", "198.51.100.7", false},
      {"web1-2-3.example.net", "192.1.2.3", false},
      {"web3-2.example.net", "192.1.2.3", false},
      {"host45.example.net", "203.0.113.45", false},
      {"news2004.example.net", "203.0.113.45", false},
      {"www.example.net", "203.0.113.45", false},
      // The registered domain is no sign.
      {"www.203-0-113-45.net", "203.0.113.45", false},
      {"www.11345.net", "203.0.113.45", false},
      {"11345.net", "203.0.113.45", false},
      // A provider's suffix on the public suffix list.
      {"ec2-203-0-113-45.compute-1.amazonaws.com", "203.0.113.45", true},
      // Digits, but somebody named it.
      {"mail-203-0-113-45.example.net", "203.0.113.45", false},
      {"203-0-113-45.static.example.net", "203.0.113.45", false},
      {"mx45-113.example.net", "203.0.113.45", false},
      {"smtp113045.example.net", "203.0.113.45", false},
      {"customer-203-0-113-45.example.net.mx", "203.0.113.45", true},  // Mexico
      {"m113-45.examplemail.com", "203.0.113.45", false},
      // IPv6: groups together, with hyphens, backwards in nibbles.
      {"2001-db8-7--2d.example.net", "2001:db8:7::2d", false},  // the groups are too few to tell
      {"2001-0db8-0007-0000-0000-0000-0000-002d.example.net", "2001:db8:7::2d", true},
      {"h20010db8abcd1234.example.net", "2001:db8:abcd:1234::1", true},
      {"1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.4.3.2.1.d.c.b.a.8.b.d.0.1.0.0.2.example.net", "2001:db8:abcd:1234::1", true},
      {"h000000000000.example.net", "2001:db8:abcd:1234::1", false},
      {"h000000000001.example.net", "2001:db8:abcd:1234::1", false},
      {"h20010db8abcd1234.example.net", "2001:db8:ffff::1", false},
  };
  for (const Row& row : rows) expect(row);
}

TEST(GenericName, WordsInALabel) {
  const Row rows[] = {
      {"abc17.adsl.example.net", "", true},
      {"user7.dsl.example.co.uk", "", true},
      {"x1.dynamic.example.net", "", true},
      {"DHCP-7.example.net", "", true},
      {"ppp12.pop3.example.net", "", true},
      {"slow-dialup9.example.net", "", true},
      {"c4.kabel.example.net", "", true},
      {"red7.pooles.example.es", "", true},
      {"ppp3.example.net", "", true},
      {"adsl-static7.example.net", "", false},
      {"mail.dsl.example.net", "", false},
      {"mx.cable.example.net", "", false},
      {"relay7.dyn.example.net", "", false},
      {"webmail.dialup.example.net", "", false},
      // Only as a word of a label, and never the domain.
      {"cables.example.net", "", false},
      {"dynamo.example.net", "", false},
      {"dynamics.example.net", "", false},
      {"poole.example.net", "", false},
      {"diplomacy.example.net", "", false},
      {"www.adsl.net", "", false},
      {"www.cable.co.uk", "", false},
      {"dhcp", "", true},
      {"friend", "", false},
      {"dsl.com", "", false},
      {"com", "", false},
  };
  for (const Row& row : rows) expect(row);
}

TEST(GenericName, AnInvalidNameIsNotGeneric) {
  const Row rows[] = {
      {"", "203.0.113.45", false},
      {".", "203.0.113.45", false},
      {"203.0.113.45", "203.0.113.45", false},
      {"[203.0.113.45]", "203.0.113.45", false},
      {"dsl 203-0-113-45.example.net", "203.0.113.45", false},
      {"-dsl-.example.net", "", false},
      {"host-203-0-113-45.example.net.", "203.0.113.45", true},
  };
  for (const Row& row : rows) expect(row);
}

TEST(GenericName, LengthIsBounded) {
  const std::string name(kMaxNameBytes + 1, 'a');
  EXPECT_TRUE(is_generic_name(name + ".dsl.example.net", nullptr).is_false());
}

}  // namespace
}  // namespace hfilter
