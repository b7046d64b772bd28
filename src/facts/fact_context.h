// SPDX-License-Identifier: BSD-2-Clause
//
// The inputs of a fact: one message, its trace, its envelope, and the services of this run (DNS, MIME, clock, limits).
// Lifetime: FactContext keeps references; every input must outlive it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "facts/fact.h"
#include "message/message.h"
#include "probes/clock.h"
#include "trace/border.h"
#include "trace/relay_chain.h"
#include "trace/trust.h"

namespace hfilter {

/// The envelope from options and the environment. "" is the null sender.
struct Envelope {
  std::optional<std::string> sender;                 // the value of --sender; it has precedence over the message
  std::optional<std::string> sender_in_environment;  // the value of SENDER or FROM; the message has precedence
  std::optional<std::string> recipient;
};

class WorkBudget;   // defined in probes/work_budget.h
class DnsFacts;     // defined in facts/connection/dns_facts.h
class MimeContent;  // defined in mime/mime_content.h
struct Attachment;

/// The header fields that count. kAllFields: all. kBelievedFields (`believed header`): only fields above the border
/// line, which your own servers and believed servers wrote. These are unknown unless the border is certain.
enum class HeaderScope : unsigned char { kAllFields, kBelievedFields };

/// All inputs of a fact. `hop` is null for facts about the border; `any hop` and `hop N` set it.
struct FactContext {
  const Message& message;
  const RelayChain& chain;
  const Border& border;
  const TrustLists& trust;
  const Envelope& envelope;
  const Clock& clock;
  const ReceivedHop* hop = nullptr;
  const FactValue* score = nullptr;  // the score of the rules so far; null means 0
  // Services of this run, and settings. Null if this run does not have them.
  DnsFacts* dns = nullptr;
  const std::vector<std::string>* results_from = nullptr;  // the canonical authserv-ids of `results-from`
  MimeContent* mime = nullptr;
  const TimeLimit* limit = nullptr;                          // the limit of the elapsed time; null means no limit
  WorkBudget* work = nullptr;                                // the budget for the work; null means no limit
  const Attachment* attachment = nullptr;                    // the attachment inside `any attachment`; null means all
  const std::vector<std::string>* my_message_ids = nullptr;  // the globs of `my-message-id` in hfilterrc(5)
};

}  // namespace hfilter
