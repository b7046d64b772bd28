// SPDX-License-Identifier: BSD-2-Clause
//
// Computes the advice about numbers, sizes, durations, dates and scores. Pure.
#pragma once

#include "advice/faulty_statement.h"

namespace hfilter {

/// Returns the letter for a unit of this type, such as 'M' for "megabytes"; 0 if `name` is not a unit.
char unit_letter(FactType type, std::string_view name);

Advice number_advice(const FaultyStatement& statement);
Advice date_advice(const FaultyStatement& statement);
/// Advises about LOW..HIGH if LOW is greater than HIGH.
Advice range_advice(const FaultyStatement& statement);
/// Advises about a setting whose value must be at most `most_seconds`.
Advice duration_advice(const FaultyStatement& statement, double most_seconds);

}  // namespace hfilter
