// SPDX-License-Identifier: BSD-2-Clause
//
// The rules of all rule files, parsed: lists, settings, statements. Made by load_rules (rules/loader.h), judged by
// evaluate (rules/evaluate.h). A faulty file leaves none of its own rules here; its errors are in `diagnostics`.
// Lifetime: the set owns everything but the ListFiles, which belong to the RuleFiles it was loaded from and must
// outlive it.
#ifndef HFILTER_RULES_RULE_SET_H_
#define HFILTER_RULES_RULE_SET_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/list.h"
#include "base/result.h"
#include "facts/registry.h"
#include "rules/settings.h"
#include "rules/verdict.h"
#include "trace/border.h"

namespace hfilter {

struct Expr;

/// An error or a warning as `check` prints it.
struct Diagnostic {
  bool is_error = true;
  Error error;              // file, line, column, text, help
  std::string source_line;  // the line as written, for the caret
  int length = 1;           // how many columns the tildes cover
  std::string name;         // of a warning, such as "unreachable"; empty for errors
};

struct RuleSet;  // completed by the rules module

}  // namespace hfilter

#endif  // HFILTER_RULES_RULE_SET_H_
