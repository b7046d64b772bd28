// SPDX-License-Identifier: BSD-2-Clause
//
// Words of the registry as rules write them. What a word means is tested with its fact; here it is that the parser and
// the judge reach it.
#include <gtest/gtest.h>

#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

/// A message from a stranger with more fields.
std::string with(const std::string& fields) {
  return postfix_line("mx.example.org", "mx.example.org", "203.0.113.9") + fields;
}

/// The results field that my own server wrote, above its line.
std::string results(const std::string& text) {
  return "Authentication-Results: occam.hewgill.net; " + text + "\n" + with("From: a@example.org\n");
}

TEST(Vocabulary, WordsHaveTheirValue) {
  RuleFixture f("mydomains hewgill.com\nmynetworks 192.0.2.0/24\nmyhosts occam.hewgill.net\nmyrelays 192.0.2.10\n");
  const struct {
    const char* expr;
    std::string header;
    char want;
  } rows[] = {
      {"from is missing", with(""), 'T'},
      {"from is missing", with("From: a@b.example\n"), 'F'},
      {"from is empty", with("From: \n"), 'T'},
      {"from is malformed", with("From: a b c\n"), 'T'},
      {"from is many", with("From: a@b.example, c@d.example\n"), 'T'},
      {"from is many", with("From: a@b.example\n"), 'F'},
      {"reply-to is missing", with(""), 'T'},
      {"reply-to is empty", with("Reply-To:\n"), 'T'},
      {"reply-to is malformed", with("Reply-To: <<\n"), 'T'},
      {"reply-to is many", with("Reply-To: a@b.example, c@d.example\n"), 'T'},
      {"reply-to is not missing", with("Reply-To: a@b.example\n"), 'T'},
      {"to is missing", with(""), 'T'},
      {"to is empty", with("To: \n"), 'T'},
      {"to is malformed", with("To: a b\n"), 'T'},
      {"to is many", with("To: a@b.example\nTo: c@d.example\n"), 'T'},
      {"to is undisclosed", with("To: undisclosed-recipients:;\n"), 'T'},
      {"cc is missing", with(""), 'T'},
      {"cc is empty", with("Cc: \n"), 'T'},
      {"cc is malformed", with("Cc: @@\n"), 'T'},
      {"cc is many", with("Cc: a@b.example, c@d.example\n"), 'T'},
      {"cc is undisclosed", with("Cc: x:;\n"), 'T'},
      {"dkim is pass", results("dkim=pass header.d=example.org"), 'T'},
      {"dkim is fail", results("dkim=pass header.d=example.org"), 'F'},
      {"dkim is fail", results("dkim=fail header.d=example.org"), 'T'},
      {"dkim is none", results("dkim=none"), 'T'},
      {"dkim is policy", results("dkim=policy header.d=example.org"), 'T'},
      {"dkim is neutral", results("dkim=neutral header.d=example.org"), 'T'},
      {"dkim is permerror", results("dkim=permerror header.d=example.org"), 'T'},
      {"dkim is pass, temperror", results("dkim=temperror header.d=example.org"), 'T'},
      {"dkim is pass", with("Authentication-Results: occam.hewgill.net; dkim=pass header.d=example.org\n"), 'U'},
      {"dmarc is pass", results("dmarc=pass header.from=example.org"), 'T'},
      {"dmarc is fail", results("dmarc=fail header.from=example.org"), 'T'},
      {"dmarc is none", results("dmarc=none header.from=example.org"), 'T'},
      {"dmarc is permerror", results("dmarc=permerror header.from=example.org"), 'T'},
      {"dmarc is pass, temperror", results("dmarc=temperror header.from=example.org"), 'T'},
      {"dmarc is temperror", results("dmarc=temperror header.from=example.org"), 'T'},
      {"dkim is temperror", results("dkim=temperror header.d=example.org"), 'T'},
      // Nobody asks DNS and nobody reads parts in these tests: unknown, but for the words that say so.
      {"spf is pass", with(""), 'U'},
      {"spf is not pass", with(""), 'U'},
      {"spf is softfail", with(""), 'U'},
      {"spf is neutral", with(""), 'U'},
      {"spf helo is pass", with(""), 'U'},
      {"spf helo is softfail", with(""), 'U'},
      {"spf helo is neutral", with(""), 'U'},
      {"spf helo is temperror", with(""), 'U'},
      {"attachment is executable", with("Content-Type: multipart/mixed; boundary=x\n"), 'U'},
      {"attachment name like \"*.exe\"", with("Content-Type: multipart/mixed; boundary=x\n"), 'U'},
      {"attachment type is \"application/zip\"", with("Content-Type: multipart/mixed; boundary=x\n"), 'U'},
      {"attachment size > 1K", with("Content-Type: multipart/mixed; boundary=x\n"), 'U'},
      {"any attachment (name ends \".scr\" and size < 1M)", with("Content-Type: multipart/mixed; boundary=x\n"), 'U'},
      {"client listed in \"bl.example.org\"", with(""), 'U'},
      {"client listed in \"bl.example.org\" as 127.0.0.2, 127.0.0.4/31", with(""), 'U'},
  };
  for (const auto& row : rows) {
    const Truth got = f.test(row.expr, row.header);
    const char value = got.why.find("DOES NOT PARSE") == 0 ? 'E' : got.is_true() ? 'T' : got.is_false() ? 'F' : 'U';
    EXPECT_EQ(row.want, value) << row.expr << ": " << got.why << "\n" << row.header;
  }
}

TEST(Vocabulary, EachFactAndWordIsParsed) {
  RuleFixture f;
  f.load("");
  for (const WordDef& word : all_words()) {
    const std::string expr = std::string(fact_def(word.fact).name) + " is " + word.word;
    const ParsedExpr parsed = parse_expression(expr, f.rules);
    EXPECT_TRUE(parsed.expr != nullptr) << expr << "\n" << diagnostics_text(parsed.diagnostics);
  }
  for (const FactDef& fact : all_facts()) {
    EXPECT_EQ(&fact, find_fact(fact.name));
    if (fact.type == FactType::kFlag) {
      EXPECT_TRUE(parse_expression(fact.name, f.rules).expr != nullptr) << fact.name;
    }
  }
}

TEST(Vocabulary, FactsAreNoNamesOfTests) {
  for (const FactDef& fact : all_facts()) {
    if (std::string(fact.name).find(' ') != std::string::npos) continue;
    RuleFixture f("test " + std::string(fact.name) + " = stranger\n");
    EXPECT_EQ(1u, f.rules.diagnostics.size()) << fact.name;
  }
}

}  // namespace
}  // namespace hfilter
