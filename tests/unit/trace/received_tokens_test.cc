// SPDX-License-Identifier: BSD-2-Clause
#include "trace/received_tokens.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/header_cursor.h"
#include "base/limits.h"
#include "trace/received_line.h"
#include "trace/received_parser.h"

namespace hfilter {
namespace {

std::string repeated(std::string_view text, size_t times) {
  std::string all;
  for (size_t i = 0; i < times; ++i) all += text;
  return all;
}

/// The tokens as one string: the kind's letter, + if glued, then the text.
std::string spell(std::string_view text) {
  std::vector<Token> tokens;
  std::string spelled;
  if (!tokenise(text, &tokens)) return "too many";
  for (const Token& token : tokens) {
    if (!spelled.empty()) spelled += ' ';
    spelled += "wcqas!"[static_cast<int>(token.kind)];
    if (token.glued) spelled += '+';
    spelled += '{' + std::string(token.text) + '}';
  }
  return spelled;
}

TEST(ReceivedTokens, AreTakenApart) {
  const struct {
    const char* name;
    std::string in, want;
  } tests[] = {
      {"empty", "", ""},
      {"words", "from a\tby\r\n b", "w{from} w{a} w{by} w{b}"},
      {"glued", "a(b)c", "w{a} c+{(b)} w+{c}"},
      {"nested comment", "(a (b) c) d", "c{(a (b) c)} w{d}"},
      {"quoted pair in a comment", "(a \\) b) c", "c{(a \\) b)} w{c}"},
      {"a quote in a comment is a letter", "(a \" b) c", "c{(a \" b)} w{c}"},
      {"quoted string", "\"a \\\" (b\" c", "q{\"a \\\" (b\"} w{c}"},
      {"angle", "<a b> c", "a{<a b>} w{c}"},
      {"quoted string in an angle", "<\"a > b\"@c>; d", "a{<\"a > b\"@c>} s+{;} w{d}"},
      {"a lone CR is a letter", "a\rb", "w{a\rb}"},
      {"NUL is a letter", std::string("a\0b", 3), std::string("w{a\0b}", 6)},
      {"open comment", "a (b (c) d", "w{a} !{(b (c) d}"},
      {"open string", "a \"b\\\"", "w{a} !{\"b\\\"}"},
      {"open angle", "<a \"b> c", "!{<a \"b> c}"},
      {"stray closing", "a) b> c\"d\"", "w{a)} w{b>} w{c} q+{\"d\"}"},
  };
  for (const auto& test : tests) EXPECT_EQ(spell(test.in), test.want) << test.name;
}

TEST(ReceivedTokens, TokensPerLineAreBounded) {
  const std::string enough(2 * kMaxTokensPerLine - 1, ';');
  std::vector<Token> tokens;
  EXPECT_TRUE(tokenise(enough.substr(0, kMaxTokensPerLine), &tokens));
  EXPECT_FALSE(tokenise(enough, &tokens));
  EXPECT_EQ(tokens.size(), kMaxTokensPerLine);
}

TEST(ReceivedTokens, CommentDepthIsBounded) {
  const size_t depth = static_cast<size_t>(kMaxCommentDepth);
  const std::string good = std::string(depth, '(') + std::string(depth, ')');
  EXPECT_EQ(comment_length(good), good.size());
  EXPECT_EQ(comment_length("(" + good + ")"), std::string_view::npos);
}

TEST(ReceivedLine, IsUnfolded) {
  const std::string date = "; Tue, 4 Mar 2025 10:11:12 +0000";
  const std::string dated_by = "by c" + date;
  const char* const none = nullptr;
  const struct {
    const char* name;
    std::string in, head;
    const char* tail;
    bool by_follows_date, copied;
  } tests[] = {
      {"empty", "", "", none, false, false},
      {"one line", " a by b" + date + "\n ", "a by b" + date, none, false, false},
      {"a head and a tail of one line", "a\n by b", "a", "by b", false, false},
      {"a head of two lines", "a\n b\n by c", "a b", "by c", false, true},
      {"a tail of two lines", "a\n by b\n c", "a", "by b c", false, true},
      {"both of two lines", "a\n b\n by c\n d", "a b", "by c d", false, true},
      {"blanks around a line end", " a \t\r\n\t b\n c ", "a b c", none, false, true},
      {"a line of blanks", "a\n \n b", "a b", none, false, true},
      {"blanks in a line stay", "a  b\tc", "a  b\tc", none, false, false},
      {"the first line that begins with by", "a by b\n\tby c\n by d", "a by b", "by c by d", false, true},
      {"by alone in its line", "a\n by\n b", "a", "by b", false, true},
      {"by in the first line", "by a\n by b", "", "by a by b", false, true},
      {"a word that begins like by", "a\n bye", "a bye", none, false, true},
      {"the line of the date is the last", "a" + date + "\n b c\n d", "a" + date, none, false, true},
      {"by behind the date", "a" + date + "\n b c\n by d", "a" + date, none, true, true},
      {"a date in pieces", "by a;\n Tue,\n 4\n Mar\n 2025\n 10:11:12\n +0000\n (UTC)\n b c", "",
       "by a; Tue, 4 Mar 2025 10:11:12 +0000 (UTC)", false, true},
      {"a comment in pieces behind the date", "by a" + date + " (b\n c)\n d e", "",
       "by a; Tue, 4 Mar 2025 10:11:12 +0000 (b c)", false, true},
      {"much behind the date", "a" + date + "\n (" + std::string(4 * kMaxDateBytes, 'b') + ")", "a" + date, none, false,
       false},
      {"a date of the client", "from a" + date + "\n (b)\n by c" + date, "from a" + date + " (b)", dated_by.c_str(),
       false, true},
      {"a semicolon without a date", "a; b\n c" + date + "\n d e", "a; b c" + date, none, false, true},
  };
  for (const auto& test : tests) {
    const Unfolded unfolded = unfold_value(test.in);
    EXPECT_EQ(unfolded.head, test.head) << test.name;
    EXPECT_EQ(unfolded.has_tail, test.tail != nullptr) << test.name;
    EXPECT_EQ(unfolded.tail, test.tail ? test.tail : "") << test.name;
    EXPECT_EQ(unfolded.by_follows_date, test.by_follows_date) << test.name;
    EXPECT_EQ(unfolded.text != nullptr, test.copied) << test.name;
  }
}

TEST(ReceivedLine, LinesBeforeTheDateAreBounded) {
  const std::string line = "from a.example (b.example [192.0.2.1])\n\tby mx.example.com (Postfix) with ESMTP id 1";
  const std::string date = "; Tue, 4 Mar 2025 10:11:12 +0000";
  const struct {
    const char* name;
    std::string in;
    HopKind want;
  } tests[] = {
      {"before the date", line + " (" + repeated("\n x", kMaxTokensPerLine - 2) + ")" + date, HopKind::kSmtp},
      {"one more", line + " (" + repeated("\n x", kMaxTokensPerLine - 1) + ")" + date, HopKind::kUnparsed},
      {"behind the date", line + date + repeated("\n ", 2 * kMaxTokensPerLine) + "\n x", HopKind::kSmtp},
      {"a by behind them", "from a" + repeated("\n x", 2 * kMaxTokensPerLine) + "\n by b" + date, HopKind::kAmbiguous},
  };
  for (const auto& test : tests) EXPECT_EQ(parse_received(test.in, 1).kind, test.want) << test.name;
}

TEST(ReceivedLine, LinesBeforeByAreBounded) {
  for (const size_t lines : {kMaxHeadLines, kMaxHeadLines + 1}) {
    std::string value = "from a.example";
    for (size_t i = 1; i < lines; ++i) value += "\n (x)";
    EXPECT_EQ(unfold_value(value + "\nby mx.example.com").by_follows_date, lines > kMaxHeadLines) << lines;
  }
}

TEST(ReceivedLine, LengthOfADateIsBounded) {
  const std::string front = "Mon, 01", back = "Jan 2024 00:00:00 +0000";
  for (const size_t size : {kMaxDateBytes, kMaxDateBytes + 20}) {
    const std::string date = front + std::string(size - front.size() - back.size(), ' ') + back;
    const ReceivedHop hop = parse_received("from a.example by mx.example.com;" + date, 1);
    EXPECT_EQ(hop.time.has_value(), size <= kMaxDateBytes) << size;
  }
}

}  // namespace
}  // namespace hfilter
