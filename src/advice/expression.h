// SPDX-License-Identifier: BSD-2-Clause
//
// Parses a single condition, for `hfilter test EXPR`.
// Errors: diagnostics with the file name "EXPR" and the column in the condition.
// Lifetime: `rules` must outlive the result.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "rules/rule_set.h"

namespace hfilter {

struct ParsedExpr {
  std::shared_ptr<const Expr> expr;  // the expression; null if the text has errors
  std::vector<Diagnostic> diagnostics;
};
/// Parses the condition, which can use the tests and lists of `rules`.
ParsedExpr parse_expression(std::string_view text, const RuleSet& rules);

}  // namespace hfilter
