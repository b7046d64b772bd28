// SPDX-License-Identifier: BSD-2-Clause
// `border`, `stranger`, `authenticated`, `local`: the result of the walk. Always known, so that rules can match mail
// whose border line is unreadable.
#include "facts/connection/connection.h"
#include "facts/fact.h"

namespace hfilter {

FactValue fact_border(const FactContext& context) {
  return FactValue::one(std::string(border_state_name(context.border.state)));
}

FactValue fact_stranger(const FactContext& context) { return FactValue::one(context.border.has_stranger()); }

FactValue fact_authenticated(const FactContext& context) {
  if (!context.hop) return FactValue::one(context.border.authenticated);
  return as_fact(line_of(context), [](const ReceivedHop* hop) { return hop->auth != HopAuth::kNone; });
}

FactValue fact_local(const FactContext& context) { return FactValue::one(context.border.local); }

}  // namespace hfilter
