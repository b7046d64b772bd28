// SPDX-License-Identifier: BSD-2-Clause
//
// Advice that a table cannot hold, because it depends on a value: numbers and dates with their units, entries of lists,
// texts without quotes, the condition before the fault. Pure; linear in the statement.
#pragma once

#include <optional>

#include "advice/faulty_statement.h"

namespace hfilter {

/// Returns the advice for a fault whose advice is computed; nullopt for the faults of the tables.
std::optional<Advice> computed_advice(const FaultyStatement& statement);

}  // namespace hfilter
