// SPDX-License-Identifier: BSD-2-Clause
#include "rules/regex/regex.h"

#include <gtest/gtest.h>

#include <random>

#include "base/limits.h"
#include "unit/fake_mime_probe.h"

namespace hfilter {
namespace {

TEST(Regex, Matches) {
  const struct {
    const char* name;
    std::string pattern;
    bool case_matters;
    std::string text;
    bool want;
  } rows[] = {
      {"any case", "viagra", false, "Buy VIAGRA", true},
      {"case matters", "viagra", true, "Buy VIAGRA", false},
      {"anchors are the whole value", "^hello$", false, "hello\nworld", false},
      {"a dot is a line end, too", "a.b", false, "a\nb", true},
      {"a slash", "a\\/b", false, "a/b", true},
      {"UTF-8 is characters", "^.{3}$", false, "\xC3\xA4\xC3\xB6\xC3\xBC", true},
      {"any case beyond ASCII", "\xC3\x84", false, "\xC3\xA4", true},
      {"bytes that are no UTF-8 do not hide what stands around", "a.*b", false,
       "a\xFF\xFE"
       "b",
       true},
      {"they are one character each", "^a..b$", false,
       "a\xFF\xFE"
       "b",
       true},
      {"a cut character at the end", "a", false, "a\xE2\x82", true},
      {"NUL", "a.b", false, std::string("a\0b", 3), true},
  };
  for (const auto& row : rows) {
    WorkBudget endless;
    const Result<bool> got = Regex(row.pattern, row.case_matters).matches(row.text, endless);
    ASSERT_TRUE(got.ok()) << row.name << got.error().text;
    EXPECT_EQ(row.want, *got) << row.name;
  }
}

TEST(Regex, SyntaxIsCheckedWithoutCompiling) {
  const struct {
    const char* in;
    int column;  // of the fault, 0: none
    const char* want;
  } rows[] = {
      {"", 0, ""},
      {"a|b", 0, ""},
      {"^(re: )?(document|hello|your (text|details))$", 0, ""},
      {"[^]a-z[:alpha:]\\d\\pL-]+?", 0, ""},
      {"(?i)a(?-i:b)(?P<x>c)(?:d)", 0, ""},
      {"\\Qa+b(\\E", 0, ""},
      {"x{2,5}y{3}z{4,}", 0, ""},
      {"{", 0, ""},
      {"a{,5}", 0, ""},
      {"a{1", 0, ""},
      {"\\x41\\x{20AC}\\n\\t\\.", 0, ""},
      {"\\b\\B\\A\\z", 0, ""},
      {"(a", 1, "not closed"},
      {"a)", 2, "closes no group"},
      {"[a", 1, "not closed"},
      {"[z-a]", 2, "is after the last"},
      {"[[:<:]]", 2, "not a class"},
      {"*a", 1, "there is nothing to repeat before this character"},
      {"a|*", 3, "there is nothing to repeat before this character"},
      {"(+)", 2, "there is nothing to repeat before this character"},
      {"a**", 3, "a repetition cannot be repeated"},
      {"a++", 3, "a repetition cannot be repeated"},
      {"a{2}{3}", 5, "a repetition cannot be repeated"},
      {"a{1001}", 2, "at most 1,000"},
      {"a{5,2}", 2, "at most 1,000"},
      {"((a{100}){100})", 10, "more than 1,000 times"},
      {"a\\", 2, "there is no character after the last backslash"},
      {"\\<a", 1, "only known to procmail"},
      {"a\\>", 2, "only known to procmail"},
      {"^^a", 1, "only known to procmail"},
      {"a^^", 2, "only known to procmail"},
      {"(?=a)", 1, "look-ahead"},
      {"(?<!a)", 1, "look-ahead"},
      {"(?<x>a)", 1, "named group"},
      {"(?x)a", 1, "kind of group"},
      {"(a)\\1", 4, "back references"},
      {"\\Z", 1, "not supported"},
      {"\\y", 1, "not supported"},
      {"\\p{Klingon}", 1, "not a class"},
      {"\\x{110000}", 1, "too large"},
      {"a\xFF", 2, "not valid UTF-8"},
  };
  for (const auto& row : rows) {
    const std::optional<Error> got = check_regex(row.in);
    EXPECT_EQ(row.column, got ? got->column : 0) << row.in << (got ? ": " + got->text : "");
    if (got) {
      EXPECT_NE(std::string::npos, (got->text + got->help).find(row.want)) << row.in << ": " << got->text;
    }
  }
}

TEST(Regex, DepthOfGroupsIsBounded) {
  const auto nested = [](size_t depth) { return std::string(depth, '(') + "a" + std::string(depth, ')'); };
  EXPECT_FALSE(check_regex(nested(kMaxRegexGroupDepth)));
  EXPECT_TRUE(check_regex(nested(kMaxRegexGroupDepth + 1)));
}

/// Against RE2 itself: what the check accepts RE2 accepts, but for its memory; what it refuses RE2 refuses, but for
/// what we refuse on purpose.
TEST(Regex, TheCheckAgreesWithRe2) {
  const char* pieces[] = {"a",    "b",     "(",         ")",   "(?:", "[",    "]",        "^",      "-",     "|",
                          "*",    "+",     "?",         ".",   "$",   "\\d",  "\\b",      "\\.",    "{2}",   "{",
                          "}",    "{1,3}", "[:alpha:]", "\\Q", "\\E", "\\x4", "\\",       "1",      "\\n",   "\\pL",
                          "(?i)", ",",     "\\1",       "\\0", "[^",  "z-a",  "\xC3\xA4", "(?P<n>", "{999}", "\\p{Lu}",
                          "\\C",  "(?",    ":",         "P",   "i)",  "\\/"};
  std::mt19937 random(42);
  int accepted = 0;
  for (int round = 0; round < 8'000; ++round) {
    std::string pattern;
    for (int n = 1 + static_cast<int>(random() % 7); n > 0; --n) pattern += pieces[random() % std::size(pieces)];
    const std::optional<Error> ours = check_regex(pattern);
    const Status theirs = Regex(pattern, false).compile();
    const bool memory = !theirs && theirs.error().text.find("too large") != std::string::npos;
    if (!ours) {
      ++accepted;
      EXPECT_TRUE(theirs.ok() || memory) << pattern << ": " << (theirs ? "" : theirs.error().text);
    } else if (theirs.ok()) {
      const std::string text = ours->text;
      const bool on_purpose = text.find("only known to procmail") != text.npos || text.find("a repetition") == 0;
      EXPECT_TRUE(on_purpose) << pattern << ": we say " << text;
    }
  }
  EXPECT_LT(1'000, accepted);
}

TEST(Regex, AMonsterIsAnErrorNotADisaster) {
  const Regex regex("((a{30}|b{30}){30}|c{900}\\pL{500}.{900}.{900})", false);
  WorkBudget endless;
  const Result<bool> got = regex.matches("x", endless);
  if (!got) {
    EXPECT_NE(std::string::npos, got.error().text.find("cannot be used"));
  }
}

std::string random_text(size_t octets) {
  std::mt19937 random(1);
  std::string text(octets, 'a');
  for (char& c : text) c = "ab "[random() % 3];
  return text;
}

constexpr char kCostly[] = "a[ab\\s]{900}c";  // 3,600 instructions, of which any may be alive

// What is found in a piece is found; what is not may be longer than a piece.
TEST(Regex, ALongTextIsSearchedInPieces) {
  FakeCpu cpu;
  WorkBudget work(&cpu, kMaxWorkMs);
  const Regex regex(kCostly, false);
  const uint64_t whole = regex.worst_case_octets(kMaxWorkMs);
  EXPECT_LT(50'000u, whole);
  EXPECT_GT(whole, regex.worst_case_octets(kMaxWorkMs / 2));
  const std::string match = "a" + random_text(900) + "c";
  const std::string fits = std::string(whole / 2, 'b');
  const std::string far(4 * whole, 'b');
  const struct {
    const char* name;
    std::string text;
    char want;
  } rows[] = {
      {"found in a text that is short enough", fits + match, 'T'},
      {"not found in one", fits, 'F'},
      {"found at the end of a longer one", far + match, 'T'},
      {"found at its beginning", match + far, 'T'},
      {"not found in it", far, 'U'},
  };
  for (const auto& row : rows) {
    const Result<bool> got = regex.matches(row.text, work);
    EXPECT_EQ(row.want, !got ? 'U' : *got ? 'T' : 'F') << row.name;
    if (!got) {
      EXPECT_EQ(ErrorKind::kLimit, got.error().kind);
    }
  }
  EXPECT_FALSE(work.was_exhausted());
  // Anchors mean the whole text, whatever the piece.
  EXPECT_FALSE(Regex("^" + std::string(kCostly), false).matches(far + match, work).ok());
  EXPECT_TRUE(Regex("^b*" + std::string(kCostly), false).matches("bb" + match + far, work).ok());
}

TEST(Regex, WhatAMatchMayCostIsBounded) {
  FakeCpu cpu;
  WorkBudget work(&cpu, kMaxWorkMs);
  const Regex regex(kCostly, false);
  const std::string far(20 * regex.worst_case_octets(kMaxWorkMs), 'b');
  cpu.us_a_look = 100'000;  // each piece takes long
  const Result<bool> got = regex.matches(far, work);
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(got.error().text, "the processing time for one message is used up");
  EXPECT_TRUE(work.was_exhausted());
  EXPECT_LE(cpu.us, 1'000 * kMaxWorkMs + 300'000);
  cpu.us_a_look = 0;
  EXPECT_FALSE(regex.matches(far, work).ok()) << "nothing is left for another";
}

TEST(Regex, SeveralTextsCountTogether) {
  FakeCpu cpu;
  WorkBudget work(&cpu, kMaxWorkMs);
  cpu.us_a_look = 10'000;
  const Regex regex(kCostly, false);
  const std::string text(regex.worst_case_octets(1), 'c');
  int answered = 0;
  while (answered < 100'000 && regex.matches(text, work).ok()) ++answered;
  EXPECT_LT(100, answered);
  EXPECT_GT(100'000, answered);
}

TEST(Regex, AUsualExpressionMayHaveTheWholeBody) {
  for (const char* pattern : {"^(re: )?(document|hello|your (text|details))$", "[a-z0-9._%+-]+@[a-z0-9.-]+\\.[a-z]{2,}",
                              "(viagra|cialis|levitra|replica watch(es)?).*(http|www)", "\\b\\w{3,20}\\s+lottery\\b"}) {
    EXPECT_LE(kMaxTextBytes, Regex(pattern, false).worst_case_octets(kMaxWorkMs / 2)) << pattern;
  }
}

}  // namespace
}  // namespace hfilter
