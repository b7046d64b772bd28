// SPDX-License-Identifier: BSD-2-Clause
//
// The addresses in all fields of one name (From, To ...), and the domain in From. Mail programs disagree about fields:
// some end a line at a CR without LF, some ignore control characters and 8-bit octets around the name. A field that any
// of them sees counts. Linear; at most kMaxAddresses.
// Lifetime: results own their text.
#pragma once

#include <string_view>

#include "address/mail_address.h"
#include "base/finding.h"
#include "facts/fact_context.h"

namespace hfilter {

/// Returns the addresses; no value if there is no such field. `undisclosed` is true only if no field has an address.
Finding<AddressListValue> addresses_of(const FactContext& context, std::string_view name);

/// Returns the author's domain, which all addresses in From must share. No value if From is missing, appears several
/// times, has no address, has a group, or has several domains. Unknown if the header was cut and From is not found or
/// has one domain so far.
Finding<Hostname> author_domain(const FactContext& context);

}  // namespace hfilter
