// SPDX-License-Identifier: BSD-2-Clause
#include "facts/address_fields.h"

#include "base/limits.h"
#include "facts/header_text.h"

namespace hfilter {

Finding<AddressListValue> addresses_of(const FactContext& context, std::string_view name) {
  const Finding<std::vector<const HeaderField*>> fields = find_fields(context, name);
  if (!fields.known()) return fields.why();
  if (!fields.has_value()) return {};
  AddressListValue all;
  for (const HeaderField* field : *fields) {
    AddressListValue one = parse_address_list(field->value);
    for (MailAddress& address : one.addresses) {
      if (address.is_null()) continue;  // `From: <>` holds no address
      if (all.addresses.size() == kMaxAddresses) {
        all.truncated = true;
        break;
      }
      all.addresses.push_back(std::move(address));
    }
    all.malformed |= one.malformed;
    all.undisclosed |= one.undisclosed;
    all.truncated |= one.truncated;
  }
  all.undisclosed = all.undisclosed && all.addresses.empty();
  return all;
}

}  // namespace hfilter
