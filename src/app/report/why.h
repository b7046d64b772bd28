// SPDX-License-Identifier: BSD-2-Clause
//
// Why a condition or a verdict came out as it did, for `test -v` and `judge -v`: the reason, the values of the facts
// that were looked at, lists that were never written. Pure; foreign text goes through base/escape.
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
