// SPDX-License-Identifier: BSD-2-Clause
//
// The tokeniser against a slow one that is plainly right: over every short text of the octets that matter, over random
// ones, and over mutated lines.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "trace/received_parser.h"
#include "unit/trace/slow_tokens.h"

namespace hfilter {
namespace {

std::string spell(const std::vector<hfilter_test::SlowToken>& tokens) {
  std::string text;
  for (const auto& token : tokens) {
    text += "wcqas!"[static_cast<int>(token.kind)] + std::string(token.glued ? "+{" : "{") + token.text + "} ";
  }
  return text;
}

std::string spell(const std::vector<Token>& tokens) {
  std::string text;
  for (const Token& token : tokens) {
    text +=
        "wcqas!"[static_cast<int>(token.kind)] + std::string(token.glued ? "+{" : "{") + std::string(token.text) + "} ";
  }
  return text;
}

void expect_same(const std::string& text) {
  std::vector<Token> tokens;
  ASSERT_TRUE(tokenise(text, &tokens));
  ASSERT_EQ(spell(tokens), spell(hfilter_test::slow_tokens(text))) << text;
}

TEST(SecondReader, EveryShortText) {
  const std::string octets = "a()\"<>\\; \n";
  for (size_t length = 0; length <= 5; ++length) {
    size_t count = 1;
    for (size_t i = 0; i < length; ++i) count *= octets.size();
    for (size_t number = 0; number < count; ++number) {
      std::string text;
      for (size_t i = 0, n = number; i < length; ++i, n /= octets.size()) text += octets[n % octets.size()];
      expect_same(text);
    }
  }
}

TEST(SecondReader, RandomTexts) {
  std::mt19937 random(2004);
  const std::string pieces[] = {"a",           "(",
                                ")",           "\"",
                                "<",           ">",
                                "\\",          ";",
                                " ",           "\n\t",
                                "\r",          "\r\n ",
                                "by",          "with",
                                "[192.0.2.1]", "(envelope-from <",
                                ">)",          std::string(1, '\0'),
                                "\xff"};
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (size_t i = random() % 24; i > 0; --i) text += pieces[random() % std::size(pieces)];
    expect_same(text);
  }
}

bool is_inside(std::string_view part, std::string_view whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

TEST(SecondReader, MutatedLines) {
  const std::string lines[] = {
      "from a.example (b.example [192.0.2.1])\n\t(Client CN \"x (y)\", Issuer \"z\" (not verified))\n\tby "
      "mx.example.com (Postfix) with "
      "ESMTPS id 4Z1\n\tfor <\"a b\"@c.example>; Tue, 4 Mar 2025 10:11:12 +0000 (UTC)",
      "from [192.0.2.1] (helo=a.example)\n\tby mx.example.com with esmtp (Exim 4.96)\n\t(envelope-from <\"x) "
      "y\"@b.example>)\n\tid "
      "1abcDE-000abc-1X\n\tfor x@c.example; Tue, 04 Mar 2025 10:11:12 +0000",
      "from unknown (HELO a.example) (x@192.0.2.1)\n  by mx.example.com with SMTP; 4 Mar 2025 10:11:12 -0000",
  };
  const std::string octets = "()\"<>\\; \n\tx@[]";
  std::mt19937 random(1994);
  for (int round = 0; round < 6'000; ++round) {
    std::string line = lines[random() % std::size(lines)];
    for (size_t i = 1 + random() % 3; i > 0; --i) {
      const size_t at = random() % line.size();
      if (random() % 2) {
        line[at] = octets[random() % octets.size()];
      } else {
        line.insert(at, 1, octets[random() % octets.size()]);
      }
    }
    expect_same(line);
    // And the reading of it is the same twice, and points into the line or into its own text.
    const ReceivedHop hop = parse_received(line, 1);
    for (std::string_view part : {hop.by, hop.rdns, hop.protocol, hop.id, hop.for_recipient, hop.helo.value_or("")}) {
      ASSERT_TRUE(is_inside(part, line) || (hop.text && is_inside(part, *hop.text))) << line;
    }
    ASSERT_TRUE(hop.client || hop.kind != HopKind::kSmtp || hop.auth != HopAuth::kNone || !hop.why.empty()) << line;
  }
}

}  // namespace
}  // namespace hfilter
