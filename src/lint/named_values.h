// SPDX-License-Identifier: BSD-2-Clause
//
// Compares what two conditions on one fact name, whatever their operators are: `helo is mail.example.com` is within
// `helo in (example.com)`. Pure.
#pragma once

#include "rules/expr.h"
#include "trace/trust.h"

namespace hfilter {

/// Returns true iff `narrow` names values (`is`, `in`) and `broad` is true for each of them. Lists with files, with
/// exceptions, with entries that end or with many entries are never within each other.
bool names_within(const Condition& narrow, const Condition& broad, const TrustLists& trust);

}  // namespace hfilter
