// SPDX-License-Identifier: BSD-2-Clause
//
// The vocabulary as `hfilter words` explains it: nothing of the language is left out, and each example is correct.
#include "app/report/words.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/text.h"
#include "facts/registry.h"
#include "rules/grammar.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

const Terminal kPlain{false, true, 80};

TEST(WordPages, EveryWordIsExplained) {
  std::vector<std::string> all(setting_words().begin(), setting_words().end());
  all.insert(all.end(), reserved_words().begin(), reserved_words().end());
  for (const FactDef& fact : all_facts()) all.emplace_back(fact.name);
  for (const SyntaxDef& syntax : all_syntax()) all.emplace_back(syntax.name);
  for (const WordDef& word : all_words()) all.emplace_back(word.word);
  EXPECT_GT(all.size(), 200u);
  for (const std::string& word : all) {
    std::string near;
    EXPECT_TRUE(words_text(word, kPlain, &near)) << word;
  }
}

// The default that is shown is the one that holds: to set it changes nothing.
TEST(WordPages, DefaultsAreTrue) {
  const RuleFixture none("hfilter 1\n");
  for (const GrammarWord& word : all_grammar_words()) {
    if (word.kind != GrammarKind::kSetting ||
        std::string_view(word.standard).find_first_of(" ~") != std::string_view::npos ||
        std::string_view(word.standard) == "none") {
      continue;
    }
    const RuleFixture f(std::string("set ") + word.word + " " + word.standard + "\n");
    EXPECT_TRUE(f.rules.diagnostics.empty()) << word.word << diagnostics_text(f.rules.diagnostics);
    const Settings &a = f.rules.settings, &b = none.rules.settings;
    EXPECT_TRUE(a.dns == b.dns && a.dns_timeout_ms == b.dns_timeout_ms && a.dns_budget_ms == b.dns_budget_ms &&
                a.authenticated_is_mine == b.authenticated_is_mine && a.defer_when_unsure == b.defer_when_unsure &&
                a.defer_on_error == b.defer_on_error && a.defer_limit_s == b.defer_limit_s &&
                a.guard_reject == b.guard_reject && a.spam_headers == b.spam_headers &&
                a.results_header == b.results_header && a.received_spf == b.received_spf &&
                a.strip_strangers == b.strip_strangers && a.log_full == b.log_full && a.agent_qmail == b.agent_qmail)
        << word.word;
  }
}

TEST(WordPages, ExamplesAreCorrectRules) {
  constexpr char kMine[] = "\nmydomains a.example\nmynetworks 192.0.2.0/24\nmyscanners 192.0.2.25\n";
  for (const GrammarWord& word : all_grammar_words()) {
    RuleFixture f;
    f.files.texts["/home/greg/more-rules"] = "match local then accept\n";
    f.load(std::string(word.example) + kMine);
    EXPECT_TRUE(f.rules.diagnostics.empty()) << word.word << "\n" << diagnostics_text(f.rules.diagnostics);
    EXPECT_NE(std::string(word.example).find(word.word), std::string::npos)
        << word.example << " shows no " << word.word;
    EXPECT_STRNE(word.help, "") << word.word;
    EXPECT_STRNE(word.form, "") << word.word;
  }
}

TEST(WordPages, WhatIsAskedIsFound) {
  const struct {
    const char* word;
    const char* shows;
  } rows[] = {
      {"spf", "spf (word)"},
      {"spf helo", "spf helo (word)"},
      {"HELO", "helo (name)"},
      {"helo is bare-ip", "helo is bare-ip (word)"},
      {"bare-ip", "helo is bare-ip (word)"},
      {"junk", "junk (verdict)"},
      {"reject", "reject (setting)"},
      {"myscanners", "myscanners (list of yours)"},
      {"dns-timeout", "default   2s"},
      {"begins", "begins with (operator)"},
      {"hop", "hop N CONDITION (condition)"},
      {"any", "any hop CONDITION (condition)"},
      {"{helo}", "{helo} (in texts)"},
      {"<=", "<= (operator)"},
  };
  for (const auto& row : rows) {
    std::string near;
    const auto text = words_text(row.word, kPlain, &near);
    ASSERT_TRUE(text) << row.word;
    EXPECT_NE(text->find(row.shows), std::string::npos) << row.word << "\n" << *text;
  }
}

TEST(WordPages, ASlipGetsASuggestion) {
  const struct {
    const char* word;
    const char* near;
  } rows[] = {{"jnuk", "junk"},         {"hello", "helo"},         {"dns-timout", "dns-timeout"},
              {"contians", "contains"}, {"mydomain", "mydomains"}, {"setings", "settings"},
              {"qqqqqqqqqq", ""}};
  for (const auto& row : rows) {
    std::string near;
    EXPECT_FALSE(words_text(row.word, kPlain, &near)) << row.word;
    EXPECT_EQ(near, row.near) << row.word;
  }
}

TEST(WordPages, NamesForCompletion) {
  const auto has = [](std::string_view of, const std::string& name) {
    return ("\n" + words_names(of)).find("\n" + name + "\n") != std::string::npos;
  };
  for (const char* name : {"helo", "bare-ip", "via", "and", "begins with"}) {
    EXPECT_TRUE(has("conditions", name)) << name;
  }
  for (const char* name : {"junk", "set", "dns-timeout", "mydomains"}) EXPECT_FALSE(has("conditions", name)) << name;
  EXPECT_EQ(words_names("rdns"), "generic\nmismatched\nmissing\ntrouble\nunverified\nverified\n");
  for (const char* name : {"helo", "and", "junk", "dns-timeout", "set", "{helo}"}) EXPECT_TRUE(has("", name)) << name;
  for (const std::string_view group : word_groups()) {
    EXPECT_NE(words_names(group), "") << group;
    EXPECT_NE(all_words_text(group, kPlain), "") << group;
  }
}

TEST(WordPages, NoLineIsWiderThanTheTerminal) {
  for (const int columns : {40, 60, 80}) {
    std::string text = all_words_text("", {true, true, columns});
    for (const FactDef& fact : all_facts()) {
      std::string near;
      text += *words_text(fact.name, {true, true, columns}, &near);
    }
    while (!text.empty()) {
      const std::string line = text.substr(0, text.find('\n'));
      EXPECT_LE(columns_of(line), columns) << line;
      text.erase(0, line.size() + 1);
    }
  }
}

}  // namespace
}  // namespace hfilter
