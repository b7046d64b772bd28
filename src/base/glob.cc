// SPDX-License-Identifier: BSD-2-Clause
#include "base/glob.h"

#include "base/text.h"

namespace hfilter {

bool matches_glob(std::string_view glob, std::string_view text) {
  size_t g = 0;
  size_t t = 0;
  size_t star = glob.npos;
  size_t behind = 0;
  const auto is_tail = [&](size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      behind = t;
    } else if (g < glob.size() && glob[g] == '?') {
      ++g;
      ++t;
      while (is_tail(t)) ++t;  // skips the other octets of this character
    } else if (g < glob.size() && to_lower(glob[g]) == to_lower(text[t])) {
      ++g;
      ++t;
    } else if (star != glob.npos) {
      g = star + 1;
      t = ++behind;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

}  // namespace hfilter
