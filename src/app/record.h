// SPDX-License-Identifier: BSD-2-Clause
//
// From a judged case to what the header, the log and a piped command are told. Pure but for the host's own name.
#ifndef HFILTER_APP_RECORD_H_
#define HFILTER_APP_RECORD_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/case.h"
#include "delivery/exit_codes.h"
#include "delivery/log_record.h"
#include "delivery/result_headers.h"
#include "probes/clock.h"
#include "rules/verdict.h"

namespace hfilter {

/// One message as far as it was judged. `the_case` and `verdict` are null where that failed; `error` then says why.
/// Both may stand: rules of one file judged, another file is faulty.
struct Judged {
  std::string id;  // of the record of this delivery
  std::unique_ptr<Case> the_case;
  std::optional<Verdict> verdict;
  std::string error;
};

ResultSummary summary_of(const Judged& judged, const Message& message, const RuleSet& rules, Command command);
/// `message` is null if none was read.
LogFacts log_facts_of(const Judged& judged, const Message* message, const RuleSet& rules, const Clock& clock);
/// "HFILTER_VERDICT=junk" ...: for `pipe` and `deliver -- CMD`. Values are header-safe text.
std::vector<std::string> environment_of(const Judged& judged);

/// Returns `message` without the fields that an earlier delivery by hfilter added (remove_own_results); null if there
/// are none. Lifetime: the result reads the body of `message`.
std::unique_ptr<Message> without_own_results(const Message& message, const Settings& settings);

/// `set host`, else what the machine calls itself.
std::string own_host(const Settings& settings);

}  // namespace hfilter

#endif  // HFILTER_APP_RECORD_H_
