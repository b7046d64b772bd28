// SPDX-License-Identifier: BSD-2-Clause
//
// Mutations of the examples: nothing crashes, each refusal has a position, and what is accepted can be judged.
// The same with more rounds is tests/fuzz/rules.cc.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "base/limits.h"
#include "lint/lint.h"
#include "rules/diagnostic.h"
#include "unit/rules/rule_fixture.h"
#include "unit/rules/shown_texts.h"

namespace hfilter {
namespace {

std::vector<std::string> seeds() {
  std::vector<std::string> all = {
      ":0\n* ^Subject:.*\\<x\\>\n! a@b.example\n",
      "require [\"fileinto\"];\nif allof (not header :is \"A\" [\"b\", \"c\"], size :over 1K) { fileinto \"x\"; }\n",
      "match any hop (client in 10.0.0.0/8 or rdns like \"*.x?\") and possibly header \"X\" matches /a[b-d]{2,3}/c "
      "then pipe \"/x\" \"y\"\n",
  };
  for (const auto& entry : std::filesystem::directory_iterator("examples")) {
    const std::string name = entry.path().filename();
    if (name.compare(0, 10, "hfilterrc.") != 0 && name.compare(0, 10, "procmailrc") != 0 &&
        entry.path().extension() != ".sieve") {
      continue;
    }
    all.push_back(read_text(entry.path()));
  }
  // Those of hfilterrc(5), and all accepted forms of the grammar.
  for (const std::string& text : displays("src/man/hfilterrc.5")) all.push_back(text);
  std::ifstream forms("tests/unit/language/productions");
  all.emplace_back();
  for (std::string line; std::getline(forms, line);) {
    if (line.compare(0, 4, "  + ") == 0) all.back() += line.substr(4) + "\n";
  }
  EXPECT_LT(25u, all.size());
  std::sort(all.begin(), all.end());
  return all;
}

std::vector<std::string> foreign_seeds() {
  return {
      ":0\n* ^Received:.*(HELO hewgill.com)\n* ! ^From:.*@example\\.com\n* ^Subject: make money\n/dev/null\n",
      "if (/^Subject:.*viagra/)\nif ( ! /^Return-Path:.*a@example.com/)\n{\n  to \"x\"\n}\n",
      "if header :contains \"Subject\" \"x\" { discard; }\nif not address :is \"from\" \"a@b.example\" { stop; }\n"
      "if envelope :matches \"from\" \"*@c.example\" { keep; }\n",
  };
}

std::vector<std::string> words_of_text(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), std::istream_iterator<std::string>()};
}

class Mutator {
 public:
  explicit Mutator(const std::vector<std::string>& seeds) : random_(20260101) {
    for (const std::string& seed : seeds) {
      seeds_.push_back(seed);
      for (const std::string& word : words_of_text(seed)) words_.push_back(word);
    }
  }

  std::string next() {
    std::string text = seeds_[below(seeds_.size())];
    for (size_t n = 1 + below(4); n > 0; --n) mutate(&text);
    return text;
  }

 private:
  size_t below(size_t n) { return n == 0 ? 0 : random_() % n; }

  void mutate(std::string* text) {
    static constexpr char kSigns[] =
        "\"()/\\,=<>!:.-+*?[]{}#\n \t\r\0\x80\xFF"
        "aZ09";
    const size_t at = below(text->size() + 1);
    switch (below(7)) {
      case 0:
        text->insert(at, 1, kSigns[below(sizeof kSigns - 1)]);
        break;
      case 1:
        if (at < text->size()) (*text)[at] = kSigns[below(sizeof kSigns - 1)];
        break;
      case 2:
        text->erase(at, below(20));
        break;
      case 3:
        text->insert(at, " " + words_[below(words_.size())] + " ");
        break;
      case 4:
        text->insert(at, text->substr(below(text->size() + 1), below(80)));
        break;
      case 5:
        text->insert(at, "\n");
        break;
      default:
        text->resize(at);
        break;
    }
  }

  std::mt19937 random_;
  std::vector<std::string> seeds_;
  std::vector<std::string> words_;
};

TEST(Mutation, NoFileCrashesAndEachRefusalHasAPosition) {
  Mutator mutator(seeds());
  const std::string message =
      postfix_line("hewgill.com", "unknown", "200.150.100.50") + "Subject: Re: document\nFrom: a@b.example\n";
  int refused = 0;
  constexpr int kRounds = 30'000;
  for (int round = 0; round < kRounds; ++round) {
    const std::string text = mutator.next();
    RuleFixture f(text);
    refused += f.rules.faulty() ? 1 : 0;
    EXPECT_LE(f.rules.diagnostics.size(), kMaxErrorsPerFile) << text;
    for (const Diagnostic& d : f.rules.diagnostics) {
      ASSERT_TRUE(d.error.line > 0 && d.error.column > 0 && !d.error.text.empty() && d.error.file == kUserRc)
          << text << format_diagnostic(d);
      ASSERT_LE(static_cast<size_t>(d.error.column), d.source_line.size() + 1) << text << format_diagnostic(d);
      ASSERT_FALSE(format_diagnostic(d).empty());
    }
    if (round % 10 != 0) continue;
    f.judge(message);
    lint_rules(f.rules);
  }
  EXPECT_LT(kRounds / 10, refused);
  EXPECT_LT(refused, kRounds) << "and some are good";
}

// What is offered as the same condition can be copied: it parses, whatever the foreign file was.
TEST(Mutation, AnAnswerIsOfTheLanguage) {
  Mutator mutator(foreign_seeds());
  constexpr std::string_view kLead = "` is in hfilter: ";
  int answered = 0;
  for (int round = 0; round < 10'000; ++round) {
    const std::string text = mutator.next();
    RuleFixture f(text);
    for (const Diagnostic& d : f.rules.diagnostics) {
      ASSERT_TRUE(d.error.line > 0 && d.error.column > 0) << text << format_diagnostic(d);
      const size_t at = d.error.help.rfind(kLead);
      if (at == std::string::npos) continue;
      const ParsedExpr parsed = parse_expression(d.error.help.substr(at + kLead.size()), {});
      ASSERT_TRUE(parsed.diagnostics.empty()) << text << "\n" << diagnostics_text(parsed.diagnostics);
      ++answered;
    }
  }
  EXPECT_LT(5'000, answered);
}

TEST(Mutation, NoExpressionCrashes) {
  RuleFixture f("mydomains hewgill.com\nmynetworks 192.0.2.0/24\ntest t = stranger\n");
  std::mt19937 random(1);
  const char* pieces[] = {"helo",       "is",     "in",     "not",      "(",        ")",      "and", "or",
                          "mydomains",  "t",      "\"x\"",  "matches",  "/a/",      "client", ",",   "hops",
                          ">",          "3",      "..",     "1..2",     "any",      "hop",    "via", "from",
                          "domain",     "header", "then",   "possibly", "=",        "!",      "is",  "bare-ip",
                          "attachment", "listed", "as",     "size",     "believed", "sender", "by",  "{",
                          ";",          "'",      "tagged", "=a.b",     "\"",       "/",      "#",   "\n"};
  for (int round = 0; round < 30'000; ++round) {
    std::string text;
    for (int n = static_cast<int>(random() % 9); n > 0; --n) {
      text += std::string(pieces[random() % std::size(pieces)]) + " ";
    }
    const ParsedExpr parsed = parse_expression(text, f.rules);
    ASSERT_EQ(parsed.expr == nullptr, !parsed.diagnostics.empty()) << text;
    for (const Diagnostic& d : parsed.diagnostics) {
      ASSERT_TRUE(d.error.line > 0 && d.error.column > 0) << text << d.error.text;
    }
  }
}

}  // namespace
}  // namespace hfilter
