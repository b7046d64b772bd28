// SPDX-License-Identifier: BSD-2-Clause
//
// The addresses of all fields of one name (From, To ...) together, and the domain that From names. Mail programs differ
// about what a field is: some end a line at a CR without LF, and some pass over control characters and octets beyond
// ASCII around the name. A field that any of them sees counts. Total and linear; at most kMaxAddresses; owns its text.
#pragma once

#include <string_view>

#include "address/mail_address.h"
#include "base/finding.h"
#include "facts/fact_context.h"

namespace hfilter {

/// None if there is no such field. `undisclosed` is true only if no field holds an address.
Finding<AddressListValue> addresses_of(const FactContext& context, std::string_view name);

/// The domain of the author: that of all addresses in From. None if From names no single domain: From is missing, is
/// given several times, has no address, has a group, or has addresses in several domains. Unknown if the header was cut
/// and From was not found, or names one domain so far.
Finding<Hostname> author_domain(const FactContext& context);

}  // namespace hfilter
