// SPDX-License-Identifier: BSD-2-Clause
//
// Templates of sentences, which are filled in with the tokens of a faulty statement. Pure, linear.
//
// A field is `{NUMBER SUFFIX}`, about an element of the pattern, or `{NAME}`; sentence.cc has both tables. `{0}` is the
// token before the fault, `{-1}` the one before that. A field without a value takes the blank before it away.
#pragma once

#include <string>
#include <string_view>

#include "advice/pattern.h"

namespace hfilter {

std::string fill_template(std::string_view text, const FaultyStatement& statement, const PatternMatch& match);

}  // namespace hfilter
