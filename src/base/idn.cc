// SPDX-License-Identifier: BSD-2-Clause
#include "base/idn.h"

#include <dlfcn.h>
#include <idn2.h>

#include <cstdint>
#include <memory>

#include "base/limits.h"
#include "config.h"

namespace hfilter {
namespace {

using Lookup = decltype(&idn2_lookup_u8);
using Release = decltype(&idn2_free);

struct Library {
  Lookup lookup = nullptr;
  Release release = nullptr;
};

#ifdef HFILTER_STATIC_DEPS
Library load() { return {&idn2_lookup_u8, &idn2_free}; }
#else
Library load() {
  void* handle = dlopen("libidn2.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!handle) return {};
  return {reinterpret_cast<Lookup>(dlsym(handle, "idn2_lookup_u8")),
          reinterpret_cast<Release>(dlsym(handle, "idn2_free"))};
}
#endif

}  // namespace

std::optional<std::string> idn_to_ascii(std::string_view name) {
  // The library reads a C string: "hewgill.com\0..." must not become hewgill.com.
  if (name.size() > kMaxNameBytes || name.find('\0') != std::string_view::npos) return std::nullopt;
  static const Library library = load();
  if (!library.lookup || !library.release) return std::nullopt;
  const std::string text(name);
  uint8_t* ascii = nullptr;
  const int status =
      library.lookup(reinterpret_cast<const uint8_t*>(text.c_str()), &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<uint8_t, Release> owner(ascii, library.release);
  if (status != IDN2_OK || !ascii) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(ascii));
}

}  // namespace hfilter
