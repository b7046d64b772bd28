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
  std::string id;       // also in X-HFilter-Status
  int64_t time = 0;     // seconds since the epoch
  std::string command;  // "filter", "deliver"
  std::string client, helo, by;
  std::string border;         // "found", "none", ...
  std::string queue_id;       // from the border line, or else from the topmost line
  std::string sender_domain;  // "" also for the null sender
  std::string message_id;
  std::optional<uint64_t> size;  // octets of the message, if known
  std::string error;             // the failure, or the first error in the rules
  std::string user;              // on errors: the effective user
  std::optional<uint32_t> uid;   // on errors: the user's number
  int exit_code = 0;
  bool full = false;  // `log-detail full`: the line has sender, recipient and subject
  std::string sender, recipient, subject;
  Answers answers;
};

/// Returns the line without its end. `verdict` is null if there is none.
std::string log_line(const Verdict* verdict, const LogFacts& facts);

}  // namespace hfilter
