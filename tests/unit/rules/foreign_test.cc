// SPDX-License-Identifier: BSD-2-Clause
#include "rules/foreign.h"

#include <gtest/gtest.h>

#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

struct Row {
  const char* name;
  const char* in;
  const char* rule;  // in our words; "" if there is none
  const char* lost;  // a part of what is said to be lost
};

const Row kProcmail[] = {
    {"the rule of the field report", ":0\n* ^Received:.*(HELO hewgill.com)\n/dev/null\n",
     "match helo in (hewgill.com) then discard", ""},
    {"HELO with an escaped dot", ":0\n* ^Received:.*HELO hewgill\\.com\n/dev/null\n",
     "match helo in (hewgill.com) then discard", ""},
    {"HELO of one label", ":0\n* ^Received:.*(HELO friend)\n/dev/null\n", "match helo is \"friend\" then discard", ""},
    {"another test of Received", ":0\n* ^Received:.*evil\n/dev/null\n", "", "ask who handed it over"},
    {"a header regex", ":0:\n* ^Subject:.*viagra\nspam\n", "match subject matches /viagra/ then deliver \"spam\"", ""},
    {"anchored", ":0:\n* ^Subject: make money\nspam\n", "match subject matches /^make money/ then deliver \"spam\"",
     ""},
    {"words and marks", ":0:\n* ^Subject:.*\\<sex\\>^^\nspam\n",
     "match subject matches /\\bsex\\b/ then deliver \"spam\"", ""},
    {"a slash", ":0:\n* ^X-Path:.*a/b\nspam\n", "match header \"X-Path\" matches /a\\/b/ then deliver \"spam\"", ""},
    {"only the field", ":0\n* ^X-Loop:\nx\n", "match header \"X-Loop\" is not missing then deliver \"x\"", ""},
    {"size", ":0\n* > 250000\nbig\n", "match message size > 250000 then deliver \"big\"", ""},
    {"several conditions", ":0\n* ^From:.*boss\n* < 1000\n* ! ^To:.*list\nx\n",
     "match from matches /boss/ and message size < 1000 and not to matches /list/ then deliver \"x\"", ""},
    {"two fields", ":0\n* ^(To|Cc):.*sales\nx\n", "match to matches /sales/ or cc matches /sales/ then deliver \"x\"",
     ""},
    {"two fields and more", ":0\n* ^(To|Cc):.*sales\n* > 10\nx\n",
     "match (to matches /sales/ or cc matches /sales/) and message size > 10 then deliver \"x\"", ""},
    {"^TO_", ":0\n* ^TO_debian\nx\n", "match to matches /debian/ or cc matches /debian/ then deliver \"x\"", ""},
    {"a Maildir folder", ":0\n* ^List-Id:.*debian\n$MAILDIR/.lists.debian/\n",
     "match list-id matches /debian/ then deliver \"lists.debian\"", ""},
    {"a copy", ":0 c\n* ^From:.*x\nbackup\n", "match from matches /x/ then copy \"backup\"", ""},
    {"no condition", ":0\nrest\n", "otherwise deliver \"rest\"", ""},
    {"a command", ":0\n* ^From:.*x\n| /usr/bin/tool -a b\n",
     "match from matches /x/ then pipe \"/usr/bin/tool\" \"-a\" \"b\"", ""},
    {"a shell", ":0\n* ^From:.*x\n| gzip > y\n", "", "hfilter runs no shell"},
    {"a filter", ":0fw\n| /usr/bin/spamc\n", "", "itself the filter"},
    {"forwarding", ":0\n* ^From:.*x\n! a@example.com\n", "", "forwarding"},
    {"a program's answer makes no broader rule", ":0\n* ^From:.*x\n* ? test -e y\nz\n", "", "a program's answer"},
    {"the body", ":0 B\n* money\nz\n", "", "the body"},
    {"weights", ":0\n* 1^0 ^From:.*x\nz\n", "", "score N"},
    {"a block", ":0\n* ^From:.*x\n{\n", "", "a block"},
    {"a variable", ":0\n* $ ^From:.*$ME\nz\n", "", "variables"},
    {"the whole header", ":0\n* viagra\nz\n", "", "name the field"},
    {"hangs on the one above", ":0 a\n* ^From:.*x\nz\n", "", "the flags A, a, E, e"},
};

const Row kSieve[] = {
    {"a header", "if header :contains \"Subject\" \"viagra\" { fileinto \"Junk\"; stop; }\n",
     "match subject contains \"viagra\" then deliver \"Junk\"", ""},
    {"lists", "if header :is [\"X-A\", \"X-B\"] [\"a\", \"b\"] { discard; }\n",
     "match header \"X-A\" is \"a\", \"b\" or header \"X-B\" is \"a\", \"b\" then discard", ""},
    {"a glob", "if header :matches \"From\" \"*@example.com\" { keep; }\n",
     "match from like \"*@example.com\" then accept", ""},
    {"a regex", "if header :regex \"Subject\" \"^a/b\" { keep; }\n", "match subject matches /^a\\/b/ then accept", ""},
    {"a domain", "if address :domain :is \"from\" \"example.com\" { keep; }\n",
     "match from domain is \"example.com\" then accept", ""},
    {"the envelope", "if envelope :is \"from\" \"a@example.com\" { keep; }\n",
     "match sender is \"a@example.com\" then accept", ""},
    {"size", "if size :over 100K { discard; }\n", "match message size > 100K then discard", ""},
    {"exists", "if exists [\"X-A\", \"X-B\"] { discard; }\n",
     "match header \"X-A\" is not missing and header \"X-B\" is not missing then discard", ""},
    {"not", "if not exists \"Date\" { discard; }\n", "match not header \"Date\" is not missing then discard", ""},
    {"allof", "if allof (size :over 1M, header :contains \"to\" \"x\") { reject \"no\"; }\n",
     "match message size > 1M and to contains \"x\" then reject \"no\"", ""},
    {"anyof inside allof", "if allof (size :over 1M, anyof (exists \"A\", exists \"B\")) { discard; }\n",
     "match message size > 1M and (header \"A\" is not missing or header \"B\" is not missing) then discard", ""},
    {"a comment", "# if header\nif /* so */ size :under 1K { discard; } # end\n",
     "match message size < 1K then discard", ""},
    {"what is lost", "if size :over 1K { vacation \"gone\"; }\n", "", "`vacation`"},
    {"a test that is lost makes no broader rule", "if allof (size :over 1K, hasflag \"x\") { discard; }\n", "",
     "`hasflag`"},
};

void check(const Row* rows, size_t count, const char* language, const char* start) {
  for (size_t i = 0; i < count; ++i) {
    const Row& row = rows[i];
    RuleFixture f(std::string(start) + row.in);
    ASSERT_EQ(1u, f.rules.diagnostics.size()) << row.name << diagnostics_text(f.rules.diagnostics);
    const Error& got = f.rules.diagnostics[0].error;
    EXPECT_EQ("this is a file of " + std::string(language) + ", not of hfilter", got.text) << row.name;
    const std::string rule = row.rule;
    EXPECT_EQ(rule.empty(), got.help.find("in hfilter's words") == got.help.npos) << row.name << ": " << got.help;
    EXPECT_TRUE(rule.empty() || got.help.find("\n" + rule) != got.help.npos)
        << row.name << "\ngot  " << got.help << "\nwant " << rule;
    EXPECT_NE(got.help.npos, got.help.find(row.lost)) << row.name << "\ngot  " << got.help << "\nwant " << row.lost;
    if (rule.empty()) continue;
    RuleFixture ours(rule + "\n");
    EXPECT_TRUE(ours.rules.diagnostics.empty()) << row.name << diagnostics_text(ours.rules.diagnostics);
  }
}

TEST(Foreign, Procmail) { check(kProcmail, std::size(kProcmail), "procmail", "MAILDIR=$HOME/Maildir\n# mine\n"); }
TEST(Foreign, Sieve) { check(kSieve, std::size(kSieve), "Sieve", "require [\"fileinto\"];\n"); }

TEST(Foreign, EachRecipeHasItsError) {
  RuleFixture f(":0\n* ^Subject:.*a\nx\n\n:0\n* ^Subject:.*b\ny\n");
  ASSERT_EQ(2u, f.rules.diagnostics.size());
  EXPECT_EQ(1, f.rules.diagnostics[0].error.line);
  EXPECT_EQ(5, f.rules.diagnostics[1].error.line);
  EXPECT_TRUE(f.rules.faulty());
}

TEST(Foreign, OurOwnFilesAreNotTaken) {
  RuleFixture f("own: match subject contains \":0\" then junk # :0\nmatch subject contains \"require [\" then junk\n");
  EXPECT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
}

}  // namespace
}  // namespace hfilter
