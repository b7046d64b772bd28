// SPDX-License-Identifier: BSD-2-Clause
//
// Adds the result header fields (hfilter(1), RESULT HEADERS), makes the header changes of the rules, and removes
// forgeable fields. Pure, total; escapes foreign text (escape_header).
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

/// The content of the result fields besides the verdict. Texts are unescaped; empty: unknown.
struct ResultSummary {
  std::string id;                // the id of the log record
  std::string client, helo, by;  // the names and address in the border line
  Answers answers;
  bool no_rules = false;               // there is no rule file
  std::string error;                   // the error of "X-HFilter-Status: error; ..."; empty: no error
  bool header_limit = false;           // the header is larger than kMaxHeaderBytes
  std::vector<std::string> limits;     // the limits that were reached in the MIME parts: "parts", "archive"
  std::vector<std::string> not_done;   // the actions that this command does not do: "pipe", "copy"
  std::string host;                    // the canonical name of this host
  std::string authentication_results;  // Authentication-Results without the authserv-id; empty: no field
  std::string received_spf;            // the value of Received-SPF; empty: no field
  std::optional<size_t> border_field;  // the index in fields() of a border line that was *found*
};

/// Removes results of an earlier delivery by `host` and forgeries: X-HFilter-*, Authentication-Results with
/// hfilter's id, Received-SPF in hfilter's form. The id is "hfilter." and the host name (RFC 8601 2.5).
void remove_own_results(const std::string& host, HeaderEdit& edit);

/// Removes untrusted results of strangers below the border line (`strip-strangers yes`), adds the results, then
/// makes the changes of the rules. `verdict` is null if there is none. If there is an error as well, the verdict
/// comes from the rule files without errors.
void edit_header(const Message& message, const Verdict* verdict, const ResultSummary& summary, const Settings& settings,
                 HeaderEdit& edit);

}  // namespace hfilter
