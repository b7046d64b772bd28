// SPDX-License-Identifier: BSD-2-Clause
//
// Recognises rules of other filters in a rule file: a whole procmailrc, Sieve script or mailfilter, or a few recipes
// among the rules of hfilter. The error names the other filter and says how to call hfilter from it. The rules are not
// translated. Linear.
#pragma once

#include <string_view>
#include <vector>

#include "rules/source_text.h"

namespace hfilter {

struct ForeignRules {
  std::vector<Diagnostic> diagnostics;   // one for each foreign part, at most kMaxErrorsPerFile
  std::vector<std::string_view> places;  // the foreign parts in order, as views into the file
};
ForeignRules foreign_rules(const SourceText& source);

}  // namespace hfilter
