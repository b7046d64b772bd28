// SPDX-License-Identifier: BSD-2-Clause
//
// Formats one message as a line of the log, a JSON object (hfilter(1), LOG). To stay within kMaxLogLineBytes it cuts
// texts, then leaves out notes, reasons of unknown facts, and the last members. Subject, recipient and local parts
// of addresses appear only with `log-detail full`. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "delivery/answers.h"
#include "rules/verdict.h"

namespace hfilter {

/// The content of the log line besides the verdict. Texts are unescaped; empty: unknown.
struct LogFacts {
  std::string id;       // the id of the log record, also in X-HFilter-Status
  int64_t time = 0;     // the time of the record in seconds since the epoch
  std::string command;  // the command: "filter", "deliver"
  std::string client, helo, by;
  std::string border;         // the state of the border: "found", "none", ...
  std::string queue_id;       // the queue id of the border line, or else of the topmost line
  std::string sender_domain;  // the sender's domain; "" also for the null sender
  std::string message_id;
  std::optional<uint64_t> size;  // the octets of the message, if known
  std::string error;             // the failure, or the first error in the rules
  std::string user;              // the effective user; only with an error
  std::optional<uint32_t> uid;   // the number of this user; only with an error
  int exit_code = 0;
  bool full = false;  // `log-detail full`: the line has sender, recipient and subject
  std::string sender, recipient, subject;
  Answers answers;
};

/// Returns the line without its end. `verdict` is null if there is none.
std::string log_line(const Verdict* verdict, const LogFacts& facts);

}  // namespace hfilter
