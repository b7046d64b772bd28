// SPDX-License-Identifier: BSD-2-Clause
#include "trace/trust.h"

#include <gtest/gtest.h>

#include <string>

#include "unit/text_list_file.h"
#include "unit/trace/chain.h"

namespace hfilter {
namespace {

using hfilter_test::read_trust;

class UnreadableFile : public TextListFile {
 public:
  const std::string& path() const override { return path_; }
  Result<std::string_view> text() override { return failure(ErrorKind::kIo, "cannot be read"); }

 private:
  std::string path_ = "/etc/hfilter/servers";
};

/// "mine guessed", "believed forwarder", "foreign excluded", "unknown".
std::string spell_standing(const Standing& standing) {
  static const char* const names[] = {"mine", "believed", "foreign", "unknown"};
  std::string text = names[static_cast<int>(standing.kind)];
  if (standing.excluded) text += " excluded";
  if (standing.guessed) text += " guessed";
  if (standing.forwarder) text += " forwarder";
  return text;
}

ReceivedHop hop_of(const char* address, const char* rdns, RdnsState state) {
  ReceivedHop hop;
  hop.client = IpAddress::parse(address);
  hop.rdns = rdns;
  hop.rdns_state = state;
  return hop;
}

TEST(Trust, WhoseAServerIs) {
  const struct {
    const char* name;
    const char* trust;
    const char* address;
    const char* rdns;
    const char* want;
  } tests[] = {
      {"a network of mine", "mynetworks 192.0.2.0/24", "192.0.2.7", "", "mine"},
      {"a host of mine, by address", "myhosts 192.0.2.7", "192.0.2.7", "", "mine"},
      {"a host of mine, by name", "myhosts mx2.hewgill.com", "198.51.100.42", "mx2.hewgill.com", "mine"},
      {"mine before scanner", "mynetworks 192.0.2.0/24 / myscanners 192.0.2.25", "192.0.2.25", "", "mine"},
      {"a host of mine before scanner", "myhosts 192.0.2.25 / myscanners 192.0.2.25", "192.0.2.25", "", "mine"},
      {"scanner before forwarder", "myscanners 198.51.100.25 / myforwarders 198.51.100.0/24", "198.51.100.25", "",
       "believed"},
      {"a forwarder", "myforwarders 198.51.100.0/24", "198.51.100.25", "", "believed forwarder"},
      {"loopback", "mynetworks 192.0.2.0/24", "127.0.0.1", "", "mine"},
      {"loopback, excluded", "mynetworks !127.0.0.1", "127.0.0.1", "", "foreign excluded"},
      {"an excluded address", "mynetworks 192.0.2.0/24 !192.0.2.66", "192.0.2.66", "", "foreign excluded"},
      {"an excluded name beats an address of its list", "myhosts 192.0.2.0/24 !guest.hewgill.com", "192.0.2.66",
       "guest.hewgill.com", "foreign excluded"},
      {"an excluded address beats a name of its list", "myhosts mx2.hewgill.com !192.0.2.66", "192.0.2.66",
       "mx2.hewgill.com", "foreign excluded"},
      {"an exclusion in any list beats the others", "mynetworks 192.0.2.0/24 / myforwarders !192.0.2.66", "192.0.2.66",
       "", "foreign excluded"},
      {"no list of servers: a domain is a hint", "mydomains hewgill.com", "198.51.100.42", "mx2.hewgill.com",
       "mine guessed"},
      {"no list of servers, another domain", "mydomains hewgill.com", "198.51.100.42", "mx2.example.com", "foreign"},
      {"with networks a domain is none", "mynetworks 192.0.2.0/24 / mydomains hewgill.com", "198.51.100.42",
       "mx2.hewgill.com", "foreign"},
      {"with hosts a domain is none", "myhosts 192.0.2.7 / mydomains hewgill.com", "198.51.100.42", "mx2.hewgill.com",
       "foreign"},
      {"with scanners a domain is none", "myscanners 192.0.2.7 / mydomains hewgill.com", "198.51.100.42",
       "mx2.hewgill.com", "foreign"},
      {"with forwarders a domain is none", "myforwarders 192.0.2.7 / mydomains hewgill.com", "198.51.100.42",
       "mx2.hewgill.com", "foreign"},
  };
  for (const auto& test : tests) {
    TrustLists trust;
    read_trust(test.trust, &trust);
    EXPECT_EQ(spell_standing(standing_of(hop_of(test.address, test.rdns, RdnsState::kVerified), trust)), test.want)
        << test.name;
    const bool needs_name = *test.rdns != '\0';
    if (needs_name) continue;
    EXPECT_EQ(spell_standing(standing_of(*IpAddress::parse(test.address), trust)), test.want) << test.name;
  }
}

TEST(Trust, ANameThatIsNotVerifiedIsNothing) {
  TrustLists trust;
  read_trust("myhosts mx2.hewgill.com / myscanners scanner.example.net / myforwarders .uni.example", &trust);
  for (const char* name : {"mx2.hewgill.com", "scanner.example.net", "out.uni.example"}) {
    for (const RdnsState state : {RdnsState::kUnverified, RdnsState::kNone, RdnsState::kNotLookedUp}) {
      EXPECT_EQ(spell_standing(standing_of(hop_of("203.0.113.66", name, state), trust)), "foreign") << name;
    }
  }
}

TEST(Trust, AListThatCannotBeReadIsUnknownWhereItMatters) {
  UnreadableFile file;
  const struct {
    const char* name;
    const char* trust;
    const char* unreadable;
    const char* want;  // of 203.0.113.66, whose verified name is mx.example.net
  } tests[] = {
      {"networks", "", "mynetworks", "unknown"},
      {"hosts", "mynetworks 192.0.2.0/24", "myhosts", "unknown"},
      {"scanners", "mynetworks 192.0.2.0/24", "myscanners", "unknown"},
      {"forwarders", "mynetworks 192.0.2.0/24", "myforwarders", "unknown"},
      {"domains, where they are a hint", "", "mydomains", "unknown"},
      {"domains, where lists of servers are", "mynetworks 192.0.2.0/24", "mydomains", "foreign"},
      {"networks, for a scanner", "myscanners 203.0.113.66", "mynetworks", "unknown"},
      {"hosts, for a scanner", "myscanners 203.0.113.66", "myhosts", "unknown"},
      {"scanners, for mine", "mynetworks 203.0.113.66", "myscanners", "mine"},
      {"forwarders, for mine", "myhosts 203.0.113.66", "myforwarders", "mine"},
      {"forwarders, for a scanner", "myscanners 203.0.113.66", "myforwarders", "believed"},
      {"scanners, for an excluded address", "mynetworks !203.0.113.66", "myscanners", "foreign excluded"},
      {"relays", "mynetworks 192.0.2.0/24", "myrelays", "foreign"},
  };
  for (const auto& test : tests) {
    TrustLists trust;
    read_trust(test.trust, &trust);
    for (List* list : {&trust.mynetworks, &trust.myhosts, &trust.myscanners, &trust.myforwarders, &trust.mydomains,
                       &trust.myrelays}) {
      if (list->name() == test.unreadable) list->add_file(&file);
    }
    const Standing got = standing_of(hop_of("203.0.113.66", "mx.example.net", RdnsState::kVerified), trust);
    EXPECT_EQ(spell_standing(got), test.want) << test.name;
    EXPECT_EQ(got.why == "/etc/hfilter/servers: cannot be read", got.kind == Standing::Kind::kUnknown)
        << test.name << ": " << got.why;
  }
}

}  // namespace
}  // namespace hfilter
