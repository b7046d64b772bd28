// SPDX-License-Identifier: BSD-2-Clause
//
// The addresses of all fields of one name (From, To ...) together. Total, at most kMaxAddresses; owns its text.
#ifndef HFILTER_FACTS_ADDRESS_FIELDS_H_
#define HFILTER_FACTS_ADDRESS_FIELDS_H_

#include <string_view>

#include "base/mail_address.h"
#include "facts/facts.h"
#include "facts/finding.h"

namespace hfilter {

/// None if there is no such field. `undisclosed` is true only if no field holds an address.
Finding<AddressListValue> addresses_of(const FactContext& context, std::string_view name);

}  // namespace hfilter

#endif  // HFILTER_FACTS_ADDRESS_FIELDS_H_
