// SPDX-License-Identifier: BSD-2-Clause
//
// Checks a procmailrc that runs hfilter for ways to lose, empty or misjudge mail (each observed with procmail 3.22):
// hfilter-recipes(7), PROCMAIL. Understands recipes, conditions, flags, continued lines and variables of
// procmailrc(5), and ignores the rest. Reads each file of INCLUDERC and SWITCHRC once, through RuleFiles. Total,
// linear.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probes/rule_files.h"
#include "rules/diagnostic.h"

namespace hfilter {

/// Returns true iff the text, or a file that it includes, has a recipe (`:0`) that runs hfilter: then it is not a
/// rule file. If `files` is null, reads no other file.
bool is_procmailrc_with_hfilter(std::string_view text, RuleFiles* files = nullptr);

/// Returns errors, with what to write instead as help, and warnings for included files that cannot be read.
std::vector<Diagnostic> check_procmailrc(std::string_view text, const std::string& file, RuleFiles* files = nullptr);

}  // namespace hfilter
