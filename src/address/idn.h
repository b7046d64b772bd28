// SPDX-License-Identifier: BSD-2-Clause
//
// International domain names to their ASCII form, by libidn2, which is loaded when the first non-ASCII name is seen.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hfilter {

/// The A-labels of a UTF-8 name (RFC 5891, UTS 46 non-transitional). Nullopt if the name is no valid IDN, has a NUL, is
/// longer than kMaxNameBytes, or if the library is not there.
std::optional<std::string> idn_to_ascii(std::string_view name);

/// Says what to install if the library is not there; empty if it is.
std::string idn_library_problem();

}  // namespace hfilter
