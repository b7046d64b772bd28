// SPDX-License-Identifier: BSD-2-Clause
//
// Texts and regular expressions that are valid and hardly what was meant: for `hfilter check`. Pure, linear.
#ifndef HFILTER_RULES_TEXT_LINT_H_
#define HFILTER_RULES_TEXT_LINT_H_

#include <optional>
#include <string>
#include <string_view>

#include "rules/expr.h"

namespace hfilter {

struct TextWarning {
  const char* name;  // of the warning
  std::string text;
  std::string help;
};

/// "hewgill.com" for /^hewgill\.com$/ and /hewgill.com/; empty if the pattern is more than a name.
std::string domain_in(std::string_view pattern);

/// What is odd about the condition's regular expression, texts or values; nullopt if nothing is.
std::optional<TextWarning> odd_text(const Condition& c);

}  // namespace hfilter

#endif  // HFILTER_RULES_TEXT_LINT_H_
