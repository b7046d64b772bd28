// SPDX-License-Identifier: BSD-2-Clause
//
// Records what the rules asked about a message, and the answers, because DNS may change later. Used for the log line
// and, in short form, for X-HFilter-Status (hfilter(1), LOG and RESULT HEADER FIELDS). Evaluates no fact. Texts are
// unescaped. Pure, total.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "facts/facts.h"

namespace hfilter {

struct SpfAnswer {
  std::string result;  // the SPF result: "pass", "temperror", ...
  std::string domain;  // the checked domain
  std::string why;     // the mechanism that matched, or the problem
};

struct RdnsAnswer {
  std::string source;  // the origin of the name: "dns", or "line" if the border line has it
  std::string state;   // the state: "verified", "mismatched", "none", "unknown"; from a line any rdns_state_name()
  std::vector<std::string> names;  // the verified names, or else all names
  std::string why;                 // the reason why the state is unknown
};

struct ListAnswer {
  std::string zone;
  std::vector<std::string> addresses;  // the answers; empty: the address is not listed, or unknown if `why` has text
  std::string why;
};

struct UnknownFact {
  std::string fact;
  std::string reason;  // the word of reason_name()
  std::string why;
};

struct Answers {
  std::string sender_domain;  // the sender's domain; "" if it is unknown or the sender is null
  bool null_sender = false;
  std::optional<SpfAnswer> spf, spf_helo;
  std::optional<RdnsAnswer> rdns;
  std::vector<ListAnswer> listed;
  std::vector<std::string> dkim, dmarc;  // the trusted results of Authentication-Results fields
  std::vector<UnknownFact> unknown;
};

Answers answers_of(const Facts& facts);

/// Returns header-safe pairs for X-HFilter-Status: "; spf=fail; listed=bl.example=127.0.0.2". Empty if nothing was
/// asked. Cut at kMaxStatusAnswersBytes, with "..." at the end.
std::string status_pairs(const Answers& answers);

inline constexpr size_t kMaxStatusAnswersBytes = 2'700;

}  // namespace hfilter
