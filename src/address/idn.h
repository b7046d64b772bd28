// SPDX-License-Identifier: BSD-2-Clause
//
// Converts international domain names to ASCII with libidn2, which the first non-ASCII name loads.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hfilter {

/// Returns the A-labels of a UTF-8 name (RFC 5891, UTS 46 non-transitional), or nullopt if the name is not a valid IDN,
/// has a NUL or exceeds kMaxNameBytes, or if libidn2 is not installed.
std::optional<std::string> idn_to_ascii(std::string_view name);

/// Returns why libidn2 cannot be loaded and which package to install, or an empty text.
std::string idn_library_problem();

}  // namespace hfilter
