// SPDX-License-Identifier: BSD-2-Clause
//
// Finds texts, regular expressions, field names and dates that are valid but probably mistakes. Each function
// returns nullopt if it finds nothing. Pure, linear.
#pragma once

#include <optional>
#include <string>

#include "rules/expr.h"

namespace hfilter {

struct TextWarning {
  const char* name;  // the name of the warning
  std::string text;
  std::string help;
};

/// Checks the regular expression, the texts or the values of a condition.
std::optional<TextWarning> odd_text(const Expr& condition);
/// Warns of a name one letter from a known one.
std::optional<TextWarning> odd_header_name(const std::string& name);
/// Warns of an `until` that is past or near. `what` begins the sentence: "this rule".
std::optional<TextWarning> odd_until(const std::string& what, int64_t day, int64_t today);

}  // namespace hfilter
