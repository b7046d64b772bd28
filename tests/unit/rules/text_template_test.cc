// SPDX-License-Identifier: BSD-2-Clause
#include "rules/text_template.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

std::string logged(const std::string& text, const std::string& header) {
  RuleFixture f("mynetworks 192.0.2.0/24\nr: match stranger then score 2.50, log \"" + text + "\"\n");
  EXPECT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
  const Verdict verdict = f.judge(header);
  return verdict.logs.empty() ? "" : verdict.logs[0];
}

TEST(TextTemplate, Expands) {
  const std::string header = postfix_line("a.example", "b.example", "203.0.113.5");
  const struct {
    const char* in;
    const char* want;
  } rows[] = {
      {"plain", "plain"},
      {"{helo}", "a.example"},
      {"{client}|{rdns}", "203.0.113.5|b.example"},
      {"{rule} has {score}", "r has 2.5"},
      {"{ {1} {} {{helo}}", "{ {1} {} {a.example}"},
      {"\\\"{helo}\\\\", "\"a.example\\"},
  };
  for (const auto& row : rows) EXPECT_EQ(row.want, logged(row.in, header)) << row.in;
}

TEST(TextTemplate, AValueIsNeverASecondLine) {
  // An HTTP-minded client, a tab, a NUL: whatever stands in the line, controls go away.
  const std::string got = logged("{helo}", postfix_line("a\tb\x01"
                                                        "c",
                                                        "unknown", "203.0.113.5"));
  for (const char c : got) EXPECT_GE(static_cast<unsigned char>(c), 0x20) << got;
}

TEST(TextTemplate, LengthOfAnExpandedTextIsBounded) {
  std::string text;
  for (int i = 0; i < 1'000; ++i) text += "{helo}";
  EXPECT_EQ(kMaxHeaderTextBytes,
            logged(text, postfix_line(std::string(200, 'a') + ".example", "unknown", "203.0.113.5")).size());
}

TEST(TextTemplate, ScoreText) {
  const struct {
    double in;
    const char* want;
  } rows[] = {{0, "0"},
              {3, "3"},
              {-1, "-1"},
              {2.5, "2.5"},
              {0.1 + 0.2, "0.3"},
              {-0.001, "0"},
              {1'000'000, "1000000"},
              {1.05, "1.05"},
              {-0.25, "-0.25"},
              {0.999, "1"},
              {1e300, "90000000000000000"},
              {-1e300, "-90000000000000000"}};
  for (const auto& row : rows) EXPECT_EQ(row.want, score_text(row.in));
}

}  // namespace
}  // namespace hfilter
