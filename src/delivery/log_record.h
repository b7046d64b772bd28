// SPDX-License-Identifier: BSD-2-Clause
//
// One message as one line of the log, a JSON object: hfilter(1), LOG.
// Never more than kMaxLogLineBytes: texts are cut, notes are left out first, then the reasons of unknown facts, then
// what stands last, so that the line is valid JSON in any case.
// No subject, no recipient, no local part of an address, unless `log-detail full`. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "delivery/answers.h"
#include "rules/verdict.h"

namespace hfilter {

/// What the line says beside the verdict. Texts are raw; empty is "not known".
struct LogFacts {
  std::string id;       // of this record; X-HFilter-Status carries it, too
  int64_t time = 0;     // seconds since the epoch
  std::string command;  // "filter", "deliver"
  std::string client, helo, by;
  std::string border;         // "found", "none", ...
  std::string queue_id;       // of the border line, else of the topmost line
  std::string sender_domain;  // "" for the null sender, too
  std::string message_id;
  std::optional<uint64_t> size;  // of the message in octets, where it is known
  std::string error;             // why it failed, or what is wrong with the rules
  std::string user;              // with an error: the effective user
  std::optional<uint32_t> uid;   // with an error
  int exit_code = 0;
  bool full = false;  // log-detail full: the next three
  std::string sender, recipient, subject;
  Answers answers;
};

/// `verdict` is null if there was none (an error).
std::string log_line(const Verdict* verdict, const LogFacts& facts);

}  // namespace hfilter
