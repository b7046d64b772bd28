// SPDX-License-Identifier: BSD-2-Clause
//
// What a fact may look at: one message, its trace, its envelope, and what this run may use beside them.
// Lifetime: FactContext keeps references; everything handed in must outlive it.
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

/// The envelope as options and the environment have it. "" is the null sender.
struct Envelope {
  std::optional<std::string> sender;                 // --sender: it takes precedence over the message
  std::optional<std::string> sender_in_environment;  // SENDER or FROM: the message takes precedence
  std::optional<std::string> recipient;
};

class WorkBudget;   // probes/work_budget.h
class DnsFacts;     // facts/connection/dns_facts.h
class MimeContent;  // mime/mime_content.h
struct Attachment;

/// Whose header fields count: everybody's, or (`believed header`) those above the border line, which only your own
/// servers and those you believe can have written. The latter is unknown unless it is certain where the border is.
enum class Writers : unsigned char { kAnybody, kBelieved };

/// Everything a fact may look at. `hop` is null for the facts of the border; `any hop` and `hop N` set it.
struct FactContext {
  const Message& message;
  const RelayChain& chain;
  const Border& border;
  const TrustLists& trust;
  const Envelope& envelope;
  const Clock& clock;
  const ReceivedHop* hop = nullptr;
  const FactValue* score = nullptr;  // that the rules have given so far; null: 0
  // What this run may use beside the message; null: nothing.
  DnsFacts* dns = nullptr;
  const std::vector<std::string>* results_from = nullptr;  // canonical authserv-ids (hfilterrc(5), results-from)
  MimeContent* mime = nullptr;
  const TimeLimit* limit = nullptr;                          // null: as long as it takes
  WorkBudget* work = nullptr;                                // null: as much as it takes
  const Attachment* attachment = nullptr;                    // set inside `any attachment`; null: all of them
  const std::vector<std::string>* my_message_ids = nullptr;  // globs (hfilterrc(5), my-message-id)
};

}  // namespace hfilter
