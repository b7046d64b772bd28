// SPDX-License-Identifier: BSD-2-Clause
// `rdns`: the client's reverse name in the Received line.
#include "address/generic_name.h"
#include "facts/connection/connection.h"

namespace hfilter {

FactValue fact_rdns(const FactContext& context) {
  const Finding<ReverseName> rdns = rdns_of(context);
  if (!rdns.known()) return FactValue::unknown(rdns.why());
  return name_fact(rdns.has_value() ? Finding<std::string_view>(rdns->name) : Finding<std::string_view>());
}

Truth word_rdns_unverified(const FactContext& context) {
  const Finding<ReverseName> rdns = rdns_of(context);
  if (!rdns.known()) return Truth::unknown(rdns.why());
  if (!rdns.has_value()) {
    // A hop without a client has no reverse name either, but no server looked for one.
    const Finding<const ReceivedHop*> line = line_of(context);
    const bool looked = line.has_value() && (*line)->rdns_state == RdnsState::kNone;
    return Truth::of(looked, looked ? "your server found no reverse name" : "no server looked for a reverse name");
  }
  return Truth::of(!rdns->verified, "reverse name " + quoted(rdns->name) + (rdns->verified ? ", verified" : ""));
}

Truth word_rdns_generic(const FactContext& context) {
  return rdns_of(context).as_truth([&](const ReverseName& reverse) {
    const Finding<IpAddress> client = client_of(context);
    return is_generic_name(reverse.name, client.has_value() ? &*client : nullptr);
  });
}

}  // namespace hfilter
