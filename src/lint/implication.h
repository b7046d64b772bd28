// SPDX-License-Identifier: BSD-2-Clause
//
// Finds rules that a rule above covers. Only the form of the two conditions counts, so `false` means "not proven".
// Pure.
#pragma once

#include "rules/expr.h"
#include "trace/trust.h"

namespace hfilter {

/// Returns true iff `above` certainly matches whatever `below` matches. `trust` holds mydomains and the other lists
/// that conditions name.
bool covers(const Rule& above, const Rule& below, const TrustLists& trust);

/// Returns true iff `below` asks for a special case of something that `above` asks for, unless the two conditions
/// clearly exclude each other: `from is bob@example.com` below `from domain is example.com and helo is generic`.
bool is_special_case(const Rule& above, const Rule& below, const TrustLists& trust);

}  // namespace hfilter
