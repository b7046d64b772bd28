// SPDX-License-Identifier: BSD-2-Clause
//
// `check` warns by the columns of facts/all.def: a fact that a stranger can forge must not make an `accept`, and one
// that he can make unknown must not stand in an exception. Each fact of the registry is tried, so a new one cannot be
// left out.
#include "lint/threat.h"

#include <gtest/gtest.h>

#include "language/parser.h"
#include "lint/lint.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

/// Conditions that ask for the fact's value, and not whether it is there.
std::vector<std::string> conditions_of(const FactDef& fact) {
  const std::string name = fact.name;
  switch (fact.type) {
    case FactType::kFlag:
      return {name};
    case FactType::kName:
      return {name + " in (example.com)"};
    case FactType::kIp:
      return {name + " in (198.51.100.0/24)"};
    case FactType::kAddress:
      return {name + " domain in (example.com)"};
    case FactType::kText:
      return {name + " contains \"x\""};
    case FactType::kNumber:
      return {name + " > 1"};
    case FactType::kSize:
      return {name + " > 1K"};
    case FactType::kDuration:
      return {name + " > 1d"};
    case FactType::kDate:
      return {name + " > 2000-01-01"};
    case FactType::kWord:
      break;
  }
  std::vector<std::string> conditions;
  for (const WordDef* word : words_of(fact.id)) conditions.push_back(name + " is " + word->word);
  return conditions;
}

size_t warnings(const std::string& rules, const std::string& name) {
  RuleFixture f("myrelays smtp.hewgill.net\nmydomains hewgill.com\nmynetworks 192.0.2.0/24\n" + rules);
  EXPECT_TRUE(f.rules.diagnostics.empty()) << rules << diagnostics_text(f.rules.diagnostics);
  const std::vector<Diagnostic> found = lint_rules(f.rules);
  return static_cast<size_t>(
      std::count_if(found.begin(), found.end(), [&](const Diagnostic& one) { return one.name == name; }));
}

Threat threat_of_text(const std::string& condition) {
  RuleFixture f("mydomains hewgill.com\n");
  const ParsedExpr parsed = parse_expression(condition, f.rules);
  EXPECT_TRUE(parsed.expr != nullptr) << condition << diagnostics_text(parsed.diagnostics);
  return parsed.expr ? threat_of(parsed.expr->condition) : Threat{};
}

TEST(Threat, WhatAStrangerForgesMakesAWarningWhereItAccepts) {
  for (const FactDef& fact : all_facts()) {
    size_t warned = 0;
    for (const std::string& condition : conditions_of(fact)) {
      warned += warnings("match " + condition + " then accept\n", "forgeable");
    }
    const size_t all = conditions_of(fact).size();
    // Everybody passes with a domain of his own, but nobody is trusted because he fails.
    const size_t want = fact.threat.forger == Forger::kClaim ? all : fact.threat.forger == Forger::kOwnDomain ? 1 : 0;
    EXPECT_EQ(warned, want) << fact.name;
  }
}

TEST(Threat, WhatAStrangerSilencesMakesAWarningInAnException) {
  for (const FactDef& fact : all_facts()) {
    for (const std::string& condition : conditions_of(fact)) {
      const bool can_silence = is_stranger(threat_of_text(condition).silencer);
      EXPECT_EQ(warnings("match stranger and not (" + condition + ") then junk\n", "undecided"), can_silence ? 1u : 0u)
          << condition;
      EXPECT_TRUE(can_silence || !is_stranger(fact.threat.silencer)) << condition;
    }
  }
}

TEST(Threat, AProofIsAWordOfItsFact) {
  for (const ProofDef& proof : all_proofs()) {
    const FactDef& fact = fact_def(proof.fact);
    const std::string value = proof.value;
    const bool is_value =
        fact.type == FactType::kFlag ? value == "yes" || value == "no" : find_word(proof.fact, value) != nullptr;
    EXPECT_TRUE(is_value) << fact.name << " is " << value;
  }
  for (const OppositeDef& row : all_opposites()) {
    EXPECT_TRUE(find_word(row.fact, row.word) != nullptr && find_word(row.fact, row.opposite) != nullptr) << row.word;
  }
}

// The rows PROVEN and PROOF, used: with the proof beside it the name makes no warning any more.
TEST(Threat, AProofMakesAnAccept) {
  for (const ProofDef& proof : all_proofs()) {
    const FactDef& fact = fact_def(proof.fact);
    const std::string proves = fact.type == FactType::kFlag
                                   ? (proof.value == std::string_view("no") ? "not " : "") + std::string(fact.name)
                                   : std::string(fact.name) + " is " + proof.value;
    const std::string claim =
        proof.proven == FactId::kCount ? "subject contains \"x\"" : conditions_of(fact_def(proof.proven)).front();
    EXPECT_EQ(warnings("match " + claim + " then accept\n", "forgeable"), 1u) << claim;
    EXPECT_EQ(warnings("match " + claim + " and " + proves + " then accept\n", "forgeable"), 0u) << claim << proves;
  }
}

}  // namespace
}  // namespace hfilter
