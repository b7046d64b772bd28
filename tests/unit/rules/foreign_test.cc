// SPDX-License-Identifier: BSD-2-Clause
#include "rules/foreign.h"

#include <gtest/gtest.h>

#include "base/limits.h"
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
     "match header \"From\" matches /boss/ and message size < 1000 and not header \"To\" matches /list/ then deliver "
     "\"x\"",
     ""},
    {"two fields", ":0\n* ^(To|Cc):.*sales\nx\n",
     "match header \"To\" matches /sales/ or header \"Cc\" matches /sales/ then deliver \"x\"", ""},
    {"two fields and more", ":0\n* ^(To|Cc):.*sales\n* > 10\nx\n",
     "match (header \"To\" matches /sales/ or header \"Cc\" matches /sales/) and message size > 10 then deliver \"x\"",
     ""},
    {"^TO_", ":0\n* ^TO_debian\nx\n", "match to matches /debian/ or cc matches /debian/ then deliver \"x\"", ""},
    {"a Maildir folder", ":0\n* ^List-Id:.*debian\n$MAILDIR/.lists.debian/\n",
     "match list-id matches /debian/ then deliver \"lists.debian\"", ""},
    {"a copy", ":0 c\n* ^From:.*x\nbackup\n", "match header \"From\" matches /x/ then copy \"backup\"", ""},
    {"no condition", ":0\nrest\n", "otherwise deliver \"rest\"", ""},
    {"a command", ":0\n* ^From:.*x\n| /usr/bin/tool -a b\n",
     "match header \"From\" matches /x/ then pipe \"/usr/bin/tool\" \"-a\" \"b\"", ""},
    {"a shell", ":0\n* ^From:.*x\n| gzip > y\n", "", "hfilter runs no shell"},
    {"a filter", ":0fw\n| /usr/bin/spamc\n", "", "itself the filter"},
    {"forwarding", ":0\n* ^From:.*x\n! a@example.com\n", "", "forwarding"},
    {"a program's answer makes no broader rule", ":0\n* ^From:.*x\n* ? test -e y\nz\n", "", "a program's answer"},
    {"the body", ":0 B\n* money\nz\n", "match body matches /money/ then deliver \"z\"", ""},
    {"a line of the body", ":0 B\n* ^> money$\nz\n", "match body matches /(?m)^> money$/ then deliver \"z\"", ""},
    {"B ??", ":0\n* B ?? money\n* ^Subject:.*a\nz\n",
     "match body matches /money/ and subject matches /a/ then deliver \"z\"", ""},
    {"H ??", ":0\n* H ?? ^Subject:.*a\nz\n", "match subject matches /a/ then deliver \"z\"", ""},
    {"header and body", ":0 HB\n* money\nz\n", "", "header and body at once"},
    {"a variable that is asked", ":0\n* ME ?? bob\nz\n", "", "a test of a variable"},
    {"case matters", ":0 D\n* ^Subject:.*FREE\nz\n", "match subject matches /FREE/c then deliver \"z\"", ""},
    {"an address", ":0\n* ^From:.*@example\\.com\nz\n", "match from matches /@example\\.com/ then deliver \"z\"", ""},
    {"a name beside an address", ":0\n* ^From:.*Bob Smith <bob@\nz\n",
     "match header \"From\" matches /Bob Smith <bob@/ then deliver \"z\"", ""},
    {"an identifier with its signs", ":0\n* ^List-Id:.*<x\\.example>\nz\n",
     "match header \"List-Id\" matches /<x\\.example>/ then deliver \"z\"", ""},
    {"an encoded word", ":0\n* ^Subject:.*=\\?big5\nz\n", "", "encoded words"},
    {"what is cut out", ":0\n* ^Subject: \\/.*\nz\n", "", "MATCH"},
    {"a weight below zero", ":0\n* -1.5^0\nz\n", "", "weights"},
    {"a condition of two lines", ":0\n* ^Subject:.*(one|\\\n   two)\nz\n",
     "match subject matches /(one|two)/ then deliver \"z\"", ""},
    {"a quoted folder", ":0\n* > 5\n\"$HOME/Mail/a b/\"\n", "", "the folder"},
    {"a folder of MH", ":0\n* > 5\n$MAILDIR/inbox/.\n", "match message size > 5 then deliver \"inbox\"", ""},
    {"another mailbox", ":0\n* > 5\n/var/mail/bob\n", "", "the folder /var/mail/bob"},
    {"two folders", ":0\n* > 5\na/ b/\n", "", "the folder a/ b/"},
    {"a recipe in a block", ":0\n* ^Subject:.*a\n* < 20\n{\n  :0\n  * ^From:.*b\n  z\n}\n",
     "match subject matches /a/ and message size < 20 and header \"From\" matches /b/ then deliver \"z\"", ""},
    {"all of a block", ":0\n* ^(To|Cc):.*a\n{\n  :0\n  /dev/null\n}\n",
     "match header \"To\" matches /a/ or header \"Cc\" matches /a/ then discard", ""},
    {"a block in a block", ":0\n* > 5\n{\n :0\n * < 9\n {\n  :0\n  /dev/null\n }\n}\n",
     "match message size > 5 and message size < 9 then discard", ""},
    {"a block that sets variables", ":0\n* > 5\n{ EXITCODE=67 HOST }\n", "", "a block"},
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
     "match message size > 1M and header \"to\" contains \"x\" then reject \"no\"", ""},
    {"anyof inside allof", "if allof (size :over 1M, anyof (exists \"A\", exists \"B\")) { discard; }\n",
     "match message size > 1M and (header \"A\" is not missing or header \"B\" is not missing) then discard", ""},
    {"a comment", "# if header\nif /* so */ size :under 1K { discard; } # end\n",
     "match message size < 1K then discard", ""},
    {"not exists of two", "if not exists [\"A\", \"B\"] { discard; }\n",
     "match not (header \"A\" is not missing and header \"B\" is not missing) then discard", ""},
    {"the name beside an address", "if header :contains \"From\" \"Bob Smith\" { keep; }\n",
     "match header \"From\" contains \"Bob Smith\" then accept", ""},
    {"the null sender", "if envelope :is \"from\" \"\" { keep; }\n", "match sender is empty then accept", ""},
    {"a part of an address", "if address :is \"from\" \"bob\" { keep; }\n", "match from like \"bob\" then accept", ""},
    {"contains nothing", "if header :contains \"X-A\" \"\" { discard; }\n",
     "match header \"X-A\" is not missing then discard", ""},
    {"matches anything", "if header :matches \"X-A\" \"*\" { discard; }\n",
     "match header \"X-A\" is not missing then discard", ""},
    {"two regexes", "if header :regex \"Subject\" [\"^a\", \"b+\"] { discard; }\n",
     "match subject matches /^a/ or subject matches /b+/ then discard", ""},
    {"a broken regex", "if header :regex \"Subject\" \"(\" { discard; }\n", "", "regular expression"},
    {"the body", "if body :text :contains \"x\" { discard; }\n", "match body contains \"x\" then discard", ""},
    {"a made folder with flags", "if size :over 1K { fileinto :create :flags \"\\\\Seen\" \"A\"; }\n",
     "match message size > 1K then deliver \"A\"", ""},
    {"two folders", "if size :over 1K { fileinto \"A\"; fileinto \"B\"; }\n",
     "match message size > 1K then copy \"B\", deliver \"A\"", ""},
    {"a folder and the inbox", "if size :over 1K { fileinto \"A\"; keep; }\n",
     "match message size > 1K then copy \"A\", accept", ""},
    {"only stop", "if size :over 1K { stop; }\n", "match message size > 1K then accept", ""},
    {"a header and no verdict", "if size :over 1K { addheader \"X-A\" \"b\"; }\n",
     "match message size > 1K then add header \"X-A: b\"", ""},
    {"a text of lines", "if size :over 1K { reject text:\ntoo\nbig\n.\n; }\n",
     "match message size > 1K then reject \"too big\"", ""},
    {"reject and a folder", "if size :over 1K { reject \"no\"; fileinto \"A\"; discard; }\n",
     "match message size > 1K then copy \"A\", reject \"no\"", ""},
    {"no name of a field", "if size :over 1K { addheader \"X Y\" \"z\"; }\n", "", "no form in hfilter"},
    {"no size", "if size :over x { discard; }\n", "", "the test `size`"},
    {"forwarding", "if size :over 1K { redirect \"a@b.example\"; }\n", "", "forwarding"},
    {"the local part", "if address :localpart \"to\" \"x\" { discard; }\n", "", "`:localpart` of an address"},
    {"the domain of no address", "if address :domain \"x-y\" \"x\" { discard; }\n", "", "`:domain` of x-y"},
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

/// The rules and losses of a whole file, in their order.
std::string all_of(const std::string& text) {
  RuleFixture f(text);
  std::string all;
  for (const Diagnostic& d : f.rules.diagnostics) {
    const std::string& help = d.error.help;
    all += (all.empty() ? "" : "\n") + (help.find("in hfilter's words:\n") == 0 ? help.substr(20) : help);
  }
  return all;
}

// Which branch is taken hangs on those above it.
TEST(Foreign, ChainsOfSieve) {
  const struct {
    const char* name;
    const char* in;
    const char* want;
  } rows[] = {
      {"verdicts end it", "if size :over 1K { discard; } elsif exists \"A\" { keep; } else { fileinto \"B\"; }\n",
       "match message size > 1K then discard\nmatch header \"A\" is not missing then accept\notherwise deliver \"B\""},
      {"more stands behind", "if size :over 1K { discard; } else { fileinto \"B\"; }\nif exists \"A\" { discard; }\n",
       "match message size > 1K then discard\nmatch not (message size > 1K) then deliver \"B\"\n"
       "match header \"A\" is not missing then discard"},
      {"a note does not",
       "if size :over 1K { addheader \"X\" \"y\"; } elsif exists \"A\" { discard; } else { keep; }\n",
       "match message size > 1K then add header \"X: y\"\n"
       "match (header \"A\" is not missing) and not (message size > 1K) then discard\n"
       "match not ((message size > 1K) or (header \"A\" is not missing)) then accept"},
      {"what is lost above", "if hasflag \"x\" { keep; } elsif exists \"A\" { discard; } else { discard; }\n",
       "not translated: the test `hasflag`\nnot translated: it hangs on an `if` that is not translated\n"
       "not translated: it hangs on an `if` that is not translated"},
      {"an if inside", "if size :over 1K { if exists \"A\" { discard; } else { fileinto \"q\"; } fileinto \"w\"; }\n",
       "match message size > 1K then deliver \"w\"\nnot translated: an `if` inside an `if`: join the conditions with "
       "`and`"},
  };
  for (const auto& row : rows)
    EXPECT_EQ(row.want, all_of(std::string("require [\"fileinto\"];\n") + row.in)) << row.name;
}

// A recipe inside a block is no rule for all mail.
TEST(Foreign, BlocksOfProcmail) {
  const struct {
    const char* name;
    const char* in;
    const char* want;
  } rows[] = {
      {"what a block lost, its recipes lack", ":0\n* ? test -e x\n{\n:0\n/dev/null\n}\n:0\nb\n",
       "not translated: a program's answer (? test -e x)\n"
       "not translated: it stands in a block whose conditions are not translated\notherwise deliver \"b\""},
      {"a copy", ":0 c\n* > 5\n{\n:0\n/dev/null\n}\n",
       "not translated: a block that works on a copy\n"
       "not translated: it stands in a block whose conditions are not translated"},
  };
  for (const auto& row : rows) EXPECT_EQ(row.want, all_of(row.in)) << row.name;
  std::string deep;
  for (int i = 0; i < 1'000; ++i) deep += ":0\n* > " + std::to_string(i) + "\n{\n";
  EXPECT_NE(std::string::npos, all_of(deep + ":0\n/dev/null\n").find("a block"));
  std::string wide = ":0\n";
  for (int i = 0; i < 1'000; ++i) wide += "* ^Subject:.*a" + std::to_string(i) + "\n";
  EXPECT_EQ("not translated: so long a recipe", all_of(wide + "x\n").substr(0, 32))
      << "the length of a rule is bounded";
}

TEST(Foreign, EachRecipeHasItsError) {
  RuleFixture f(":0\n* ^Subject:.*a\nx\n\n:0\n* ^Subject:.*b\ny\n");
  ASSERT_EQ(2u, f.rules.diagnostics.size());
  EXPECT_EQ(1, f.rules.diagnostics[0].error.line);
  EXPECT_EQ(5, f.rules.diagnostics[1].error.line);
  EXPECT_TRUE(f.rules.faulty());
}

TEST(Foreign, DepthOfSieveTestsIsBounded) {
  for (const int depth : {kMaxSieveDepth, kMaxSieveDepth + 1}) {
    std::string nots;
    for (int i = 0; i < depth; ++i) nots += "not ";
    RuleFixture f("require [\"fileinto\"];\nif " + nots + "exists \"Date\" { discard; }\n");
    ASSERT_EQ(1u, f.rules.diagnostics.size());
    const std::string& help = f.rules.diagnostics[0].error.help;
    EXPECT_EQ(depth > kMaxSieveDepth, help.find("tests inside tests") != help.npos) << help;
  }
}

TEST(Foreign, OurOwnFilesAreNotTaken) {
  for (const char* slip : {"if not helo in (a.example) then junk\n", "if subject contains \"x\" then junk\n"}) {
    RuleFixture f(slip);
    EXPECT_NE(std::string::npos, diagnostics_text(f.rules.diagnostics).find("a rule begins with `match`")) << slip;
  }
  RuleFixture f("own: match subject contains \":0\" then junk # :0\nmatch subject contains \"require [\" then junk\n");
  EXPECT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
}

/// Recipes pasted into a file of ours: each is told with its translation, and nothing else of the file is passed over.
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
       "match subject matches /a/ then deliver \"Junk\""},
      {"two recipes", "hfilter 1\n:0\n* ^Subject:.*a\nx\n\n:0\n* ^Subject:.*b\ny\n", {2, 6}, "matches /b/"},
      {"Sieve and procmail",
       "otherwise accept\n:0\n* ^Subject:.*a\nx\nif header :is \"subject\" \"b\" { discard; }\n",
       {2, 5},
       "match subject is \"b\" then discard"},
      {"a list behind it",
       ":0\n* ^Subject:.*a\nx\nmydomains a@b\nmatch helo in mydomains then junk\n",
       {1, 4},
       "matches /a/"},
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
