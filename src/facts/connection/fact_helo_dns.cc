// SPDX-License-Identifier: BSD-2-Clause
// The words of `helo` that ask DNS. An address, bare or literal, is not a name: it resolves to itself.
#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "facts/connection/connection.h"
#include "facts/connection/dns_facts.h"

namespace hfilter {
namespace {

std::optional<IpAddress> address_in(std::string_view helo) { return parse_address_literal(without_final_dots(helo)); }

Truth unknown_or(const Finding<std::string_view>& helo) {
  return helo.known() ? Truth::no("there is no HELO") : Truth::unknown(helo.why());
}

bool is_name_of(std::string_view helo, const std::string& name) {
  return name.size() <= kMaxNameBytes && canonical_name(helo) == canonical_name(name);
}

}  // namespace

// Returns true if the HELO is one of the client's verified names. A HELO that is not a name causes no DNS question.
Truth word_helo_rdns(const FactContext& context) {
  const Finding<std::string_view> helo = helo_of(context);
  if (!helo.has_value() || trim(*helo).empty()) return unknown_or(helo);
  if (address_in(*helo) || helo->size() > kMaxNameBytes) return Truth::no("HELO " + quoted(*helo) + " is not a name");
  const Finding<std::vector<std::string>> names = verified_names_of(context);
  if (!names.known()) return Truth::unknown(names.why());
  for (const std::string& name : *names) {
    if (is_name_of(*helo, name)) return Truth::yes("HELO " + quoted(*helo) + " is the verified reverse name");
  }
  const std::string verified =
      names->empty() ? "the client has no verified reverse name" : "the reverse name is " + quoted(names->front());
  return Truth::no("HELO " + quoted(*helo) + "; " + verified);
}

Truth word_helo_unresolvable(const FactContext& context) {
  const Finding<std::string_view> helo = helo_of(context);
  if (!helo.has_value() || trim(*helo).empty()) return unknown_or(helo);
  if (address_in(*helo)) return Truth::no("HELO " + quoted(*helo) + " is an address");
  const Finding<DnsFacts*> dns = dns_of(context);
  if (!dns.known()) return Truth::unknown(dns.why());
  const Finding<HeloDns>& found = (*dns)->helo(context);
  if (!found.known()) return Truth::unknown(found.why());
  return Truth::of(!found->resolves,
                   "HELO " + quoted(*helo) + (found->resolves ? " resolves" : " has no address and no MX"));
}

Truth word_helo_mismatched(const FactContext& context) {
  const Finding<std::string_view> helo = helo_of(context);
  const Finding<IpAddress> client = public_client_of(context);
  if (!helo.has_value() || trim(*helo).empty()) return unknown_or(helo);
  if (!client.has_value()) return client.known() ? Truth::no("there is no client") : Truth::unknown(client.why());
  if (const auto address = address_in(*helo)) {
    return Truth::of(*address != *client, "HELO " + quoted(*helo) + "; the client is " + client->to_string());
  }
  const Finding<DnsFacts*> dns = dns_of(context);
  if (!dns.known()) return Truth::unknown(dns.why());
  const Finding<HeloDns>& found = (*dns)->helo(context);
  if (!found.known()) return Truth::unknown(found.why());
  if (found->addresses.empty()) return Truth::no("HELO " + quoted(*helo) + " has no address");
  const bool has = std::find(found->addresses.begin(), found->addresses.end(), *client) != found->addresses.end();
  return Truth::of(!has,
                   "HELO " + quoted(*helo) + (has ? " has" : " does not have") + " the address " + client->to_string());
}

}  // namespace hfilter
