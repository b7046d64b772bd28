// SPDX-License-Identifier: BSD-2-Clause
//
// What the connection facts look at: the stranger at the border, or the line that `any hop` and `hop N` name. Here it
// is said once when these facts are unknown: the mail is yours (it has no stranger), the line cannot be read, the line
// does not say it. Lifetime: views and pointers are those of the ReceivedHop, or of the Border.
#pragma once

#include <string>
#include <string_view>

#include "address/ip_address.h"
#include "base/finding.h"
#include "facts/fact_context.h"

namespace hfilter {

/// The Received line itself: for `by`, `protocol`, `encrypted`.
Finding<const ReceivedHop*> line_of(const FactContext& context);

Finding<IpAddress> client_of(const FactContext& context);

/// Raw as said, maybe empty, maybe very long.
Finding<std::string_view> helo_of(const FactContext& context);

/// The reverse name as the line has it. None if the writer looked and found none. Unknown for a private border client.
struct ReverseName {
  std::string_view name;
  bool verified = false;
};
Finding<ReverseName> rdns_of(const FactContext& context);

/// Returns true iff the writer of the line looked the name up both ways, or looked and found none.
inline bool is_verified_by_writer(const Finding<ReverseName>& rdns) {
  return rdns.known() && (!rdns.has_value() || rdns->verified);
}

/// A name as a fact. One of more than kMaxNameBytes is not compared: unknown.
FactValue name_fact(const Finding<std::string_view>& name);

/// For an explanation: `text` in quotes, at most a line of it.
std::string quoted(std::string_view text);

}  // namespace hfilter
