// SPDX-License-Identifier: BSD-2-Clause
// Address fields and paths: any bytes. What is not malformed must be read back from its own text as the same address.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "address/mail_address.h"
#include "base/limits.h"

namespace {

void check(const hfilter::MailAddress& address) {
  if (address.malformed) return;
  const hfilter::MailAddress again = hfilter::parse_path("<" + address.text + ">");
  if (again.malformed || !(again == address)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(hfilter::parse_path(text));
  const hfilter::AddressListValue value = hfilter::parse_address_list(text);
  if (value.addresses.size() > hfilter::kMaxAddresses) std::abort();
  if (value.undisclosed && !value.addresses.empty()) std::abort();
  for (const hfilter::MailAddress& address : value.addresses) {
    check(address);
    if (address.malformed && !value.malformed) std::abort();
  }
  return 0;
}
