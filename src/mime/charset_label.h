// SPDX-License-Identifier: BSD-2-Clause
//
// The labels of character sets: what mail and the web call them. Static data, no failure.
// Source: the Encoding Standard (WHATWG) 4.2, and the sets that only mail has (UTF-7, HZ, ISO-2022-KR, code pages).
#pragma once

#include <string_view>

namespace hfilter {

/// Returns the one name of the set that `label` means, in lower case: "windows-1252" for "ISO-8859-1", as browsers and
/// mail programs take it. Empty if nothing has that label.
std::string_view charset_name(std::string_view label);

/// True if the octets of ASCII text without ESC are that text in the set of this name.
bool contains_ascii(std::string_view charset_name);

}  // namespace hfilter
