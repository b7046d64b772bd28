// SPDX-License-Identifier: BSD-2-Clause
#include "rules/foreign.h"

namespace hfilter {

std::vector<Diagnostic> foreign_rules(const SourceText&) { return {}; }

}  // namespace hfilter
