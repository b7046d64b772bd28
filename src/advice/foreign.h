// SPDX-License-Identifier: BSD-2-Clause
//
// Rules of other filters in a file of ours: a whole procmailrc, Sieve script or mailfilter, or a few recipes pasted
// among our rules. The error names the other filter and says how hfilter is called from it. Nothing is translated.
// Linear.
#pragma once

#include <string_view>
#include <vector>

#include "rules/source_text.h"

namespace hfilter {

struct ForeignRules {
  std::vector<Diagnostic> diagnostics;   // one for each part, at most kMaxErrorsPerFile
  std::vector<std::string_view> places;  // the parts, in order, as views into the file; the parser passes over them
};
ForeignRules foreign_rules(const SourceText& source);

}  // namespace hfilter
