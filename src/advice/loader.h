// SPDX-License-Identifier: BSD-2-Clause
//
// Loads rule files with their includes and lists into a RuleSet: first the site file, then the user's file. RuleFiles
// is the interface that reads files (real: system/files/rcfile, which checks owner and mode; tests: a map of strings).
// Errors: every fault becomes a diagnostic. A faulty file adds no rules, but the rules of the other file remain.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "probes/rule_files.h"
#include "rules/rule_set.h"

namespace hfilter {

struct RuleSource {
  std::string path;
  bool required = false;  // true, as for --rc: a missing file is an error. false: a missing file is ignored
  bool site = false;      // the file is /etc/hfilterrc
};

/// Loads the files in this order. `today` is the local date as a day number of days_from_civil.
RuleSet load_rules(const std::vector<RuleSource>& sources, RuleFiles& files, int64_t today);

}  // namespace hfilter
