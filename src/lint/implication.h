// SPDX-License-Identifier: BSD-2-Clause
//
// Is a rule covered by one above it? Only what the form of two conditions shows: no is "not seen", not "not so". Pure.
#pragma once

#include "rules/expr.h"
#include "trace/trust.h"

namespace hfilter {

/// Whenever `below` would fire `above` has fired. `trust` holds mydomains and the other lists that conditions name.
bool covers(const Rule& above, const Rule& below, const TrustLists& trust);

/// Returns true iff `below` asks for a special case of something that `above` asks for, and nothing shows that no
/// message has both: `from is bob@example.com` below `from domain is example.com and helo is generic`.
bool is_special_case(const Rule& above, const Rule& below, const TrustLists& trust);

}  // namespace hfilter
