// SPDX-License-Identifier: BSD-2-Clause
//
// Writes a verdict for `explain --json` and `judge --json`. Pure.
#pragma once

#include <string>

#include "app/report/json_writer.h"
#include "rules/verdict.h"

namespace hfilter {

/// Writes the key "verdict" and its object into the open object.
void write_verdict(JsonWriter& json, const Verdict& verdict);

/// Returns {"schema":1,"verdict":{...}} without a line end.
std::string verdict_json(const Verdict& verdict);

}  // namespace hfilter
