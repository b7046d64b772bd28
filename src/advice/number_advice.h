// SPDX-License-Identifier: BSD-2-Clause
//
// Advice about numbers, sizes, durations, dates and scores. Pure.
#pragma once

#include "advice/faulty_statement.h"

namespace hfilter {

/// Returns the letter of the unit "MB", "megabytes", "days" of this type; 0 if it is none.
char unit_letter(FactType type, std::string_view name);

Advice number_advice(const FaultyStatement& statement);
Advice date_advice(const FaultyStatement& statement);
/// About LOW..HIGH where LOW is the greater one.
Advice range_advice(const FaultyStatement& statement);
/// About the value of a setting that is at most `most_seconds`.
Advice duration_advice(const FaultyStatement& statement, double most_seconds);

}  // namespace hfilter
