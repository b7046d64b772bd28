// SPDX-License-Identifier: BSD-2-Clause
//
// Authentication-Results fields that can be believed, and what they say (RFC 8601 2.2). Believed by their place: above
// the border line, where your own servers write; or, if their id is in results-from, also between the border line and
// the next Received field, where milters put them. Nothing else: below, anybody may have written them. A field above
// the border line outranks all of its id below that line; there the topmost field of an id that speaks of a method
// outranks the others. Total and linear; at most kMaxAuthResults; owns its text. Source: RFC 8601 2.2, 5.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/fact_context.h"

namespace hfilter {

/// "dkim=pass header.d=example.com": names and result in lower case, values as written without quotes.
struct AuthResult {
  std::string method;
  std::string result;
  std::vector<std::pair<std::string, std::string>> properties;

  /// The first of that name, or empty.
  std::string_view property(std::string_view name) const;
};

struct AuthResults {
  std::string authserv_id;  // canonical
  std::vector<AuthResult> results;
};

/// The value of one field, folded or not. What cannot be read is left out, up to the next `;`.
AuthResults parse_auth_results(std::string_view value);

/// All results of the fields that can be believed, topmost first.
std::vector<AuthResult> believed_results(const FactContext& context);

}  // namespace hfilter
