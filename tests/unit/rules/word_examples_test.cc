// SPDX-License-Identifier: BSD-2-Clause
//
// The examples of `hfilter words` are conditions of the language: each parses, and none warns.
#include <gtest/gtest.h>

#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

constexpr char kRules[] =
    "hfilter 1\n"
    "mydomains   hewgill.com\n"
    "mynetworks  192.0.2.0/24\n"
    "myhosts     mx.hewgill.net\n"
    "myscanners  192.0.2.25\n"
    "myaddresses greg@hewgill.com\n"
    "match from is missing then tag suspicious\n"
    "match from is empty then tag known\n";

void expect_parses(RuleFixture& f, const std::string& example) {
  const ParsedExpr parsed = parse_expression(example, f.rules);
  EXPECT_TRUE(parsed.expr) << example;
  EXPECT_TRUE(parsed.diagnostics.empty()) << diagnostics_text(parsed.diagnostics);
}

TEST(WordExamples, Parse) {
  RuleFixture f(kRules);
  ASSERT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
  for (const FactDef& fact : all_facts()) {
    for (const char* example : fact.manual.examples) expect_parses(f, example);
  }
  for (const SyntaxDef& syntax : all_syntax()) {
    for (const char* example : syntax.manual.examples) expect_parses(f, example);
  }
}

// Each word can be written after `is`, and each fact that is one of a hop after `any hop`, unless it asks DNS.
TEST(WordExamples, EveryWordParses) {
  RuleFixture f(kRules);
  for (const WordDef& word : all_words()) {
    const std::string condition = std::string(fact_def(word.fact).name) + " is " + word.word;
    expect_parses(f, condition);
    if (fact_def(word.fact).per_hop && (word.needs & kNeedsDns) == 0) expect_parses(f, "any hop " + condition);
  }
}

}  // namespace
}  // namespace hfilter
