// SPDX-License-Identifier: BSD-2-Clause
//
// The messages that slips are judged by, each with a name, and what rules do to them.
#pragma once

#include <string>
#include <string_view>

#include "rules/rule_set.h"

namespace hfilter {

/// Returns true if there is a message of this name.
bool is_advice_mail(std::string_view name);

/// Returns everything that `rules` do to the message of this name, trial rules too, in one line. "accept" alone means
/// that nothing happened.
std::string outcome_of(const RuleSet& rules, std::string_view name);

}  // namespace hfilter
