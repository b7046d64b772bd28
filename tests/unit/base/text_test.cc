// SPDX-License-Identifier: BSD-2-Clause
#include "base/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "base/truth.h"

namespace hfilter {
namespace {

TEST(Text, ComparesWithoutCase) {
  EXPECT_EQ(lower("HeWGill.COM\xC4"), "hewgill.com\xC4");
  EXPECT_TRUE(equal_ignoring_case("Subject", "sUBJECT"));
  EXPECT_FALSE(equal_ignoring_case("Subject", "Subjects"));
  EXPECT_FALSE(equal_ignoring_case("[", "{"));  // differ in the case bit only
  EXPECT_TRUE(begins_ignoring_case("Re: x", "re:"));
  EXPECT_FALSE(begins_ignoring_case("re", "re:"));
  EXPECT_TRUE(ends_ignoring_case("A.EXE", ".exe"));
  EXPECT_FALSE(ends_ignoring_case("exe", ".exe"));
  EXPECT_TRUE(begins_ignoring_case("x", "") && ends_ignoring_case("x", ""));
}

TEST(Text, Finds) {
  struct {
    const char *text, *needle;
    size_t want;
  } rows[] = {
      {"Hallmark E-Card", "e-card", 9},
      {"aab", "AB", 1},
      {"abc", "ABC", 0},
      {"aaab", "aab", 1},
      {"abc", "", 0},
      {"", "", 0},
      {"", "a", std::string_view::npos},
      {"abc", "abcd", std::string_view::npos},
      {"abcX", "x", 3},
  };
  for (const auto& row : rows) EXPECT_EQ(find_ignoring_case(row.text, row.needle), row.want) << row.text;
}

TEST(Text, TrimsAndUnfolds) {
  EXPECT_EQ(trim(" \t\r\n a b \r\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
  struct {
    const char *name, *in, *want;
  } rows[] = {
      {"one line", " Hello\r\n", "Hello"},
      {"CRLF fold", " a\r\n b", "a b"},
      {"LF fold, with a tab", " a\n\tb\n", "a b"},
      {"blanks on both sides of a fold", "a \t\r\n  b", "a b"},
      {"a tab that folds nothing stays", "a\tb  c", "a\tb  c"},
      {"more folds", "a\r\n b\n  c", "a b c"},
      {"blank line in a fold", "a\n \n b", "a b"},
      {"bare CR stays", "a\rb\r\r\n c", "a\rb\r c"},
      {"LF that folds nothing stays", "a\nb", "a\nb"},
      {"CRLF that folds nothing stays", "a\r\nb", "a\r\nb"},
      {"empty", "", ""},
      {"folded at once", "\r\n a", "a"},
  };
  for (const auto& row : rows) EXPECT_EQ(unfold(row.in), row.want) << row.name;
}

TEST(Text, SingleBlanks) {
  struct {
    const char *name, *in, *want;
  } rows[] = {
      {"a run", "a \t\r\n b", "a b"},     {"a tab", "a\tb", "a b"},       {"outside", " a\n", "a"},
      {"nothing but blanks", " \t ", ""}, {"so already", "a b", nullptr}, {"empty", "", nullptr},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(with_single_blanks(row.in), row.want ? std::optional<std::string>(row.want) : std::nullopt) << row.name;
  }
}

/// The slow definition of the distance, as an oracle.
int slow_distance(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return static_cast<int>(a.size() + b.size());
  const auto less = [](std::string_view s, size_t n) { return s.substr(0, s.size() - n); };
  int best = slow_distance(less(a, 1), less(b, 1)) + (a.back() == b.back() ? 0 : 1);
  best = std::min(best, slow_distance(less(a, 1), b) + 1);
  best = std::min(best, slow_distance(a, less(b, 1)) + 1);
  if (a.size() > 1 && b.size() > 1 && a[a.size() - 1] == b[b.size() - 2] && a[a.size() - 2] == b[b.size() - 1]) {
    best = std::min(best, slow_distance(less(a, 2), less(b, 2)) + 1);
  }
  return best;
}

TEST(Text, EditDistanceIsTheSlowOneUpToTheLimit) {
  std::mt19937 random(3);
  for (int i = 0; i < 4'000; ++i) {
    std::string a, b;
    for (size_t n = random() % 6; n > 0; --n) a += static_cast<char>('a' + random() % 3);
    for (size_t n = random() % 6; n > 0; --n) b += static_cast<char>('a' + random() % 3);
    const int slow = slow_distance(a, b);
    for (int limit = 0; limit < 6; ++limit) {
      ASSERT_EQ(edit_distance(a, b, limit), std::min(slow, limit + 1)) << a << " " << b << " limit " << limit;
    }
  }
}

TEST(Text, SuggestsOnlyForTypingErrors) {
  const std::vector<std::string_view> words = {"helo", "sender", "attachment", "rdns", "is", "client", "recipients"};
  struct {
    const char *in, *want;
  } rows[] = {{"hleo", "helo"},
              {"HELO", "helo"},
              {"sendr", "sender"},
              {"atachmnt", "attachment"},
              {"rnds", "rdns"},
              {"cleint", "client"},
              {"recipient", "recipients"},
              {"xyz", ""},
              {"x", ""},
              {"", ""},
              {"localhost", ""}};
  for (const auto& row : rows) EXPECT_EQ(nearest_word(row.in, words), row.want) << row.in;
  EXPECT_EQ(nearest_word("helo", {}), "");
  EXPECT_EQ(nearest_word("cat", {"bat", "rat"}), "bat") << "the first of equals";
}

TEST(Truth, KleeneTables) {
  const Kleene F = Kleene::kFalse, U = Kleene::kUnknown, T = Kleene::kTrue;
  EXPECT_EQ(kleene_or(T, U), T);
  EXPECT_EQ(kleene_or(F, U), U);
  EXPECT_EQ(!U, U);
  EXPECT_EQ(!T, F);
}

TEST(Truth, EachReasonHasItsName) {
  std::set<std::string> names;
  const int last = static_cast<int>(UnknownReason::kUndecided);
  for (int i = 0; i <= last; ++i) names.insert(reason_name(static_cast<UnknownReason>(i)));
  EXPECT_EQ(names.size(), static_cast<size_t>(last) + 1);
  EXPECT_EQ(names.count("unknown"), 0U);
  EXPECT_STREQ(reason_name(UnknownReason::kDnsOff), "dns-off");
}

}  // namespace
}  // namespace hfilter
