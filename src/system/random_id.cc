// SPDX-License-Identifier: BSD-2-Clause
#include "system/random_id.h"

#include <sys/random.h>

namespace hfilter {

std::string random_id() {
  constexpr char kDigits[] = "0123456789abcdef";
  unsigned char bytes[12];
  if (getrandom(bytes, sizeof bytes, GRND_NONBLOCK) != static_cast<ssize_t>(sizeof bytes)) return {};
  std::string id;
  for (const unsigned char byte : bytes) {
    id += kDigits[byte >> 4];
    id += kDigits[byte & 15];
  }
  return id;
}

}  // namespace hfilter
