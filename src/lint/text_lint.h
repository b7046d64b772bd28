// SPDX-License-Identifier: BSD-2-Clause
//
// Texts, regular expressions, names of header fields and days that are valid and hardly what was meant: for
// `hfilter check`. Each answers nullopt if nothing is odd. Pure, linear.
#pragma once

#include <optional>
#include <string>

#include "rules/expr.h"

namespace hfilter {

struct TextWarning {
  const char* name;  // of the warning
  std::string text;
  std::string help;
};

/// Looks at the regular expression, the texts or the values of a condition.
std::optional<TextWarning> odd_text(const Expr& condition);
/// A name one letter from a known one.
std::optional<TextWarning> odd_header_name(const std::string& name);
/// An `until` that is over, or soon will be. `what` begins the sentence: "this rule".
std::optional<TextWarning> odd_until(const std::string& what, int64_t day, int64_t today);

}  // namespace hfilter
