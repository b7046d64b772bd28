// SPDX-License-Identifier: BSD-2-Clause
//
// From a judged message to what the header, the log and a piped command are told. Pure.
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
/// "HFILTER_VERDICT=junk" ...: for `pipe` and `deliver -- CMD`. Values are header-safe text.
std::vector<std::string> environment_of(const JudgedMessage& mail);

}  // namespace hfilter
