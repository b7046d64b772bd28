// SPDX-License-Identifier: BSD-2-Clause
//
// `hfilter explain`: one judged message as text for people and as JSON (schema 1, hfilter(1), JSON). Pure: takes a
// judged message, gives text. All foreign text goes through base/escape.
#pragma once

#include <cstdint>
#include <string>

#include "app/pipeline.h"
#include "app/report/terminal.h"
#include "rules/verdict.h"

namespace hfilter {

struct ExplainInput {
  std::string file;  // as given; "-" for standard input
  JudgedMessage& mail;
  const RuleSet& rules;
  const Verdict& verdict;
  bool all = false;            // evaluate what no rule asked for
  bool verbose = false;        // say why rules do not match, too
  uint64_t mbox_messages = 0;  // in the mbox, whose first one this is; 0: not an mbox
};

/// Facts that cost nothing are always shown; the others if a rule asked for them, or with `all`.
bool is_shown(const FactDef& fact, const ExplainInput& in);

std::string explain_text(const ExplainInput& in, const Terminal& terminal);
/// One line with its line end.
std::string explain_json(const ExplainInput& in);

}  // namespace hfilter
