// SPDX-License-Identifier: BSD-2-Clause
//
// Converts a judged message for the result headers, the log and the environment of commands. Pure.
#pragma once

#include <string>
#include <vector>

#include "app/pipeline.h"
#include "delivery/exit_codes.h"
#include "delivery/log_record.h"
#include "delivery/result_headers.h"
#include "rules/settings.h"

namespace hfilter {

ResultSummary summary_of(const JudgedMessage& mail, const RuleSet& rules, Command command);
LogFacts log_facts_of(const JudgedMessage& mail, const Settings& settings);
/// Returns HFILTER_VERDICT=junk and other variables for `pipe` and `deliver -- CMD`. Values are safe in headers.
std::vector<std::string> environment_of(const JudgedMessage& mail);

}  // namespace hfilter
