// SPDX-License-Identifier: BSD-2-Clause
#include "rules/regex/regex_literals.h"

#include <gtest/gtest.h>

#include <random>

#include "base/limits.h"
#include "rules/regex/regex.h"

namespace hfilter {
namespace {

constexpr char kLongS[] = "\xC5\xBF";           // U+017F
constexpr char kKelvinSign[] = "\xE2\x84\xAA";  // U+212A

std::string joined(const std::vector<std::string>& literals) {
  std::string text;
  for (const std::string& literal : literals) text += (text.empty() ? "" : "|") + literal;
  return text;
}

TEST(RegexLiterals, WhatMustBeThere) {
  const struct {
    const char* pattern;
    const char* want;  // joined by |
  } rows[] = {
      {"viagra", "viagra"},
      {"^(re: )?word7 [a-z]+$", "word7 "},
      {"^(re: )?(document|hello|your (text|details))$", "document|hello|your "},
      {"(cheap|buy) (pills|now) 12", " 12"},
      {"(cheap|buy) (pills|now)", "cheap|buy"},
      {"(cheap|buy)? (pills|now)", "pills|now"},
      {"ab+c", "ab"},
      {"ab?cd", "cd"},
      {"ab*", "a"},
      {"(abc)*", ""},
      {"(abc)+d", "abc"},
      {"(abc){2}d", "abc"},
      {"(abc){0}d", "d"},
      {"abc{0,3}", "ab"},
      {"abc{2}", "abc"},
      {"a{b", "a{b"},
      {"abc|", ""},
      {"(abc|)d", "d"},
      {"a.c\\.example", "c.example"},
      {"[abc]def[^]x]gh[]y]", "def"},
      {"[[:alpha:]]lo[\\]]ng", "lo"},
      {"buy\\snow\\b", "buy"},
      {"\\$100", "$100"},
      {"(?i)abc", "abc"},
      {"(?i:abc)", "abc"},
      {"(?P<n>abc)", "abc"},
      {"a(?i)*bc", "bc"},
      {"(ab)(?i)?c", "c"},
      {"f\xC3\xBCr immer", "r immer"},
      {"\xC3\xBC?ab", "ab"},
      {"\\pLab", "ab"},
      {"\\x41ab", "Aab"},
      {"\\Qab\\E", "ab"},
      {"\\Qa|b\\E*c", "a|"},
      {"\\d+", ""},
      {"", ""},
  };
  for (const auto& row : rows) {
    ASSERT_FALSE(check_regex(row.pattern)) << row.pattern;
    EXPECT_EQ(row.want, joined(required_literals(row.pattern))) << row.pattern;
  }
}

TEST(RegexLiterals, TheNumberOfLiteralsIsBounded) {
  std::string words = "w";
  for (int i = 0; i < 40; ++i) words += "|w" + std::to_string(i);
  EXPECT_EQ("", joined(required_literals(words)));
}

TEST(RegexLiterals, Lacks) {
  const struct {
    const char* name;
    std::string text;
    bool want;
  } rows[] = {
      {"it is there", "a stick", false},
      {"in another case", "a STick", false},
      {"it is not", "a stack", true},
      {"a long s is an s", std::string("a ") + kLongS + "tick", false},
      {"a Kelvin sign is a k", std::string("a stic") + kKelvinSign, false},
      {"no other letter is one", "a \xC3\x9Ftic\xD0\xBA", true},
      {"octets that are no UTF-8", "a stic\xFFk\xC5", true},
  };
  for (const auto& row : rows) EXPECT_EQ(row.want, lacks_all(row.text, {"stick", "sticky"})) << row.name;
  EXPECT_FALSE(lacks_all("anything", {}));
}

/// Where RE2 finds something, the literals never say no. Small alphabets, so that it often does.
TEST(RegexLiterals, NeverSayNoWhereRe2SaysYes) {
  const std::string pieces[] = {"a",    "k",     "s",           "S",    "K",     "ab",        "sk",   "|",
                                "(",    ")",     "(?:",         "(?i)", "(?-i)", "*",         "+",    "?",
                                "{2}",  "{0,}",  "{",           "}",    ".",     "[ks]",      "[^a]", "\\b",
                                "^",    "$",     "[[:alpha:]]", ",",    "2",     "\\.",       "-",    "\\d",
                                "\\pL", "\\x6b", "(?U)",        "*?",   kLongS,  kKelvinSign, "[]a]", "\\Qa\\E"};
  const std::string texts[] = {"a", "k", "s",  "S",    "K",         "b",    ".",       "2",
                               "{", ",", "\n", kLongS, kKelvinSign, "\xFF", "\xC3\xBC"};
  std::mt19937 random(7);
  int matched = 0, spared = 0;
  for (int round = 0; round < 3'000; ++round) {
    std::string pattern;
    for (int n = 1 + static_cast<int>(random() % 7); n > 0; --n) pattern += pieces[random() % std::size(pieces)];
    if (pattern.empty() || check_regex(pattern)) continue;
    const Regex regex(pattern, round % 2 == 0);
    ASSERT_TRUE(regex.compile().ok());
    const std::vector<std::string> literals = required_literals(pattern);
    for (int i = 0; i < 20; ++i) {
      std::string text;
      for (int n = static_cast<int>(random() % 8); n > 0; --n) text += texts[random() % std::size(texts)];
      WorkBudget endless;
      const bool matches = *regex.matches(text, endless);
      const bool lacks = lacks_all(text, literals);
      EXPECT_FALSE(matches && lacks) << pattern << " in " << text;
      if (i < 2) {
        EXPECT_EQ(matches, *Regex(pattern, round % 2 == 0).matches(text, endless)) << pattern << " in " << text;
      }
      matched += matches;
      spared += lacks;
    }
  }
  EXPECT_LT(2'500, matched);
  EXPECT_LT(2'500, spared);
}

}  // namespace
}  // namespace hfilter
