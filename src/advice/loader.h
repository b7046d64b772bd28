// SPDX-License-Identifier: BSD-2-Clause
//
// From rule files to a RuleSet: site file first, then the user's, includes and lists with them. Total: every fault
// becomes a diagnostic; a faulty file contributes no rules, and a fault in one file does not stop the other's. Reading
// is behind RuleFiles (real: system/files/rcfile, which checks owner and mode; tests: a map of strings).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "probes/rule_files.h"
#include "rules/rule_set.h"

namespace hfilter {

struct RuleSource {
  std::string path;
  bool required = false;  // given with --rc: missing is an error; else a missing file is no file
  bool site = false;      // /etc/hfilterrc
};

/// `today` as days_from_civil in local time.
RuleSet load_rules(const std::vector<RuleSource>& sources, RuleFiles& files, int64_t today);

}  // namespace hfilter
