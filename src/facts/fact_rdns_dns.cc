// SPDX-License-Identifier: BSD-2-Clause
// The words of `rdns` that ask DNS: forward-confirmed reverse DNS, now, from here (RFC 8601 "iprev").
#include "facts/connection.h"
#include "facts/dns_facts.h"

namespace hfilter {
namespace {

std::string evidence(const ReverseDns& reverse) {
  switch (reverse.state) {
    case ReverseState::kVerified:
      return "reverse name " + quoted(reverse.verified.front()) + ", confirmed";
    case ReverseState::kMissing:
      return "no reverse name";
    case ReverseState::kMismatched:
      return reverse.names.empty() ? "no usable reverse name"
                                   : "reverse name " + quoted(reverse.names.front()) + " does not lead back";
    default:
      return reverse.why.text;
  }
}

Truth rdns_is(const FactContext& context, ReverseState wanted) {
  const Finding<DnsFacts*> dns = dns_of(context);
  if (!dns.known()) return Truth::unknown(dns.why());
  const Finding<ReverseDns>& reverse = (*dns)->reverse(context);
  if (!reverse.known()) return Truth::unknown(reverse.why());
  if (reverse->state == ReverseState::kTrouble && wanted != ReverseState::kTrouble) return Truth::unknown(reverse->why);
  return Truth::of(reverse->state == wanted, evidence(*reverse));
}

}  // namespace

Truth word_rdns_missing(const FactContext& context) { return rdns_is(context, ReverseState::kMissing); }
Truth word_rdns_mismatched(const FactContext& context) { return rdns_is(context, ReverseState::kMismatched); }
Truth word_rdns_trouble(const FactContext& context) { return rdns_is(context, ReverseState::kTrouble); }

}  // namespace hfilter
