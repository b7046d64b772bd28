// SPDX-License-Identifier: BSD-2-Clause
//
// The verdict as JSON: part of `explain --json`, and all of `judge --json`. Pure.
#pragma once

#include <string>

#include "app/report/json_writer.h"
#include "rules/verdict.h"

namespace hfilter {

/// The key "verdict" and its object, into an object that is open.
void write_verdict(JsonWriter& json, const Verdict& verdict);

/// {"schema":1,"verdict":{...}} without a line end.
std::string verdict_json(const Verdict& verdict);

}  // namespace hfilter
