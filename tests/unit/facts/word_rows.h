// SPDX-License-Identifier: BSD-2-Clause
//
// What each word of the registry answers: a condition, what it is asked of, true, false or unknown with its reason. The
// rows stand by what they look at, in word_rows_*.cc; words_test.cc asks them.
#pragma once

#include <vector>

#include "unit/facts/sample.h"

namespace hfilter_test {

using hfilter::Given;
using hfilter::Kleene;

constexpr Kleene T = Kleene::kTrue;
constexpr Kleene F = Kleene::kFalse;
constexpr Kleene U = Kleene::kUnknown;

struct WordRow {
  const char* condition;
  Given given;
  Kleene want;
  const char* reason = "";  // of U
};

/// What the trace could tell, or not.
std::vector<WordRow> connection_rows();
std::vector<WordRow> header_rows();
/// What DNS says of the stranger 203.0.113.45, HELO mail.example.com.
std::vector<WordRow> dns_rows();
/// Results fields: the border line is the first Received.
std::vector<WordRow> results_rows();
/// What stands inside the message.
std::vector<WordRow> mime_rows();

}  // namespace hfilter_test
