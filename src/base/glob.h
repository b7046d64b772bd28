// SPDX-License-Identifier: BSD-2-Clause
//
// Patterns of `*` (any characters) and `?` (one character, of several octets in UTF-8); any ASCII case; the whole text.
// Total; no backtracking beyond the last star. Source: hfilterrc(5), like.
#pragma once

#include <string_view>

namespace hfilter {

bool matches_glob(std::string_view glob, std::string_view text);

}  // namespace hfilter
