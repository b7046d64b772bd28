// SPDX-License-Identifier: BSD-2-Clause
// Any bytes as a procmailrc that includes itself: read to its end, and each finding has its place in a file.
#include <cstdint>
#include <cstdlib>

#include "lint/procmail/procmail_use.h"
#include "rules/diagnostic.h"
#include "unit/rules/rule_fixture.h"

using namespace hfilter;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  RuleFixture f;
  f.files.texts["/home/greg/self"] = text;
  for (const Diagnostic& d : check_procmailrc(text + "\nINCLUDERC=$HOME/self\n", "rc", &f.files)) {
    if (d.error.line <= 0 || d.error.column <= 0 || format_diagnostic(d).empty()) std::abort();
  }
  return 0;
}
