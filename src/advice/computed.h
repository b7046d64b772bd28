// SPDX-License-Identifier: BSD-2-Clause
//
// Computes the advice that depends on a value and therefore cannot be in a table: about numbers and dates with their
// units, list entries, texts without quotes, and the condition before the fault. Pure; linear in the statement.
#pragma once

#include <optional>

#include "advice/faulty_statement.h"

namespace hfilter {

/// Returns the computed advice for the fault; nullopt if the tables have its advice.
std::optional<Advice> computed_advice(const FaultyStatement& statement);

}  // namespace hfilter
