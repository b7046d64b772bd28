// SPDX-License-Identifier: BSD-2-Clause
//
// Compares the values that two conditions on the same fact name, also if their operators differ: the value of
// `helo is mail.example.com` is within `helo in (example.com)`. Pure.
#pragma once

#include "rules/expr.h"
#include "trace/trust.h"

namespace hfilter {

/// Returns true iff `narrow` names values (`is`, `in`) and `broad` is true for each of them. Returns false for a list
/// with files, exceptions, an entry with an end date, or many entries.
bool names_within(const Condition& narrow, const Condition& broad, const TrustLists& trust);

}  // namespace hfilter
