// SPDX-License-Identifier: BSD-2-Clause
//
// Matches a whole text with a pattern: `*` is any number of characters, `?` one UTF-8 character. ASCII case is ignored.
// Matching backtracks only to the last star.
// Source: hfilterrc(5), operator `like`.
#pragma once

#include <string_view>

namespace hfilter {

bool matches_glob(std::string_view glob, std::string_view text);

}  // namespace hfilter
