// SPDX-License-Identifier: BSD-2-Clause
//
// Explains a condition or verdict for `test -v` and `judge -v`: the reason, the values of evaluated facts, and trust
// lists that are not set. Pure; escapes foreign text.
#pragma once

#include <string>

#include "app/pipeline.h"
#include "app/report/terminal.h"
#include "rules/expr.h"

namespace hfilter {

std::string truth_text(const Expr& condition, const Truth& truth, JudgedMessage& mail, const RuleSet& rules,
                       const Terminal& terminal);
std::string verdict_text(const Verdict& verdict, const Terminal& terminal);

}  // namespace hfilter
