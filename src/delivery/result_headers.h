// SPDX-License-Identifier: BSD-2-Clause
//
// The fields that tell what hfilter found (hfilter(1), RESULT HEADERS), the changes to the header that rules asked for,
// and the removal of what a sender may have forged. Pure, total; every foreign text goes through escape_header.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "delivery/answers.h"
#include "message/header_edit.h"
#include "message/message.h"
#include "rules/settings.h"
#include "rules/verdict.h"

namespace hfilter {

/// What the headers say beside the verdict. Texts are raw; empty is "not known".
struct ResultSummary {
  std::string id;                // of the record in the log
  std::string client, helo, by;  // of the border
  Answers answers;
  bool no_rules = false;               // no rule file at all
  std::string error;                   // not empty: "X-HFilter-Status: error; ..." is added
  bool header_limit = false;           // the header is larger than kMaxHeaderBytes
  std::vector<std::string> limits;     // "parts", "archive": reached while the inside of the message was read
  std::vector<std::string> not_done;   // "pipe", "copy": asked for by a rule, not done by this command
  std::string host;                    // this host in our own fields, canonical
  std::string authentication_results;  // the value to add, without the authserv-id; empty: none
  std::string received_spf;            // the value to add; empty: none
  std::optional<size_t> border_field;  // the index in fields() of a border line that was *found*
};

/// Removes the results of an earlier delivery by `host`, and forgeries of them: X-HFilter-*, Authentication-Results
/// with our id, and Received-SPF in our form. The id is "hfilter." and the host's name (RFC 8601 2.5).
void remove_own_results(const std::string& host, HeaderEdit& edit);

/// With `strip-strangers yes` removes the strangers' results below the border line that are not believed. Makes the
/// rules' own changes, and adds the result fields. `verdict` is null if there is none; with an error beside it, it
/// comes from the rules of the files that are not faulty.
void edit_header(const Message& message, const Verdict* verdict, const ResultSummary& summary, const Settings& settings,
                 HeaderEdit& edit);

}  // namespace hfilter
