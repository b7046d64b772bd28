// SPDX-License-Identifier: BSD-2-Clause
//
// Received fields and the walk over them. Any octets are a header; what comes out must point into the field or the
// hop's text, must not change when it is asked again, and an ambiguous or unreadable border has no client.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "trace/border.h"
#include "trace/received_parser.h"

using namespace hfilter;

namespace {

void check(bool good) {
  if (!good) std::abort();
}

bool is_inside(std::string_view part, std::string_view whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check_hop(std::string_view value) {
  const ReceivedHop hop = parse_received(value, 1);
  check(is_inside(hop.raw, value));
  for (std::string_view part : {hop.rdns, hop.by, hop.protocol, hop.auth_user, hop.id, hop.for_recipient,
                                hop.helo.value_or(""), hop.envelope_from.value_or("")}) {
    check(is_inside(part, value) || (hop.text && is_inside(part, *hop.text)));
  }
  check((hop.kind == HopKind::kAmbiguous || hop.kind == HopKind::kUnparsed) <= !hop.why.empty());
  check(hop.rdns.empty() || hop.rdns_state == RdnsState::kVerified || hop.rdns_state == RdnsState::kUnverified);
  const ReceivedHop again = parse_received(value, 1);
  check(hop.client == again.client && hop.helo == again.helo && hop.kind == again.kind);
}

TrustLists lists() {
  TrustLists trust;
  trust.mynetworks.add_entry(*parse_list_entry(ListKind::kNetworks, "192.0.2.0/24"), "");
  trust.myscanners.add_entry(*parse_list_entry(ListKind::kHosts, "scanner.example.net"), "");
  return trust;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check_hop(text);

  static const TrustLists trust = lists();
  const Message message(text, std::make_unique<MemoryBody>(""));
  const RelayChain chain(message);
  const Border border = find_border(chain, trust);
  const bool stopped = border.state == BorderState::kAmbiguous || border.state == BorderState::kUnreadable;
  check(!stopped || !border.client);
  check(border.line >= 0 && border.line <= chain.size());
  check(border.roles.size() <= static_cast<size_t>(chain.size()));
  passed_via(chain, border, trust.myscanners);
  return 0;
}
