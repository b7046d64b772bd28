// SPDX-License-Identifier: BSD-2-Clause
#include "advice/expression.h"

#include "advice/adviser.h"
#include "base/limits.h"
#include "language/parser.h"

namespace hfilter {

namespace {

/// Owns everything that the expression of a ParsedExpr refers to.
struct ExprBundle {
  explicit ExprBundle(std::string_view text) : source("EXPR", std::string(text)) {}
  SourceText source;
  std::vector<std::unique_ptr<List>> lists;
  Expr expr;
};

}  // namespace

ParsedExpr parse_expression(std::string_view text, const RuleSet& rules) {
  auto bundle = std::make_shared<ExprBundle>(text.substr(0, kMaxRcBytes));
  Draft draft;
  ParsedExpr parsed;
  if (read_expression({rules, nullptr, draft, bundle->source, nullptr, &bundle->lists}, &bundle->expr)) {
    parsed.expr = std::shared_ptr<const Expr>(bundle, &bundle->expr);
  }
  for (const Fault& fault : draft.faults) parsed.diagnostics.push_back(advise(fault, rules));
  return parsed;
}

}  // namespace hfilter
