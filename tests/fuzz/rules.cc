// SPDX-License-Identifier: BSD-2-Clause
// Any bytes as a rule file, as an expression and as a regular expression: parsed, linted, judged.
#include <cstdint>
#include <cstdlib>

#include "lint/lint.h"
#include "rules/diagnostic.h"
#include "unit/rules/rule_fixture.h"

using namespace hfilter;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  static const std::string* const kMessage =
      new std::string(postfix_line("hewgill.com", "unknown", "200.150.100.50") + "Subject: x\n");
  RuleFixture f;
  f.files.texts["/home/greg/self"] = text;
  f.load(text);
  for (const Diagnostic& d : f.rules.diagnostics) {
    if (d.error.line <= 0 || d.error.column <= 0 || format_diagnostic(d).empty()) std::abort();
  }
  lint_rules(f.rules);
  f.judge(*kMessage);
  const ParsedExpr parsed = parse_expression(text, f.rules);
  if ((parsed.expr == nullptr) != !parsed.diagnostics.empty()) std::abort();
  // What the check accepts RE2 accepts, but for its memory.
  if (size < 200 && !check_regex(text)) {
    const Status compiled = Regex(text, false).compile();
    if (!compiled && compiled.error().text.find("too large") == std::string::npos) std::abort();
  }
  return 0;
}
