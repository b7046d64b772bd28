// SPDX-License-Identifier: BSD-2-Clause
//
// Read this first. run_pipeline() takes one message through hfilter:
//
//   bytes -> Message -> RelayChain -> Border -> Facts (lazy) -> RuleSet -> Verdict -> Delivery -> bytes + exit code
//
// read_message() (system/files/input.h) makes the Message, load_rules() (advice/loader.h) the RuleSet. The command
// (commands/) does the Delivery. Every command that judges calls run_pipeline(), so that they cannot differ. Pure but
// for the probes, and for the body of the message, which is read when a rule asks for it.
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

/// What the delivery agent and the machine add to the message. Lifetime: must outlive the call.
struct Surroundings {
  const Clock& clock;
  MimeProbe& mime;
  Envelope envelope;
  KnownClient known;
  // Null: what needs them is unknown in this run.
  DnsProbe* dns = nullptr;
  SpfProbe* spf = nullptr;
  const TimeLimit* limit = nullptr;
  const WorkClock* work = nullptr;  // null: the work on the message is not limited
  std::string host;                 // the name of this machine, as SPF macros and our own fields say it
};

/// One message and what each stage made of it. Lifetime: all of it ends with the call of `Deliver`.
struct JudgedMessage {
  const Message& message;  // without the results of an earlier delivery
  const RelayChain& chain;
  const Border& border;
  Facts& facts;
  const std::string& host;
  std::optional<Verdict> verdict;  // none without a rule in force, and after an internal error
  Truth truth;                     // of the condition, if one was asked
  std::string error;               // the first fault of the rules, or an internal error; there may be a verdict, too
};

/// What a command does with the judged message. Returns the exit status.
using Deliver = std::function<int(JudgedMessage&)>;

/// Judges `read` by the rules, or by one `condition` instead of them, and returns what `deliver` returns. Exceptions of
/// the rules end in JudgedMessage::error: the mail, which is still whole, is not lost by them.
int run_pipeline(const Message& read, const RuleSet& rules, const Surroundings& around, const Deliver& deliver,
                 const Expr* condition = nullptr);

}  // namespace hfilter
