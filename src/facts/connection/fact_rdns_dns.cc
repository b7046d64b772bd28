// SPDX-License-Identifier: BSD-2-Clause
// The words of `rdns` that ask DNS: forward-confirmed reverse DNS at the time of this run (RFC 8601 "iprev").
#include <algorithm>

#include "facts/connection/connection.h"
#include "facts/connection/dns_facts.h"

namespace hfilter {
namespace {

std::string evidence(const ReverseDns& reverse) {
  switch (reverse.state) {
    case ReverseState::kVerified:
      return "reverse name " + quoted(reverse.verified.front()) + ", confirmed";
    case ReverseState::kMissing:
      return "no reverse name";
    case ReverseState::kMismatched:
      return reverse.names.empty()
                 ? "no usable reverse name"
                 : "reverse name " + quoted(reverse.names.front()) + " does not lead back to the client";
    default:
      return reverse.why.text;
  }
}

Truth rdns_is(const FactContext& context, ReverseState wanted) {
  const Finding<DnsFacts*> dns = dns_of(context);
  if (!dns.known()) return Truth::unknown(dns.why());
  const Finding<ReverseDns>& reverse = (*dns)->reverse(context);
  if (!reverse.known()) return Truth::unknown(reverse.why());
  if (reverse->state == ReverseState::kDnsFailed && wanted != ReverseState::kDnsFailed) {
    return Truth::unknown(reverse->why);
  }
  return Truth::of(reverse->state == wanted, evidence(*reverse));
}

}  // namespace

/// If the line has a name, this name must lead back to the client. Another name of the same address is no proof of it.
Truth word_rdns_verified(const FactContext& context) {
  const Finding<std::vector<std::string>> names = verified_names_of(context);
  if (!names.known()) return Truth::unknown(names.why());
  const Finding<ReverseName> rdns = rdns_of(context);
  if (!rdns.has_value()) {
    if (names->empty()) return Truth::no("no name leads back to the client");
    return Truth::yes("reverse name " + quoted(names->front()) + ", verified");
  }
  const std::string line_name = canonical_name(rdns->name);
  const bool verified = std::any_of(names->begin(), names->end(),
                                    [&](const std::string& name) { return canonical_name(name) == line_name; });
  return Truth::of(
      verified, "reverse name " + quoted(rdns->name) + (verified ? ", verified" : " does not lead back to the client"));
}

Truth word_rdns_missing(const FactContext& context) { return rdns_is(context, ReverseState::kMissing); }
Truth word_rdns_mismatched(const FactContext& context) { return rdns_is(context, ReverseState::kMismatched); }
Truth word_rdns_trouble(const FactContext& context) { return rdns_is(context, ReverseState::kDnsFailed); }

}  // namespace hfilter
