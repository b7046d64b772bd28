// SPDX-License-Identifier: BSD-2-Clause
//
// Authentication-Results fields that can be believed, and their results. Fields above the border line count, because
// your own servers write there. Fields between the border line and the next Received field, where milters write, count
// if results-from has their authserv-id. Anybody may have written fields further down. A field above the border line
// outranks all fields of its id below. Among those below, the topmost one with a method outranks the others. Linear; at
// most kMaxAuthResults.
// Lifetime: results own their text.
// Source: RFC 8601 2.2, 5.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/fact_context.h"

namespace hfilter {

/// One result, such as "dkim=pass header.d=example.com": names and result in lower case, values without quotes.
struct AuthResult {
  std::string method;
  std::string result;
  std::vector<std::pair<std::string, std::string>> properties;

  /// Returns the value of the first property `name`; "" if there is none.
  std::string_view property(std::string_view name) const;
};

struct AuthResults {
  std::string authserv_id;  // the authserv-id in canonical form
  std::vector<AuthResult> results;
};

/// Parses the value of one field, folded or not. Skips an unreadable result up to the next `;`.
AuthResults parse_auth_results(std::string_view value);

/// Returns the results of all fields that can be believed, topmost first.
std::vector<AuthResult> believed_results(const FactContext& context);

}  // namespace hfilter
