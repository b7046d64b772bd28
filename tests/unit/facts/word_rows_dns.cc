// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "probes/dns_probe.h"
#include "unit/facts/word_rows.h"

namespace hfilter_test {

using namespace hfilter;

namespace {
constexpr char kPtr[] = "PTR 45.113.0.203.in-addr.arpa ";
constexpr char kConfirmed[] = "PTR 45.113.0.203.in-addr.arpa mail.example.com\nA mail.example.com 203.0.113.45";
}  // namespace

std::vector<WordRow> dns_rows() {
  const Given s = Given().sender("bob@example.org");
  const Given silent = s.with([](Given& x) { x.hop.helo.reset(); });
  const Given unverified = s.rdns("mail.example.com", RdnsState::kUnverified);
  const Given not_looked_up = s.rdns("", RdnsState::kNotLookedUp);
  std::vector<WordRow> rows = {
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

      {"rdns is verified", unverified.dns(kConfirmed), T},
      {"rdns is verified", not_looked_up.dns(kConfirmed), T},
      {"rdns is verified", unverified.rdns("MAIL.example.com", RdnsState::kUnverified).dns(kConfirmed), T},
      {"rdns is verified", unverified.dns(std::string(kPtr) + "mail.example.com"), F},
      {"rdns is verified", unverified, F},
      {"rdns is verified", not_looked_up, F},
      // Another name of the same address proves nothing about the name that the line has.
      {"rdns is verified", unverified.rdns("bank.example", RdnsState::kUnverified).dns(kConfirmed), F},
      {"rdns is verified", unverified.dns("FAIL 45.113.0.203.in-addr.arpa"), U, "dns"},
      {"rdns is verified", not_looked_up.no_dns(DnsStatus::kOff), U, "dns-off"},
      {"rdns is verified", s.no_dns(DnsStatus::kOff), T},
      {"rdns is verified", s.rdns("", RdnsState::kNone).dns(kConfirmed), F},
      {"helo is rdns", unverified.dns(kConfirmed), T},
      {"helo is rdns", not_looked_up.dns(kConfirmed), T},
      {"helo is rdns", unverified.rdns("other.example.com", RdnsState::kUnverified).dns(kConfirmed), T},
      {"helo is rdns", unverified, F},
      {"helo is rdns", unverified.dns("FAIL 45.113.0.203.in-addr.arpa"), U, "dns"},
      {"helo is rdns", unverified.helo("[203.0.113.45]").dns("FAIL 45.113.0.203.in-addr.arpa"), F},

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
                            [](const WordRow& row) {
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

std::vector<WordRow> results_rows() {
  static std::set<std::string> texts;
  std::vector<WordRow> rows;
  const Given s;
  constexpr const char* kDkim[] = {"pass", "fail", "none", "policy", "neutral", "temperror", "permerror"};
  constexpr const char* kDmarc[] = {"pass", "fail", "none", "temperror", "permerror"};
  const auto add_rows = [&](const std::string& method, const char* word, const char* other) {
    const char* condition = texts.insert(method + " is " + word).first->c_str();
    const std::string head = "Authentication-Results: mx.hewgill.net; " + method + "=";
    const std::string of = method == "dkim" ? " header.d=example.com\n" : " header.from=example.com\n";
    const std::string received = "Received: from x by y\nFrom: bob@example.com\n";
    rows.push_back({condition, s.headed(head + word + of + received), T});
    rows.push_back({condition, s.headed(head + other + of + received), F});
    rows.push_back({condition, s.headed(received + head + word + of), U, "not-looked-up"});
    rows.push_back({condition, s.headed(received + "Subject: x\n"), U, "not-looked-up"});
  };
  for (const char* word : kDkim) add_rows("dkim", word, word == kDkim[0] ? "fail" : "pass");
  for (const char* word : kDmarc) add_rows("dmarc", word, word == kDmarc[0] ? "fail" : "pass");
  return rows;
}

}  // namespace hfilter_test
