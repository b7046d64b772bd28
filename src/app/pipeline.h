// SPDX-License-Identifier: BSD-2-Clause
//
// Read this first. run_pipeline() takes one message through hfilter:
//
//   bytes -> Message -> RelayChain -> Border -> Facts (lazy) -> RuleSet -> Verdict -> Delivery -> bytes + exit code
//
// read_message() (system/files/input.h) makes the Message, load_rules() (advice/loader.h) the RuleSet. The command
// (commands/) does the Delivery. All commands that judge call run_pipeline(), so they judge alike. It does no I/O
// except through the probes and the body, which is read when a rule asks for it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "facts/facts.h"
#include "message/message.h"
#include "mime/mime_probe.h"
#include "probes/clock.h"
#include "probes/dns_probe.h"
#include "rules/expr.h"
#include "rules/rule_set.h"
#include "spf/spf_query.h"
#include "trace/border.h"

namespace hfilter {

/// Inputs of the pipeline besides the message and the rules: clocks, probes, and data from the delivery agent.
/// Lifetime: must outlive the call.
struct PipelineInputs {
  const Clock& clock;
  MimeProbe& mime;
  Envelope envelope;
  KnownClient known;
  // The DNS and SPF probes; if they are null, facts that need them are unknown in this run.
  DnsProbe* dns = nullptr;
  SpfProbe* spf = nullptr;
  const TimeLimit* limit = nullptr;  // the limit of the elapsed time; null: no limit
  const WorkClock* work = nullptr;   // the clock of the work; null: the work on the message is unlimited
  std::string host;                  // the name of this machine in SPF macros and in hfilter's own header fields
};

/// One message and the results of each stage. Lifetime: valid only while `Deliver` runs.
struct JudgedMessage {
  const Message& message;  // the message without the results of an earlier delivery
  const RelayChain& chain;
  const Border& border;
  Facts& facts;
  const std::string& host;
  // The verdict; empty if a condition was judged, if no rule is in force, and after an internal error.
  std::optional<Verdict> verdict;
  Truth truth;        // the value of the condition, if one was judged
  std::string error;  // the first error in the rules, or an internal error; may come with a verdict
};

/// Delivers or reports the judged message, and returns the exit status.
using Deliver = std::function<int(JudgedMessage&)>;

/// Judges `read` by the rules, or by `condition` if it is given, and returns the result of `deliver`. An exception
/// in the rules becomes JudgedMessage::error, and `deliver` still gets the whole message.
int run_pipeline(const Message& read, const RuleSet& rules, const PipelineInputs& around, const Deliver& deliver,
                 const Expr* condition = nullptr);

}  // namespace hfilter
