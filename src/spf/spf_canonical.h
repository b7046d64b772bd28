// SPDX-License-Identifier: BSD-2-Clause
//
// Canonical text of SPF records for the engine. Each name in it is a token; spf_check.h has the whole protocol.
// Source: RFC 7208 12, and the syntax that libspf2 accepts.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "address/ip_address.h"
#include "spf/spf_record.h"

namespace hfilter {

/// Formats an address as IPv4, or as IPv6 with all eight groups. Each reader reads this form in the same way.
std::string canonical_address(const IpAddress& address, bool as_v4);

/// Formats a directive, with `token` as its name. A prefix of 0 is omitted: the token then resolves to the client's own
/// address if the name has any address. `ptr` becomes an `a` whose token resolves to the client's address if the name
/// is confirmed.
std::string canonical_directive(const SpfTerm& term, std::string_view token);

/// Returns the name of term 12 of a canonical SPF record: "x12.hf".
std::string spf_token_name(size_t number);
/// Returns the number in the name of a token; nullopt for other names.
std::optional<size_t> spf_token_number(std::string_view name);

}  // namespace hfilter
