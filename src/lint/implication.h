// SPDX-License-Identifier: BSD-2-Clause
//
// Is a rule covered by one above it? Only what the form of two conditions shows: no is "not seen", not "not so". Pure.
#pragma once

#include "rules/expr.h"

namespace hfilter {

/// Whenever `below` would fire `above` has fired.
bool covers(const Rule& above, const Rule& below);

}  // namespace hfilter
