// SPDX-License-Identifier: BSD-2-Clause
#include "advice/foreign.h"

#include <gtest/gtest.h>

#include "advice/foreign_condition.h"
#include "base/limits.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

struct Row {
  const char* name;
  const char* in;         // one line of another filter
  const char* facts;      // "" if there is no answer
  const char* condition;  // "" if only the facts are named
};

const Row kConditions[] = {
    // procmail
    {"the recipe of the field report", "* ^Received:.*(HELO hewgill.com)", "helo, client, rdns, via",
     "helo in (hewgill.com)"},
    {"HELO with an escaped dot", "* ^Received:.*HELO hewgill\\.com", "helo, client, rdns, via",
     "helo in (hewgill.com)"},
    {"HELO of one label", "* ^Received:.*(HELO friend)", "helo, client, rdns, via", "helo is \"friend\""},
    {"HELO of a word", "* ^Received:.*(HELO localhost)", "helo, client, rdns, via", "helo is localhost"},
    {"HELO in real brackets", "* ^Received: from .*\\(HELO hewgill\\.com\\)", "helo, client, rdns, via",
     "helo in (hewgill.com)"},
    {"HELO to the end", "* ^Received:.*\\(helo hewgill\\.com\\)$", "helo, client, rdns, via", "helo in (hewgill.com)"},
    {"HELO at the borders of a word", "* ^Received:.*\\<HELO \\<hewgill\\.com\\>", "helo, client, rdns, via",
     "helo in (hewgill.com)"},
    {"HELO and more of the line", "* ^Received:.*HELO hewgill\\.com[) ].*by mx", "helo, client, rdns, via",
     "helo in (hewgill.com)"},
    {"EHLO, too", "* ^Received:.*(EHLO|HELO) hewgill.com", "helo, client, rdns, via", "helo in (hewgill.com)"},
    {"HELO as Exim writes it", "* ^Received:.*helo=hewgill\\.com", "helo, client, rdns, via", "helo in (hewgill.com)"},
    {"three names", "* ^Received:.*\\(HELO (a.com|b\\.org|c.net)\\)", "helo, client, rdns, via",
     "helo in (a.com, b.org, c.net)"},
    {"three names without brackets", "* ^Received:.*(HELO (a.com|b.org|c.net))", "helo, client, rdns, via",
     "helo in (a.com, b.org, c.net)"},
    {"three names, each with HELO", "* ^Received:.*(HELO a.com|HELO b.org|\\(HELO c.net)", "helo, client, rdns, via",
     "helo in (a.com, b.org, c.net)"},
    {"names with a common part", "* ^Received:.*HELO (mail\\.)?hewgill\\.(com|net)\\)", "helo, client, rdns, via",
     "helo in (mail.hewgill.com, mail.hewgill.net, hewgill.com, hewgill.net)"},
    {"a domain and all below", "* ^Received:.*HELO .*hewgill\\.com", "helo, client, rdns, via",
     "helo in (hewgill.com)"},
    {"the same in brackets", "* ^Received:.*HELO (.*\\.)?hewgill\\.com", "helo, client, rdns, via",
     "helo in (hewgill.com)"},
    {"names of one label", "* ^Received:.*(HELO (friend|user))", "helo, client, rdns, via", "helo in (friend, user)"},
    {"not from HELO", "* ! ^Received:.*(HELO (a.com|b.org))", "helo, client, rdns, via", "not helo in (a.com, b.org)"},
    {"a weight", "* 9876543210^0 ^Received:.*(HELO a.com)", "helo, client, rdns, via", "helo in (a.com)"},
    {"a weight below zero", "* -1.5^.7 ! ^Received:.*(HELO a.com)", "helo, client, rdns, via", "not helo in (a.com)"},
    {"a weight of a size", "* 1^1 > 1000", "", ""},
    {"with variables", "* $ ^Received:.*(HELO a.com)", "helo, client, rdns, via", "helo in (a.com)"},
    {"of a variable", "* $ ^Received:.*(HELO $NAME)", "helo, client, rdns, via", ""},
    {"only the header", "* H ?? ^Received:.*(HELO a.com)", "helo, client, rdns, via", "helo in (a.com)"},
    {"only the body", "* B ?? ^Received:.*(HELO a.com)", "", ""},
    {"an address in HELO", "* ^Received:.*HELO 192.0.2.1", "helo, client, rdns, via", ""},
    {"an address or a name", "* ^Received:.*HELO (192.0.2.1|a.com)", "helo, client, rdns, via", ""},
    {"an open bracket", "* ^Received:.*HELO (a.com|b.org", "helo, client, rdns, via", ""},
    {"too many names", "* ^Received:.*HELO (a|b|c|d|e)\\.(a|b|c|d|e)\\)", "helo, client, rdns, via", ""},
    {"twenty names", "* ^Received:.*HELO (a|b|c|d)\\.(a|b|c|d|e)\\)", "helo, client, rdns, via",
     "helo in (a.a, a.b, a.c, a.d, a.e, b.a, b.b, b.c, b.d, b.e, c.a, c.b, c.c, c.d, c.e, d.a, d.b, d.c, d.d, d.e)"},
    {"a class", "* ^Received:.*HELO [a-z]+\\.com", "helo, client, rdns, via", ""},
    {"any letters in a name", "* ^Received:.*HELO a.*\\.com", "helo, client, rdns, via", ""},
    {"only HELO", "* ^Received:.*HELO", "helo, client, rdns, via", ""},
    {"a pattern as HELO", "* ^Received:.*HELO .*evil", "helo, client, rdns, via", ""},
    {"another test of Received", "* ^Received:.*evil", "helo, client, rdns, via", ""},
    {"anywhere in a field", "* ^Subject:.*viagra", "subject", "subject contains \"viagra\""},
    {"at its beginning", "* ^Subject: make money", "subject", "subject begins \"make money\""},
    {"no blank before it", "*^Subject:make money", "subject", "subject begins \"make money\""},
    {"any blanks before it", "* ^Subject: *X", "subject", ""},
    {"a blank that must be there", "* ^Subject:.* X", "subject", ""},
    {"two texts", "* ^Subject:.*(a|b)", "subject", ""},
    {"any character", "* ^Subject:.*a.b", "subject", ""},
    {"anything between", "* ^From:.*bob.*@example", "from, header \"From\"", ""},
    {"words", "* ^Subject:.*\\<sex\\>", "subject", ""},
    {"what is cut out", "* ^Subject: \\/.*", "subject", ""},
    {"only the field", "* ^Subject:", "subject", ""},
    {"it goes on in the next line", "* ^Subject:.*a\\", "subject", ""},
    {"negated", "* ! ^Subject:.*viagra", "subject", "not subject contains \"viagra\""},
    {"negated, with no condition", "* !^Subject:.*a?", "subject", ""},
    {"an address", "* ^From:.*bob@example\\.com", "from, header \"From\"", "from contains \"bob@example.com\""},
    {"an address with a plain dot", "* ^From:.*@example.com", "from, header \"From\"",
     "from contains \"@example.com\""},
    {"a name beside an address", "* ^From:.*Bob Smith", "from, header \"From\"",
     "header \"From\" contains \"Bob Smith\""},
    {"the field begins with an address", "* ^From: bob@example.com", "from, header \"From\"",
     "header \"From\" begins \"bob@example.com\""},
    {"the sender", "* ^Return-Path:.*bob@example.com", "sender", "sender contains \"bob@example.com\""},
    {"the null sender", "* ^Return-Path: *<>", "sender", ""},
    {"another field", "* ^X-Mailer:.*x", "", ""},
    {"no field", "* ^TO_debian", "", ""},
    {"the whole header", "* viagra", "", ""},
    {"a program's answer", "* ? test -e x", "", ""},
    {"a variable", "* ME ?? ^Subject:.*x", "", ""},
    {"a size", "* > 250000", "", ""},
    // maildrop
    {"maildrop", "if (/^Subject:.*viagra/)", "subject", "subject contains \"viagra\""},
    {"maildrop with blanks", "if ( ! /^From:.*@example\\.com/) {", "from, header \"From\"",
     "not from contains \"@example.com\""},
    {"maildrop with HELO", "if (/^Received:.*HELO hewgill\\.com/)", "helo, client, rdns, via", "helo in (hewgill.com)"},
    {"maildrop with two patterns", "if (/^Subject:.*a/ && /^Subject:.*b/)", "subject", ""},
    {"the body in maildrop", "if (/^Subject:.*a/:b)", "", ""},
    {"a pattern without `if`", "/^Subject:.*a/)", "subject", "subject contains \"a\""},
    {"nothing between the slashes", "if (/)", "", ""},
    // Sieve
    {"a header contains", "if header :contains \"Subject\" \"viagra\" {", "subject", "subject contains \"viagra\""},
    {"a header is", "if header :is \"subject\" \"a.b\"", "subject", "subject is \"a.b\""},
    {"a header matches", "if not header :matches \"Subject\" \"*free*\" {", "subject", "not subject like \"*free*\""},
    {"a name in a header", "if header :contains \"From\" \"Bob Smith\"", "from, header \"From\"",
     "header \"From\" contains \"Bob Smith\""},
    {"an address is", "if address :is \"from\" \"bob@example.com\"", "from, header \"From\"",
     "from is \"bob@example.com\""},
    {"the envelope", "if envelope :is \"from\" \"bob@example.com\" { discard; }", "sender",
     "sender is \"bob@example.com\""},
    {"Received lines", "if header :contains \"Received\" \"evil\"", "helo, client, rdns, via", ""},
    {"HELO in Sieve", "if header :contains \"Received\" \"(HELO hewgill.com)\" {", "helo, client, rdns, via",
     "helo in (hewgill.com)"},
    {"a list of texts in Received", "if header :contains \"Received\" [\"HELO a\"]", "helo, client, rdns, via", ""},
    {"a list of values", "if header :is \"Subject\" [\"a\", \"b\"]", "subject", ""},
    {"a part of an address", "if address :domain :is \"from\" \"example.com\"", "from, header \"From\"", ""},
    {"a regular expression", "if header :regex \"Subject\" \"^a\"", "subject", ""},
    {"a quoted quote", "if header :is \"Subject\" \"a\\\"b\"", "subject", ""},
    {"a list of fields", "if header :is [\"From\", \"To\"] \"a\"", "", ""},
    {"the recipient", "if envelope :is \"to\" \"bob@example.com\"", "", ""},
    {"tests in a test", "if allof (header :is \"Subject\" \"a\", size :over 1K)", "", ""},
    {"an open quote", "if header :is \"Subject\" \"a", "subject", ""},
    {"nothing", "", "", ""},
};

TEST(ForeignCondition, IsAnsweredByAFact) {
  for (const Row& row : kConditions) {
    const ForeignAnswer got = answer_foreign_condition(row.in).value_or(ForeignAnswer{});
    EXPECT_EQ(row.facts, got.facts) << row.name;
    EXPECT_EQ(row.condition, got.condition) << row.name;
    if (got.condition.empty()) continue;
    EXPECT_NE(nullptr, parse_expression(got.condition, {}).expr) << row.name;
  }
  EXPECT_FALSE(answer_foreign_condition("* ^Subject:.*" + std::string(1'000, 'a'))) << "the help shows the condition";
}

// A condition of another filter in a line of ours.
TEST(ForeignCondition, IsFoundInARule) {
  constexpr char kHelo[] = "helo in (hewgill.com)";
  const Row rows[] = {
      {"", "match * ^Received:.*(HELO hewgill.com) then junk", "", kHelo},
      {"", "match ^Received:.*(HELO hewgill.com) then junk", "", kHelo},
      {"", "own-helo: trial match *^Received:.*\\(HELO hewgill\\.com\\)  then junk", "", kHelo},
      {"", "match * ^Received:.*(HELO hewgill.com)", "", kHelo},
      {"", "match * ^Received:.*(HELO hewgill.com) $JUNK", "", kHelo},
      {"", "match \"^Received:.*HELO hewgill.com\" then junk", "", kHelo},
      {"", "match /^Received:.*HELO hewgill.com/ then junk", "", kHelo},
      {"", "match stranger and * ^Received:.*(HELO hewgill.com) then junk", "", kHelo},
      {"", "match * ! ^Received:.*(HELO hewgill.com) then junk", "", "not helo in (hewgill.com)"},
      {"", "match ^Received:.*\\(HELO (a.com|b.org)\\) then junk", "", "helo in (a.com, b.org)"},
      {"", "match * ^Subject:.*viagra then junk", "", "subject contains \"viagra\""},
      {"", "match ^X-Mailer:.*x ^From:.*bob@example.com THEN junk", "", "from contains \"bob@example.com\""},
      {"", "match ^X-Mailer:.*x then junk", "", ""},
      {"", "match * > 5 then junk", "", ""},
      {"", "match subject matches /^re: x/ then junk", "", ""},
      {"", "", "", ""},
  };
  for (const Row& row : rows) {
    const std::optional<ForeignAnswer> got = find_foreign_condition(row.in);
    EXPECT_EQ(row.condition, got.value_or(ForeignAnswer{}).condition) << row.in;
    EXPECT_EQ(*row.condition != 0, got.has_value()) << row.in;
  }
}

std::string help_of(const std::string& text) {
  RuleFixture f(text);
  return f.rules.diagnostics.size() == 1 ? f.rules.diagnostics[0].error.help : diagnostics_text(f.rules.diagnostics);
}

TEST(Foreign, AWholeFileHasOneError) {
  const struct {
    const char* name;
    const char* file;
    int line;
    const char* text;
    const char* help;
  } rows[] = {
      {"procmail", "MAILDIR=$HOME/Maildir\n# mine\n:0\n* ^Received:.*(HELO hewgill.com)\n/dev/null\n\n:0:\nspam\n", 3,
       "this is a procmailrc, not a file of hfilter",
       "keep it in procmail, and call hfilter from there: * ? hfilter test 'CONDITION' (hfilter-recipes(7), PROCMAIL)\n"
       "`* ^Received:.*(HELO hewgill.com)` is in hfilter: helo in (hewgill.com)"},
      {"the recipe with a variable", "JUNK=.Junk/\n:0:\n* ^Received:.*\\(HELO (a.com|b.org)\\)\n$JUNK\n", 2,
       "this is a procmailrc, not a file of hfilter",
       "keep it in procmail, and call hfilter from there: * ? hfilter test 'CONDITION' (hfilter-recipes(7), PROCMAIL)\n"
       "`* ^Received:.*\\(HELO (a.com|b.org)\\)` is in hfilter: helo in (a.com, b.org)"},
      {"HELO before any other condition", ":0\n* ^Subject: a\nx\n:0\n* ^Received:.*(HELO a.com)\n$JUNK\n", 1,
       "this is a procmailrc, not a file of hfilter",
       "keep it in procmail, and call hfilter from there: * ? hfilter test 'CONDITION' (hfilter-recipes(7), PROCMAIL)\n"
       "`* ^Received:.*(HELO a.com)` is in hfilter: helo in (a.com)"},
      {"indented", "  :0\n  * ^Received:.*(HELO a.com)\n  $JUNK\n", 1, "this is a procmailrc, not a file of hfilter",
       "keep it in procmail, and call hfilter from there: * ? hfilter test 'CONDITION' (hfilter-recipes(7), PROCMAIL)\n"
       "`* ^Received:.*(HELO a.com)` is in hfilter: helo in (a.com)"},
      {"the first condition that has an answer", ":0\n* > 5\n* ^Subject: *a\nx\n:0\n* ^Subject: b\ny\n", 1,
       "this is a procmailrc, not a file of hfilter",
       "keep it in procmail, and call hfilter from there: * ? hfilter test 'CONDITION' (hfilter-recipes(7), PROCMAIL)\n"
       "`* ^Subject: *a` asks for: subject"},
      {"Sieve", "require  [\"fileinto\"];\nif header :contains \"Subject\" \"x\" { discard; }\n", 1,
       "this is a Sieve script, not a file of hfilter",
       "keep it in Sieve, and call hfilter from there: filter \"hfilter\"; (hfilter-recipes(7), DOVECOT)\n"
       "`if header :contains \"Subject\" \"x\" { discard; }` is in hfilter: subject contains \"x\""},
      {"maildrop", "if ( $SIZE > 10 )\n{\n  to \"x\"\n}\n", 1,
       "this is a mailfilter of maildrop, not a file of hfilter",
       "keep it in maildrop, and call hfilter from there: xfilter \"/usr/bin/hfilter\" (hfilter-recipes(7), MAILDROP)"},
  };
  for (const auto& row : rows) {
    RuleFixture f(row.file);
    ASSERT_EQ(1u, f.rules.diagnostics.size()) << row.name << diagnostics_text(f.rules.diagnostics);
    const Error& got = f.rules.diagnostics[0].error;
    EXPECT_EQ(row.line, got.line) << row.name;
    EXPECT_EQ(row.text, got.text) << row.name;
    EXPECT_EQ(row.help, got.help) << row.name;
  }
}

// The flag B asks the body, D minds the case: no fact of the header answers that.
TEST(Foreign, FlagsThatChangeACondition) {
  for (const char* recipe : {":0 B\n* ^Subject:.*a\nx\n", ":0D:\n* ^Subject:.*a\nx\n"}) {
    EXPECT_EQ(std::string::npos, help_of(recipe).find('\n')) << recipe;
  }
  EXPECT_NE(std::string::npos, help_of(":0 c:B.lock\n* ^Subject:.*a\nx\n").find("subject contains")) << "a lock file";
}

TEST(Foreign, OurOwnFilesAreNotTaken) {
  for (const char* slip : {"if not helo in (a.example) then junk\n", "if subject contains \"x\" then junk\n"}) {
    RuleFixture f(slip);
    EXPECT_NE(std::string::npos, diagnostics_text(f.rules.diagnostics).find("`if` does not begin a rule")) << slip;
  }
  RuleFixture f("own: match subject contains \":0\" then junk # :0\nmatch subject contains \"require [\" then junk\n");
  EXPECT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
}

/// Recipes pasted into a file of ours: each part has its error, and nothing else of the file is passed over.
TEST(Foreign, PartsOfOurOwnFiles) {
  struct Mixed {
    const char* name;
    const char* file;
    std::vector<int> lines;  // of the errors
    const char* help;        // in one of them
  };
  const Mixed rows[] = {
      {"procmail between rules",
       "match helo is me then junk\n:0:\n* ^Subject:.*a\n.Junk/\nmatch nothing then junk\n",
       {2, 5},
       "this is a recipe of procmail, not a rule of hfilter"},
      {"two recipes", "hfilter 1\n:0\n* ^Subject:.*a\nx\n\n:0\n* ^Subject:.*b\ny\n", {2}, "subject contains \"a\""},
      {"one condition", "hfilter 1\n* ^Subject:.*a\nmatch helo is me then junk\n", {2}, "subject contains \"a\""},
      {"Sieve and procmail",
       "otherwise accept\n:0\n* ^Subject:.*a\nx\nif header :is \"subject\" \"b\" { discard; }\n",
       {2, 5},
       "this is a rule of Sieve, not a rule of hfilter"},
      {"a list behind it",
       ":0\n* ^Subject:.*a\nx\nmydomains a@b\nmatch helo in mydomains then junk\n",
       {1, 4},
       "subject contains \"a\""},
      {"only `if` for `match`",
       "hfilter 1\nif header \"X\" contains \"a\" then junk\nmatch nothing then junk\n",
       {2, 3},
       "write: match header \"X\" contains \"a\" then junk"},
      {"the same, and nothing of ours", "if header \"X\" contains \"a\" then junk\n", {1}, "write: match header"},
  };
  for (const Mixed& row : rows) {
    RuleFixture f(row.file);
    std::vector<int> lines;
    for (const Diagnostic& d : f.rules.diagnostics) lines.push_back(d.error.line);
    EXPECT_EQ(row.lines, lines) << row.name;
    EXPECT_NE(std::string::npos, diagnostics_text(f.rules.diagnostics).find(row.help))
        << row.name << "\n"
        << diagnostics_text(f.rules.diagnostics);
  }
}

/// The hundredth error is the last one, and yet no line of a recipe is taken for one of ours.
TEST(Foreign, ManyPartsAreBounded) {
  std::string file = "mydomains a.example\n";
  for (int i = 0; i < 20'000; ++i) file += ":0\n* ^Subject:.*a\nx\nmatch helo in mydomains then junk\n";
  RuleFixture f(file);
  EXPECT_EQ(kMaxErrorsPerFile, f.rules.diagnostics.size());
  EXPECT_TRUE(f.rules.faulty());
}

}  // namespace
}  // namespace hfilter
