// SPDX-License-Identifier: BSD-2-Clause
// `helo`: the name that the stranger sent, and its words without DNS. Several words can be true at once: `localhost` is
// also unqualified, and `127.0.0.1` is a bare address and localhost.
#include "address/generic_name.h"
#include "base/limits.h"
#include "base/text.h"
#include "facts/connection/connection.h"

namespace hfilter {

namespace {

// Parses "192.0.2.1", "2001:db8::1", "IPv6:2001:db8::1": an address without the brackets that RFC 5321 4.1.3 requires.
std::optional<IpAddress> bare_address(std::string_view helo) {
  helo = without_final_dots(helo);
  if (begins_ignoring_case(helo, "IPv6:")) helo.remove_prefix(5);
  return IpAddress::parse(helo);
}

std::optional<IpAddress> literal_address(std::string_view helo) {
  if (helo.size() < 2 || helo.front() != '[' || helo.back() != ']') return std::nullopt;
  return parse_address_literal(helo);
}

std::optional<IpAddress> any_address(std::string_view helo) {
  const std::optional<IpAddress> literal = literal_address(helo);
  return literal ? literal : bare_address(helo);
}

// Checks HELO in canonical form, because DNS sees an internationalised name in that form.
bool is_host_name(std::string_view helo) {
  return helo.size() <= kMaxNameBytes && is_valid_hostname(canonical_name(helo));
}

bool is_localhost_name(std::string_view canonical) {
  for (std::string_view name : {"localhost", "localhost.localdomain", "localhost4", "localhost4.localdomain4",
                                "localhost6", "localhost6.localdomain6"}) {
    if (canonical == name) return true;
  }
  return is_at_or_below(canonical, "localhost");  // localhost and names below it (RFC 6761 6.3)
}

// Evaluates a word that tests the text of HELO.
template <class Test>
Truth helo_word(const FactContext& context, Test test) {
  return helo_of(context).as_truth(
      [&](std::string_view helo) { return Truth::of(test(helo), "HELO " + quoted(helo)); });
}

Truth from_membership(const Membership& membership) {
  if (membership.value == Kleene::kUnknown) return Truth::unknown({UnknownReason::kList, membership.why, false});
  return Truth::of(membership.value == Kleene::kTrue, membership.evidence());
}

Truth is_my_address(const TrustLists& trust, const IpAddress& address) {
  const Truth network = from_membership(trust.mynetworks.contains_address(address));
  if (network.is_true()) return network;
  const Truth host = from_membership(trust.myhosts.contains_address(address));
  return host.is_false() ? network : host;
}

}  // namespace

FactValue fact_helo(const FactContext& context) { return name_fact(helo_of(context)); }

Truth word_helo_bare_ip(const FactContext& context) {
  return helo_word(context, [](std::string_view helo) { return bare_address(helo).has_value(); });
}

Truth word_helo_literal(const FactContext& context) {
  return helo_word(context, [](std::string_view helo) { return literal_address(helo).has_value(); });
}

Truth word_helo_unqualified(const FactContext& context) {
  return helo_word(context, [](std::string_view helo) {
    return without_final_dots(helo).find('.') == std::string_view::npos && is_host_name(helo) && !bare_address(helo);
  });
}

Truth word_helo_malformed(const FactContext& context) {
  return helo_word(context, [](std::string_view helo) {
    if (helo.empty() || any_address(helo)) return false;
    const bool has_several_final_dots = without_final_dots(helo).size() + 1 < helo.size();
    return has_several_final_dots || !is_host_name(helo);
  });
}

Truth word_helo_localhost(const FactContext& context) {
  return helo_word(context, [](std::string_view helo) {
    if (const std::optional<IpAddress> address = any_address(helo)) return address->is_loopback();
    return helo.size() <= kMaxNameBytes && is_localhost_name(canonical_name(helo));
  });
}

Truth word_helo_missing(const FactContext& context) {
  return helo_word(context, [](std::string_view helo) { return trim(helo).empty(); });
}

Truth word_helo_me(const FactContext& context) {
  return helo_of(context).as_truth([&](std::string_view helo) {
    if (const std::optional<IpAddress> address = any_address(helo)) return is_my_address(context.trust, *address);
    if (helo.empty() || helo.size() > kMaxNameBytes) return Truth::no("HELO " + quoted(helo));
    return from_membership(context.trust.myhosts.contains_name(Hostname(helo)));
  });
}

Truth word_helo_generic(const FactContext& context) {
  return helo_of(context).as_truth([&](std::string_view helo) {
    const Finding<IpAddress> client = client_of(context);
    return is_generic_name(helo, client.has_value() ? &*client : nullptr);
  });
}

}  // namespace hfilter
