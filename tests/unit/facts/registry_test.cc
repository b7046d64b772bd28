// SPDX-License-Identifier: BSD-2-Clause
#include "facts/registry.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "facts/facts.h"

namespace hfilter {
namespace {

TEST(Registry, EveryFactHasItsRow) {
  ASSERT_EQ(all_facts().size(), static_cast<size_t>(FactId::kCount));
  std::set<std::string> names;
  for (size_t i = 0; i < all_facts().size(); ++i) {
    const FactDef& fact = all_facts()[i];
    EXPECT_EQ(static_cast<size_t>(fact.id), i) << fact.name;
    EXPECT_EQ(&fact_def(fact.id), &fact);
    EXPECT_EQ(find_fact(fact.name), &fact);
    EXPECT_TRUE(fact.eval) << fact.name;
    EXPECT_TRUE(names.insert(fact.name).second) << fact.name << " stands twice";
  }
}

TEST(Registry, EveryFactIsExplained) {
  for (const FactDef& fact : all_facts()) {
    const FactManual& manual = fact.manual;
    EXPECT_STRNE(fact.help, "") << fact.name;
    EXPECT_STRNE(manual.source, "") << fact.name;
    EXPECT_STRNE(manual.unknown_when, "") << fact.name;
    for (const char* example : manual.examples) {
      EXPECT_NE(std::string(example).find(fact.name), std::string::npos)
          << example << " is no example of " << fact.name;
    }
  }
  for (const SyntaxDef& syntax : all_syntax()) {
    for (const char* example : syntax.manual.examples) {
      EXPECT_NE(std::string(example).find(syntax.name), std::string::npos) << example << " of " << syntax.name;
    }
  }
}

TEST(Registry, EveryThreatIsExplained) {
  for (int i = 0; i <= static_cast<int>(Forger::kClaim); ++i) EXPECT_STRNE(forger_text(static_cast<Forger>(i)), "");
  for (int i = 0; i <= static_cast<int>(Silencer::kZone); ++i) {
    const Silencer silencer = static_cast<Silencer>(i);
    const bool names_him = std::string(silencer_text(silencer)).find("the stranger") == 0;
    EXPECT_EQ(is_stranger(silencer), names_him) << silencer_text(silencer);
  }
}

TEST(Registry, WhatIsAlwaysKnownHasNoSilencer) {
  const auto look = [](const char* name, const FactManual& manual, const Threat& threat) {
    const bool never = std::string(manual.unknown_when) == "never";
    EXPECT_TRUE(!never || !is_stranger(threat.silencer)) << name;
  };
  for (const FactDef& fact : all_facts()) look(fact.name, fact.manual, fact.threat);
  for (const SyntaxDef& syntax : all_syntax()) look(syntax.name, syntax.manual, syntax.threat);
}

TEST(Registry, WhatAsksTheStrangersZonesIsSilencedByThem) {
  constexpr Needs kZones = kNeedsDnsPtr | kNeedsDnsHelo | kNeedsSpf | kNeedsSpfHelo;
  for (const FactDef& fact : all_facts()) {
    EXPECT_EQ((fact.needs & kZones) != 0, fact.threat.silencer == Silencer::kZone) << fact.name;
  }
}

TEST(Registry, FindsWordsOfTheirFactOnly) {
  for (const WordDef& word : all_words()) {
    EXPECT_EQ(find_word(word.fact, word.word), &word) << word.word << " stands twice";
    EXPECT_STRNE(word.help, "") << word.word;
    EXPECT_TRUE(word.eval || word.needs == fact_def(word.fact).needs) << word.word << " needs what its fact needs";
    EXPECT_NE(word.needs, kNeedsNothing) << word.word;
  }
  EXPECT_EQ(find_word(FactId::helo, "BARE-IP"), find_word(FactId::helo, "bare-ip"));
  EXPECT_EQ(find_word(FactId::client, "bare-ip"), nullptr);
  EXPECT_EQ(find_word(FactId::helo, ""), nullptr);
  EXPECT_EQ(words_of(FactId::client).size(), 1u);
  EXPECT_EQ(words_of(FactId::by).size(), 0u);
}

TEST(Registry, FindsFactsByTheirWholeName) {
  EXPECT_EQ(find_fact("Message Size")->id, FactId::message_size);
  EXPECT_EQ(find_fact("message"), nullptr);
  EXPECT_EQ(find_fact(""), nullptr);
}

TEST(Registry, TypesHaveNames) {
  EXPECT_STREQ(fact_type_name(FactType::kFlag), "flag");
  EXPECT_STREQ(fact_type_name(FactType::kDate), "date");
}

TEST(Scalar, SaysItsText) {
  const struct {
    Scalar scalar;
    const char* want;
  } rows[] = {
      {true, "yes"},
      {false, "no"},
      {3.0, "3"},
      {-0.5, "-0.5"},
      {9007199254740992.0, "9007199254740992"},
      {*IpAddress::parse("2001:DB8::1"), "2001:db8::1"},
      {Hostname("HEWGILL.COM."), "HEWGILL.COM."},
      {parse_path("<Bob@example.com>"), "Bob@example.com"},
      {std::string("text"), "text"},
  };
  for (const auto& row : rows) EXPECT_EQ(scalar_text(row.scalar), row.want);
}

}  // namespace
}  // namespace hfilter
