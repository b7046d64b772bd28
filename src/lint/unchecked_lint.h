// SPDX-License-Identifier: BSD-2-Clause
//
// Finds rules against programs that say nothing of what could not be examined: a program in an encrypted archive, or
// beyond a limit, passes them. Only the form of the conditions counts. Pure. Views are into the rule's source.
#pragma once

#include <optional>
#include <string_view>

#include "rules/expr.h"

namespace hfilter {

/// Returns the `attachment is executable` by which `rule` stops mail; nullopt if the rule stops none by it, or asks for
/// `unchecked`, too.
std::optional<std::string_view> executable_alone(const Rule& rule);

}  // namespace hfilter
