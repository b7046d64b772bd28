// SPDX-License-Identifier: BSD-2-Clause
#include "base/header_cursor.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "base/text.h"

namespace hfilter {
namespace {

constexpr size_t npos = std::string_view::npos;

std::string nested(int depth) {
  const auto size = static_cast<size_t>(depth);
  return std::string(size, '(') + std::string(size, ')');
}

TEST(HeaderCursor, FindsTheEndOfAComment) {
  const struct {
    const char *name, *in;
    size_t want;
  } rows[] = {
      {"simple", "(x) y", 3},
      {"nested", "(a(b)c)d", 7},
      {"empty", "()", 2},
      {"quoted pair", "(\\)) x", 4},
      {"quoted opening", "(\\() x", 4},
      {"a quote is a character", "(\") \"x", 3},
      {"folded", "(a\r\n b)", 7},
      {"not closed", "(a(b)", npos},
      {"ends in a quoted pair", "(a\\)", npos},
      {"ends in a backslash", "(a\\", npos},
  };
  for (const auto& row : rows) EXPECT_EQ(comment_length(row.in), row.want) << row.name;
}

TEST(HeaderCursor, FindsTheEndOfAQuotedString) {
  const struct {
    const char *name, *in;
    size_t want;
  } rows[] = {
      {"simple", "\"x\" y", 3},
      {"empty", "\"\"", 2},
      {"quoted quote", "\"a\\\"b\" c", 6},
      {"quoted backslash", "\"a\\\\\" c\"", 5},
      {"not closed", "\"abc", npos},
      {"ends in a quoted pair", "\"a\\\"", npos},
      {"alone", "\"", npos},
  };
  for (const auto& row : rows) EXPECT_EQ(quoted_length(row.in), row.want) << row.name;
}

TEST(HeaderCursor, TakesQuotedStrings) {
  const struct {
    const char *name, *in;
    QuotedPairs pairs;
    const char* want;
    bool closed;
    const char* rest;
  } rows[] = {
      {"simple", "\"a b\"; c", QuotedPairs::kAny, "a b", true, "; c"},
      {"quoted pairs", "\"a\\\"\\\\\\b\"", QuotedPairs::kAny, "a\"\\b", true, ""},
      {"folded", "\"a\r\n b\"x", QuotedPairs::kAny, "a b", true, "x"},
      {"not closed", "\"a b", QuotedPairs::kAny, "a b", false, ""},
      {"ends in a backslash", "\"a\\", QuotedPairs::kAny, "a\\", false, ""},
      {"a path of Windows", "\"C:\\dir\\x\"", QuotedPairs::kAny, "C:dirx", true, ""},
      {"a path of Windows, only marks", "\"C:\\dir\\x\"", QuotedPairs::kOnlyQuoteAndBackslash, "C:\\dir\\x", true, ""},
      {"only marks", "\"a\\\"\\\\b\"c", QuotedPairs::kOnlyQuoteAndBackslash, "a\"\\b", true, "c"},
  };
  for (const auto& row : rows) {
    HeaderCursor cursor(row.in);
    bool closed = !row.closed;
    EXPECT_EQ(cursor.take_quoted(row.pairs, &closed), row.want) << row.name;
    EXPECT_EQ(closed, row.closed) << row.name;
    EXPECT_EQ(cursor.rest(), row.rest) << row.name;
  }
}

TEST(HeaderCursor, SkipsBlanksAndComments) {
  const struct {
    const char *name, *in, *rest;
    bool blanks, comment;
  } rows[] = {
      {"nothing", "x y", "x y", false, false},
      {"blanks", " \t\r\n x", "x", true, false},
      {"a comment", "(a)x", "x", false, true},
      {"both, several", " (a) (b(c))\r\n\tx", "x", true, true},
      {"a parenthesis too many", "(a))x", ")x", false, true},
      {"not closed", "(a x", "", false, true},
      {"the end", "", "", false, false},
  };
  for (const auto& row : rows) {
    HeaderCursor cursor(row.in);
    const HeaderCursor::Gap gap = cursor.skip_gap();
    EXPECT_EQ(cursor.rest(), row.rest) << row.name;
    EXPECT_EQ(gap.blanks, row.blanks) << row.name;
    EXPECT_EQ(gap.comment, row.comment) << row.name;
  }
}

TEST(HeaderCursor, TakesWordsByTheirSeparators) {
  HeaderCursor cursor(std::string_view("a-b=12;\0x", 9));
  EXPECT_EQ(cursor.take_until("=;"), "a-b");
  EXPECT_FALSE(cursor.take(';'));
  EXPECT_TRUE(cursor.take('='));
  EXPECT_EQ(cursor.take_while(is_digit), "12");
  EXPECT_EQ(cursor.take_while(is_digit), "");
  EXPECT_EQ(cursor.take_front(1), ";");
  EXPECT_EQ(cursor.peek(), '\0');
  EXPECT_FALSE(cursor.at_end());
  EXPECT_TRUE(cursor.take('\0'));
  EXPECT_EQ(cursor.take_until("=;"), "x");
  EXPECT_TRUE(cursor.at_end());
  EXPECT_FALSE(cursor.take('\0'));
  EXPECT_EQ(cursor.take_front(9), "");
}

TEST(HeaderCursor, TheDepthOfCommentsIsBounded) {
  EXPECT_EQ(comment_length(nested(kMaxCommentDepth)), size_t{2} * kMaxCommentDepth);
  EXPECT_EQ(comment_length(nested(kMaxCommentDepth + 1)), npos);
  // The cursor skips it nonetheless: what follows must not be hidden by a deep comment.
  const std::string text = nested(kMaxCommentDepth + 1) + "x";
  HeaderCursor cursor(text);
  EXPECT_FALSE(cursor.skip_comment());
  EXPECT_EQ(cursor.rest(), "x");
}

}  // namespace
}  // namespace hfilter
