// SPDX-License-Identifier: BSD-2-Clause
//
// The public suffix list, by libpsl and the list it carries. It is loaded at the first question: linked, it and what it
// needs would cost each message more at start-up than reading its header does.
#include <dlfcn.h>
#include <libpsl.h>

#include "base/hostname.h"
#include "config.h"

namespace hfilter {
namespace {

struct Library {
  const psl_ctx_t* list = nullptr;
  decltype(&psl_registrable_domain) registrable = nullptr;
  decltype(&psl_is_public_suffix2) is_suffix = nullptr;
};

#ifdef HFILTER_STATIC_DEPS
Library load() { return {psl_builtin(), &psl_registrable_domain, &psl_is_public_suffix2}; }
#else
template <class Function>
Function symbol(void* handle, const char* name) {
  return reinterpret_cast<Function>(dlsym(handle, name));
}

Library load() {
  void* handle = dlopen("libpsl.so.5", RTLD_NOW | RTLD_LOCAL);
  if (!handle) return {};
  const auto builtin = symbol<decltype(&psl_builtin)>(handle, "psl_builtin");
  return {builtin ? builtin() : nullptr, symbol<decltype(&psl_registrable_domain)>(handle, "psl_registrable_domain"),
          symbol<decltype(&psl_is_public_suffix2)>(handle, "psl_is_public_suffix2")};
}
#endif

const Library& library() {
  static const Library loaded = load();
  return loaded;
}

}  // namespace

std::string registered_domain(std::string_view canonical) {
  if (!is_valid_hostname(canonical) || canonical.back() == '.') return {};
  const Library& psl = library();
  if (!psl.list || !psl.registrable) return {};
  const std::string name(canonical);
  const char* found = psl.registrable(psl.list, name.c_str());
  return found ? found : "";
}

bool is_public_suffix(std::string_view canonical) {
  if (!is_valid_hostname(canonical) || canonical.back() == '.') return false;
  const Library& psl = library();
  if (!psl.list || !psl.is_suffix) return false;
  // Without the list's "*" rule: "lan" or "localdomain" is somebody's own name, not a registry's.
  return psl.is_suffix(psl.list, std::string(canonical).c_str(), PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) == 1;
}

}  // namespace hfilter
