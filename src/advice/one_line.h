// SPDX-License-Identifier: BSD-2-Clause
//
// Puts source text of rules on one line, for messages and explain. Pure.
#pragma once

#include <string>
#include <string_view>

#include "rules/expr.h"

namespace hfilter {

/// Returns the tokens of `source` on one line, without comments.
std::string one_line(std::string_view source);

/// Returns the condition of a rule on one line. It is empty for `otherwise`.
std::string condition_text(const Rule& rule);

}  // namespace hfilter
