// SPDX-License-Identifier: BSD-2-Clause
//
// Finds literals that every match of a regular expression contains. Most expressions need a certain word, and most
// mails lack it. The search for it costs a hundredth of compiling the expression, which then is not necessary. Linear
// in the pattern. The result holds for RE2 if check_regex accepts the pattern.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hfilter {

/// Returns ASCII literals. Each match of `pattern` contains one of these literals or more (case: see lacks_all). Empty
/// if not known.
std::vector<std::string> required_literals(std::string_view pattern);

/// Returns true if `text` certainly contains none of `literals`, by RE2's rules for upper and lower case.
bool lacks_all(std::string_view text, const std::vector<std::string>& literals);

}  // namespace hfilter
