// SPDX-License-Identifier: BSD-2-Clause
//
// What a regular expression cannot do without: most expressions need a certain word, and most mails lack it. Looking
// for the word costs a hundredth of compiling the expression, which is then not done at all. Total; linear in the
// pattern; certain: what it says of a pattern that check_regex accepts is true of RE2.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hfilter {

/// ASCII texts of which each text that `pattern` matches holds one at least, in any case (but see lacks_all). Empty:
/// nothing is known.
std::vector<std::string> required_literals(std::string_view pattern);

/// True if `text` certainly holds none of `literals`, as RE2 compares letters.
bool lacks_all(std::string_view text, const std::vector<std::string>& literals);

}  // namespace hfilter
