// SPDX-License-Identifier: BSD-2-Clause
//
// A message and what the trace said of it, for tests of facts. Given is plain data that a row of a table can hold: by
// default a stranger that does everything right. Sample makes the real things of it, and asks as a rule would:
// ask("helo is bare-ip"), ask("not encrypted").
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "base/text.h"
#include "facts/connection/dns_facts.h"
#include "facts/facts.h"
#include "mime/mime_content.h"
#include "probes/dns_probe.h"
#include "spf/spf_check.h"
#include "system/child/spf_libspf2.h"
#include "unit/fake_child.h"
#include "unit/fake_dns.h"
#include "unit/fake_mime_probe.h"
#include "unit/fakes.h"

namespace hfilter {

/// An entry of a list, as the loader would add it.
inline void add(List& list, const char* entry) {
  Result<ListEntry> parsed = parse_list_entry(list.kind(), entry);
  list.mark_set();
  if (parsed.ok()) list.add_entry(std::move(*parsed), "test");
}

struct Given {
  std::string head;
  std::string body;
  bool head_complete = true;
  bool body_fails = false;  // it cannot be read
  Envelope envelope;
  BorderState state = BorderState::kFound;
  bool has_line = true;  // false: a believed host is itself the stranger
  bool sent_on = false;
  bool authenticated = false;
  bool local = false;
  bool any_hop = false;  // look at the line as `any hop` does
  ReceivedHop hop;
  std::string zone;                         // what DNS knows: lines of FakeDns
  DnsStatus dns_fails = DnsStatus::kFound;  // another status: of every answer
  std::vector<std::string> results_from;

  Given() {
    hop.number = 1;
    hop.kind = HopKind::kSmtp;
    hop.client = IpAddress::parse("203.0.113.45");
    hop.helo = "mail.example.com";
    hop.rdns = "mail.example.com";
    hop.rdns_state = RdnsState::kVerified;
    hop.by = "mx.hewgill.net";
    hop.protocol = "ESMTPS";
    hop.tls = true;
  }

  // Each gives a changed copy. Views point to literals.
  template <class Change>
  Given with(Change change) const {
    Given copy = *this;
    change(copy);
    return copy;
  }
  Given headed(std::string text) const {
    return with([&](Given& s) { s.head = std::move(text); });
  }
  Given cut() const {
    return with([](Given& s) { s.head_complete = false; });
  }
  Given without_body() const {
    return with([](Given& s) { s.body_fails = true; });
  }
  Given client(const char* address) const {
    return with([&](Given& s) { s.hop.client = IpAddress::parse(address); });
  }
  Given helo(std::string_view said) const {
    return with([&](Given& s) { s.hop.helo = said; });
  }
  Given rdns(std::string_view name, RdnsState rdns_state = RdnsState::kVerified) const {
    return with([&](Given& s) {
      s.hop.rdns = name;
      s.hop.rdns_state = rdns_state;
    });
  }
  Given protocol(std::string_view token) const {
    return with([&](Given& s) { s.hop.protocol = token; });
  }
  Given border(BorderState border_state) const {
    return with([&](Given& s) { s.state = border_state; });
  }
  Given sender(const char* path) const {
    return with([&](Given& s) { s.envelope.sender = path; });
  }
  Given dns(std::string text) const {
    return with([&](Given& s) { s.zone = std::move(text); });
  }
  Given no_dns(DnsStatus status) const {
    return with([&](Given& s) { s.dns_fails = status; });
  }
  Given yours() const { return border(BorderState::kNone); }
  Given ambiguous() const { return border(BorderState::kAmbiguous); }
  Given as_hop() const {
    return with([](Given& s) { s.any_hop = true; });
  }
  Given kind(HopKind hop_kind) const {
    return with([&](Given& s) { s.hop.kind = hop_kind; });
  }
};

/// A body that cannot be read.
class NoBody : public BodySource {
 public:
  Result<uint64_t> size() override { return failure(ErrorKind::kIo, "no space"); }
  Result<size_t> read_at(uint64_t, char*, size_t) override { return failure(ErrorKind::kIo, "no space"); }
};

class Sample {
 public:
  explicit Sample(const Given& given)
      : fake_dns(given.zone),
        given_(given),
        message_(given.head + "\n", body_of(given), given.head_complete),
        chain_(message_),
        border_(make_border(given_)),
        child_(libspf2_job()),
        engine_(child_),
        spf_(fake_dns, engine_),
        dns_(fake_dns, spf_, "mx.hewgill.net"),
        mime_(message_, mime),
        facts_(FactContext{message_, chain_, border_, trust, given_.envelope, clock,
                           given_.any_hop ? &given_.hop : nullptr, nullptr, &dns_, &given_.results_from, &mime_}) {
    fake_dns.all_fail = given.dns_fails;
    for (const char* host : {"mx.hewgill.net", "198.51.100.25"}) add(trust.myhosts, host);
    for (const char* network : {"192.0.2.0/24", "2001:db8:7::/48", "!192.0.2.66"}) add(trust.mynetworks, network);
    add(trust.myrelays, "192.0.2.10");
    add(trust.mydomains, "hewgill.com");
  }

  /// "FACT is WORD", "FACT" (a flag).
  Truth ask(const std::string& condition) {
    const size_t is = condition.find(" is ");
    const FactDef* fact = find_fact(condition.substr(0, is));
    if (!fact) return no_such(condition);
    if (is == std::string::npos) return flag(facts_.value(fact->id));
    const WordDef* word = find_word(fact->id, condition.substr(is + 4));
    return word ? facts_.word(*word) : no_such(condition);
  }

  /// "a|b" for the values, "-" for none, "? reason" for unknown (behind values: there may be others).
  std::string value(const std::string& name) {
    const FactDef* fact = find_fact(name);
    return fact ? text_of(facts_.value(fact->id)) : "no fact " + name;
  }

  static std::string text_of(const FactValue& value) {
    if (!value.known()) return std::string("? ") + reason_name(value.why_unknown().reason);
    std::string text;
    for (const Scalar& scalar : value.values()) text += (text.empty() ? "" : "|") + scalar_text(scalar);
    if (value.incomplete_reason()) text += std::string(" ? ") + reason_name(value.incomplete_reason()->reason);
    return value.values().empty() ? "-" : text;
  }

  Facts& facts() { return facts_; }
  const Message& message() const { return message_; }

  TrustLists trust;
  FakeClock clock;
  FakeDns fake_dns;
  FakeMimeProbe mime;

 private:
  static std::unique_ptr<BodySource> body_of(const Given& given) {
    if (given.body_fails) return std::make_unique<NoBody>();
    return std::make_unique<MemoryBody>(given.body);
  }

  static Border make_border(const Given& given) {
    Border border;
    border.state = given.state;
    border.why = "as the test says";
    border.sent_on = given.sent_on;
    border.authenticated = given.authenticated;
    border.local = given.local;
    if (given.state != BorderState::kFound && given.state != BorderState::kGuessed) return border;
    border.client = given.hop.client;
    if (!given.has_line) return border;
    border.hop = &given.hop;
    border.line = given.hop.number;
    if (given.hop.helo) border.helo = std::string(*given.hop.helo);
    return border;
  }

  static Truth flag(const FactValue& value) {
    if (!value.known()) return Truth::unknown(value.why_unknown());
    return Truth::of(!value.values().empty() && std::get<bool>(value.values().front()));
  }

  static Truth no_such(const std::string& condition) {
    return Truth::unknown({UnknownReason::kMalformed, "the registry has no `" + condition + "`", true});
  }

  Given given_;
  Message message_;
  RelayChain chain_;
  Border border_;
  FakeChild child_;
  Libspf2Engine engine_;
  SpfChecker spf_;
  DnsFacts dns_;
  MimeContent mime_;
  Facts facts_;
};

}  // namespace hfilter
