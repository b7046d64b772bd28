// SPDX-License-Identifier: BSD-2-Clause
//
// Numbers, sizes, durations and dates as rules write them. Pure.
// Source: hfilterrc(5), CONDITIONS.
#pragma once

#include <optional>
#include <string_view>

#include "facts/registry.h"
#include "rules/expr.h"

namespace hfilter {

/// Returns the value of `text` for a fact of this type: "2.5" and "-1" (numbers), "15K" and "1.5MB" (sizes, in octets),
/// "90s" and "2w" (durations, in seconds), "2026-12-31" (dates, as the day of parse_day()). Returns nullopt for any
/// other text, and for more than 16 digits.
std::optional<double> parse_quantity(FactType type, std::string_view text);

/// Returns the interval of `op VALUE`: `op` is <, <=, >, >= or =.
NumberTest number_test(std::string_view op, double value);

}  // namespace hfilter
