// SPDX-License-Identifier: BSD-2-Clause
//
// Reads conditions: and, or, not, brackets, the subjects of conditions and the tests behind them.
// Errors: a fault, which is in the cursor; the result is then incomplete.
#pragma once

#include "language/parser.h"
#include "language/token_cursor.h"

namespace hfilter {

/// Reads a condition, and adds what it needs to `*properties`.
Expr read_condition(TokenCursor* in, const ParseScope& scope, ExprProperties* properties);
/// Reads one entry of `list`, with its `until`.
void read_list_entry(TokenCursor* in, const ParseScope& scope, List* list);
/// Returns the value of `text`, a part of `token`, for `fact`. Only a score may be negative.
double read_number(TokenCursor* in, const FactDef& fact, std::string_view text, const RuleToken& token);

}  // namespace hfilter
