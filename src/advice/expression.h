// SPDX-License-Identifier: BSD-2-Clause
//
// One condition by itself, as `hfilter test EXPR` has it. Errors are diagnostics. Lifetime: `rules` outlives the
// result.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "rules/rule_set.h"

namespace hfilter {

/// The condition of `hfilter test EXPR`, with the tests and lists of `rules` (whose lists it may complete with files).
/// Errors have file "EXPR" and the column in it.
struct ParsedExpr {
  std::shared_ptr<const Expr> expr;  // null if there are errors
  std::vector<Diagnostic> diagnostics;
};
ParsedExpr parse_expression(std::string_view text, const RuleSet& rules);

}  // namespace hfilter
