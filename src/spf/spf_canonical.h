// SPDX-License-Identifier: BSD-2-Clause
//
// What the engine sees of a record: canonical text in which each name is a token (spf_check.h says the whole protocol).
// Pure and total. Source: RFC 7208 12, and what libspf2 takes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "address/ip_address.h"
#include "spf/spf_record.h"

namespace hfilter {

/// An address in the one form that depends on no reader: as IPv4, or with all eight groups of IPv6.
std::string canonical_address(const IpAddress& address, bool as_v4);

/// A directive with its name as `token`. A prefix of 0 is left out: its token stands for the client's own address as
/// soon as there is any. `ptr` becomes an `a` whose token stands for the client's address if the name is confirmed.
std::string canonical_directive(const SpfTerm& term, std::string_view token);

/// "x12.hf".
std::string spf_token_name(size_t number);
/// Nullopt if it is no name of a token.
std::optional<size_t> spf_token_number(std::string_view name);

}  // namespace hfilter
