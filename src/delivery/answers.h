// SPDX-License-Identifier: BSD-2-Clause
//
// Records what the rules asked about one message, and the answers. DNS may answer otherwise next year, so nobody can
// find them out later. Used for the log line, and in short form for X-HFilter-Status (hfilter(1), LOG and RESULT HEADER
// FIELDS). Collecting it evaluates no fact. Texts are raw. Pure, total.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "facts/facts.h"

namespace hfilter {

struct SpfAnswer {
  std::string result;  // "pass", "temperror", ...
  std::string domain;  // that was checked
  std::string why;     // the mechanism that decided, else the problem
};

struct RdnsAnswer {
  std::string source;              // "dns", or "line": the border line says it
  std::string state;               // "verified", "mismatched", "none", "unknown"; from a line any rdns_state_name()
  std::vector<std::string> names;  // verified names, else all
  std::string why;                 // why the state is unknown
};

struct ListAnswer {
  std::string zone;
  std::vector<std::string> addresses;  // empty: the client is not listed, or `why` says why that is unknown
  std::string why;
};

struct UnknownFact {
  std::string fact;
  std::string reason;  // reason_name()
  std::string why;
};

struct Answers {
  std::string sender_domain;  // "" if it is not known or the sender is null
  bool null_sender = false;
  std::optional<SpfAnswer> spf, spf_helo;
  std::optional<RdnsAnswer> rdns;
  std::vector<ListAnswer> listed;
  std::vector<std::string> dkim, dmarc;  // as believed
  std::vector<UnknownFact> unknown;
};

Answers answers_of(const Facts& facts);

/// "; spf=fail; listed=bl.example=127.0.0.2": the pairs of X-HFilter-Status, header-safe. Empty if nothing was asked.
/// At most kMaxStatusAnswersBytes: what is too long ends with "...".
std::string status_pairs(const Answers& answers);

inline constexpr size_t kMaxStatusAnswersBytes = 2'700;

}  // namespace hfilter
