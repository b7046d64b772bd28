// SPDX-License-Identifier: BSD-2-Clause
#include "address/idn.h"

#include <idn2.h>

#include <cstdint>
#include <memory>

#include "base/late_library.h"
#include "base/limits.h"

namespace hfilter {
namespace {

struct Idn2 : LateLibrary {
  Idn2() : LateLibrary("libidn2.so.0", "libidn2-0") {}
  HFILTER_LATE(idn2_free);
  HFILTER_LATE(idn2_lookup_u8);
};

const Idn2& idn2() {
  static const Idn2 library;
  return library;
}

}  // namespace

std::optional<std::string> idn_to_ascii(std::string_view name) {
  // libidn2 reads a C string, and "hewgill.com\0..." must not become hewgill.com.
  if (name.size() > kMaxNameBytes || name.find('\0') != std::string_view::npos) return std::nullopt;
  const Idn2& library = idn2();
  if (!library) return std::nullopt;
  const std::string text(name);
  uint8_t* ascii = nullptr;
  const int status = library.idn2_lookup_u8(reinterpret_cast<const uint8_t*>(text.c_str()), &ascii,
                                            IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<uint8_t, decltype(library.idn2_free)> owner(ascii, library.idn2_free);
  if (status != IDN2_OK || !ascii) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(ascii));
}

std::string idn_library_problem() { return idn2().problem(); }

}  // namespace hfilter
