// SPDX-License-Identifier: BSD-2-Clause
// The first line is a regular expression, the rest a text: what is spared by looking for literals never matches.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "rules/regex/regex.h"
#include "rules/regex/regex_literals.h"

using namespace hfilter;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string input(reinterpret_cast<const char*>(data), size);
  const size_t end = input.find('\n');
  const std::string pattern = input.substr(0, end);
  const std::string text = end == input.npos ? std::string() : input.substr(end + 1);
  const std::vector<std::string> literals = required_literals(pattern);
  if (pattern.size() > 200 || check_regex(pattern)) return 0;
  for (const bool case_matters : {false, true}) {
    const Regex regex(pattern, case_matters);
    if (!regex.compile()) continue;  // its memory
    WorkBudget endless;
    const Result<bool> matched = regex.matches(text, endless);
    if (matched && *matched && lacks_all(text, literals)) std::abort();
  }
  return 0;
}
