// SPDX-License-Identifier: BSD-2-Clause
// `border`, `stranger`, `authenticated`, `local`: how the walk ended. Always known, so that mail whose border line was
// made unreadable can be matched.
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
