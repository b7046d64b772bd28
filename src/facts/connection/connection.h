// SPDX-License-Identifier: BSD-2-Clause
//
// The connection that facts describe: the stranger's at the border, or that of the line in `any hop` and `hop N`.
// Errors: unknown if the mail is yours (no stranger), the line cannot be read, or the line does not have the value.
// Lifetime: views and pointers belong to the ReceivedHop or the Border.
#pragma once

#include <string>
#include <string_view>

#include "address/ip_address.h"
#include "base/finding.h"
#include "facts/fact_context.h"

namespace hfilter {

/// Returns the Received line of the connection, for `by`, `protocol` and `encrypted`.
Finding<const ReceivedHop*> line_of(const FactContext& context);

Finding<IpAddress> client_of(const FactContext& context);

/// Returns the HELO as the client sent it. It may be empty or very long.
Finding<std::string_view> helo_of(const FactContext& context);

/// The reverse name in the line. No value if the writer found none. Unknown for a private client at the border.
struct ReverseName {
  std::string_view name;
  bool verified = false;
};
Finding<ReverseName> rdns_of(const FactContext& context);

/// Returns true iff the writer of the line verified the name in both directions, or found no name.
inline bool is_verified_by_writer(const Finding<ReverseName>& rdns) {
  return rdns.known() && (!rdns.has_value() || rdns->verified);
}

/// Returns a name as a fact. A name longer than kMaxNameBytes is unknown.
FactValue name_fact(const Finding<std::string_view>& name);

/// Quotes `text` for an explanation, cut to about one line.
std::string quoted(std::string_view text);

}  // namespace hfilter
