// SPDX-License-Identifier: BSD-2-Clause
//
// The labels of character sets in mail and on the web.
// Source: the Encoding Standard (WHATWG) 4.2, and the sets that only mail has (UTF-7, HZ, ISO-2022-KR, code pages).
#pragma once

#include <string_view>

namespace hfilter {

/// Returns the canonical name in lower case, or an empty view for an unknown label. "ISO-8859-1" gives "windows-1252",
/// as in browsers and mail programs.
std::string_view charset_name(std::string_view label);

/// Returns true if ASCII text without ESC has the same octets in this character set.
bool contains_ascii(std::string_view charset_name);

}  // namespace hfilter
