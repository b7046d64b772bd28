// SPDX-License-Identifier: BSD-2-Clause
#include "base/late_objects.h"

// What an .init_array holds. The names are those of src/late_objects.ld; weak: null without it.
using Maker = void (*)(int, char**, char**);
#define HFILTER_MAKERS(name) extern const Maker name[] __attribute__((weak, visibility("hidden")))
extern "C" {
HFILTER_MAKERS(hfilter_mimetic_begin);
HFILTER_MAKERS(hfilter_mimetic_end);
HFILTER_MAKERS(hfilter_boost_begin);
HFILTER_MAKERS(hfilter_boost_end);
}

namespace hfilter {
namespace {

bool make(const Maker* begin, const Maker* end) {
  for (const Maker* maker = begin; maker != end; ++maker) (*maker)(0, nullptr, nullptr);
  return true;
}

}  // namespace

void make_mimetic_objects() {
  static const bool made = make(hfilter_mimetic_begin, hfilter_mimetic_end);
  static_cast<void>(made);
}

void make_boost_objects() {
  static const bool made = make(hfilter_boost_begin, hfilter_boost_end);
  static_cast<void>(made);
}

}  // namespace hfilter
