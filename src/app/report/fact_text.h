// SPDX-License-Identifier: BSD-2-Clause
//
// The values of facts for people: foreign text, so escaped, on one line and shortened. Pure.
#pragma once

#include <string>
#include <string_view>

#include "facts/registry.h"

namespace hfilter {

/// Foreign text on one line of a terminal; of a long one the beginning.
std::string shown(std::string_view text);

/// The values of a known fact, the first five of many; empty if it has none.
std::string values_text(FactType type, const FactValue& value);

}  // namespace hfilter
