// SPDX-License-Identifier: BSD-2-Clause
//
// A procmailrc that runs hfilter, read for the ways in which it would lose, empty or misjudge mail (each was seen with
// procmail 3.22): hfilter-recipes(7), PROCMAIL. Total, linear; knows recipes, conditions, flags, continued lines and
// variables of procmailrc(5), and reads the files that INCLUDERC and SWITCHRC name, each once, through RuleFiles. What
// it does not recognise it says nothing about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probes/rule_files.h"
#include "rules/diagnostic.h"

namespace hfilter {

/// Has it, or a file that it includes, recipes (`:0`), one of which runs hfilter? Then it is no rule file by mistake.
/// Without `files` no other file is read.
bool is_procmailrc_with_hfilter(std::string_view text, RuleFiles* files = nullptr);

/// Errors, with what to write instead as help; warnings for included files that could not be read.
std::vector<Diagnostic> check_procmailrc(std::string_view text, const std::string& file, RuleFiles* files = nullptr);

}  // namespace hfilter
