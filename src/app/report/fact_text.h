// SPDX-License-Identifier: BSD-2-Clause
//
// Formats the values of facts. Foreign text is escaped, shortened and put on one line. Pure.
#pragma once

#include <string>
#include <string_view>

#include "facts/registry.h"

namespace hfilter {

/// Returns foreign text as one line; long text is cut.
std::string shown(std::string_view text);

/// Returns the values of a known fact, at most five; empty if it has none.
std::string values_text(FactType type, const FactValue& value);

}  // namespace hfilter
