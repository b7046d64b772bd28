// SPDX-License-Identifier: BSD-2-Clause
//
// The public suffix list, which is part of libpsl.
#include <libpsl.h>

#include "address/hostname.h"
#include "base/late_library.h"

namespace hfilter {
namespace {

struct Psl : LateLibrary {
  Psl() : LateLibrary("libpsl.so.5", "libpsl5") {}
  HFILTER_LATE(psl_builtin);
  HFILTER_LATE(psl_is_public_suffix2);
  HFILTER_LATE(psl_registrable_domain);
};

const Psl& library() {
  static const Psl loaded;
  return loaded;
}

/// Returns null if libpsl is not installed or has no list.
const psl_ctx_t* suffixes() { return library() ? library().psl_builtin() : nullptr; }

}  // namespace

std::string public_suffix_library_problem() { return library().problem(); }

std::string registered_domain(std::string_view canonical) {
  if (!is_valid_hostname(canonical) || canonical.back() == '.') return {};
  const psl_ctx_t* list = suffixes();
  if (!list) return {};
  const std::string name(canonical);
  const char* found = library().psl_registrable_domain(list, name.c_str());
  return found ? found : "";
}

bool is_public_suffix(std::string_view canonical) {
  if (!is_valid_hostname(canonical) || canonical.back() == '.') return false;
  const psl_ctx_t* list = suffixes();
  if (!list) return false;
  // The rule "*" would make public suffixes of the private names "lan" and "localdomain".
  constexpr int kSuffixTypes = PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE;
  return library().psl_is_public_suffix2(list, std::string(canonical).c_str(), kSuffixTypes) == 1;
}

}  // namespace hfilter
