// SPDX-License-Identifier: BSD-2-Clause
//
// Rule files of other filters: procmail (`:0`, `* ^`) and Sieve (`require [`, `if header`). They are recognised and
// told so, with the same rule in hfilter's words where there is one; what cannot be translated is said. Total, linear;
// not a parser of those languages: only of the recipes that people have.
#ifndef HFILTER_RULES_FOREIGN_H_
#define HFILTER_RULES_FOREIGN_H_

#include <vector>

#include "rules/source_text.h"

namespace hfilter {

/// Errors at each recipe, with its translation as help; empty if the file is not of another filter.
std::vector<Diagnostic> foreign_rules(const SourceText& source);

}  // namespace hfilter

#endif  // HFILTER_RULES_FOREIGN_H_
