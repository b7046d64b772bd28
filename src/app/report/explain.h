// SPDX-License-Identifier: BSD-2-Clause
//
// Formats a judged message for `hfilter explain`, as text and JSON (schema 1: hfilter(1), JSON). Does no I/O of its
// own; escapes foreign text.
#pragma once

#include <cstdint>
#include <string>

#include "app/pipeline.h"
#include "app/report/terminal.h"
#include "rules/verdict.h"

namespace hfilter {

struct ExplainInput {
  std::string file;  // the file as given; "-" for standard input
  JudgedMessage& mail;
  const RuleSet& rules;
  const Verdict& verdict;
  bool all = false;            // --all was given: evaluate all facts
  bool verbose = false;        // -v was given: also say why rules do not match
  uint64_t mbox_messages = 0;  // the number of messages in the mbox if the message is its first; 0: no mbox
};

/// Returns whether to show the fact: it needs only the header, a rule asked for it, or `all` is set.
bool is_shown(const FactDef& fact, const ExplainInput& in);

std::string explain_text(const ExplainInput& in, const Terminal& terminal);
/// Returns the JSON as one line with its line end.
std::string explain_json(const ExplainInput& in);

}  // namespace hfilter
