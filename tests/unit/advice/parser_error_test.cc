// SPDX-License-Identifier: BSD-2-Clause
//
// The slips people make: where the error points, what it says, what help it gives.
#include <gtest/gtest.h>

#include "base/limits.h"
#include "rules/diagnostic.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

struct Slip {
  const char* in;    // one statement; lists and tests to refer to stand above it
  int column;        // where the caret stands
  const char* text;  // a part of the error
  const char* help;  // a part of the help
};

constexpr char kAbove[] =
    "mydomains hewgill.com\n"
    "mynetworks 192.0.2.0/24\n"
    "myscanners 192.0.2.25\n"
    "myaddresses greg@hewgill.com\n"
    "networks partners = 198.51.100.0/24\n"
    "words drugs = viagra\n"
    "test direct = not via myscanners\n";
constexpr int kLine = 8;

const Slip kSlips[] = {
    // statements
    {"math stranger then junk", 1, "`math` is not a statement", "did you mean `match`?"},
    {"if stranger then junk", 1, "`if` does not begin a rule", "match stranger then junk"},
    {"unless local", 1, "`unless` is not a statement", "indent"},
    {"junk", 1, "`junk` is not a statement", "match CONDITION then junk"},
    {"\"x\" = y", 1, "does not begin a statement", "column 1"},
    {"hfilter 1", 1, "`hfilter` is not the first statement", "top of the file"},
    {"own : match stranger then junk", 5, "`:` belongs directly after the name", "own: match"},
    {"1st: match stranger then junk", 1, "`1st` is not a valid name of a rule", "letters, digits and -"},
    {"own: test x = stranger", 6, "`match` is missing before `test`", "NAME: [trial] match"},
    {"otherwise then junk", 11, "`then` does not belong after `otherwise`", "otherwise junk"},
    {"at scroe 4 then junk", 4, "`scroe` is not `score`", "write: at score 4 then junk"},
    {"at score four then junk", 10, "`four` is not a valid number", "2.5"},
    {"at score 4 junk", 12, "`then` is missing", "at score 4 then junk"},
    {"include noquotes", 9, "`include` needs a file name in quotes", "\"noquotes\""},
    {"include \"gone\"", 9, "there is no file /home/greg/gone", "include optional"},
    {"include \"{helo}\"", 10, "`{helo}` is not allowed here", "must not choose a path"},
    {"set dns-timout 3s", 5, "`dns-timout` is not a setting", "did you mean `dns-timeout`?"},
    {"set on-error maybe", 14, "`maybe` is not a value", "defer or pass"},
    {"set on-error", 13, "a value is missing", "defer or pass"},
    {"set on-error = pass", 14, "`=` does not belong in a setting", "set on-error pass"},
    {"set defer-limit 4", 17, "`4` is not a valid duration", "2h"},
    {"set defer-limit 40w", 17, "out of range", "at most 14d"},
    {"set log ~/log", 9, "`~` begins a file name without quotes", "write: set log \"~/log\""},
    {"set log-keep 0", 14, "`0` is not a number of older parts", "from 1 to 100"},
    {"set log-keep 101", 14, "is not a number of older parts", "from 1 to 100"},
    {"set log-keep 9999", 14, "is not a number of older parts", "from 1 to 100"},
    {"set log-keep -1", 14, "is not a number of older parts", "write a number from 1 to 100"},
    {"set log-keep all", 14, "is not a number of older parts", "write a number from 1 to 100"},
    {"set log syslog, off", 17, "`off` is not the only value", "set log off"},
    {"set host a..b", 10, "is not the name of a host", "mail.example.com"},
    // lists
    {"mydomains hewgill.com match", 23, "`match` does not belong in a list of domains", "write: \"match\""},
    {"mydomains hewgill.com\n match stranger then junk", -2, "`match` does not belong in a list of domains",
     "column 1"},
    {"mydomains from domains.txt", 11, "`from` does not belong in a list of domains", "from \"FILE\""},
    {"mydomains", 10, "an entry is missing", "= ()"},
    {"mydomains a.example,, b.example", 21, "an entry is missing before `,`", ""},
    {"mydomains += a.example", 11, "`+=` does not belong in a list", "several lines add up: mydomains ENTRY, ENTRY"},
    {"mydomains *.example.com", 11, "is not a domain", ".example.com"},
    {"mydomains 192.0.2.1", 11, "an address, not a domain", "networks"},
    {"mydomains /etc/hfilter/domains", 11, "is not a domain", "from \"FILE\""},
    {"mydomains a.example until 2026-02-30", 27, "`2026-02-30` is not a day of the calendar", "YYYY-MM-DD"},
    {"mydomains a.example until", 26, "a date is missing", "YYYY-MM-DD"},
    {"mynetworks 192.0.2.7/24", 12, "bits set after its prefix",
     "write the network 192.0.2.0/24, or the one address 192.0.2.7"},
    {"mynetworks 192.0.2.0/40", 12, "is not a network", "192.0.2.0/24"},
    {"domains x y.example", 11, "`=` is missing before `y.example`", "write: domains x = y.example"},
    {"domains = y.example", 9, "the name of the list is missing before `=`", "domains NAME ="},
    {"domains stranger = y.example", 9, "a word of the language", "another name"},
    {"networks partners = 10.0.0.0/8", 10, "the list `partners` is already defined", "+="},
    {"domains partners += y.example", 1, "a list of networks", "networks partners"},
    {"domains mydomains = y.example", 9, "has its own statement", "mydomains ENTRY"},
    {"addresses a = example.com", 15, "is not a mail address", "@example.com"},
    // tests
    {"test t = stranger then junk", 19, "`then` does not belong in a test",
     "use the test in a rule: match NAME then ACTION"},
    {"test t stranger", 8, "`=` is missing before `stranger`", "write: test t = stranger"},
    {"test helo = stranger", 6, "a word of the language", "another name"},
    {"test direct = stranger", 6, "the test `direct` is already defined", ""},
    {"test partners = stranger", 6, "the list `partners` is already defined", ""},
    // conditions
    {"match helo is bare-ip or localhost then junk", 26, "`localhost` is not a condition",
     "commas: helo is bare-ip, localhost"},
    {"match heol in mydomains then junk", 7, "`heol` is not a condition", "did you mean `helo`?"},
    {"match ehlo in mydomains then junk", 7, "`ehlo` is not a condition", "did you mean `helo`?"},
    {"match size > 10 then junk", 7, "`size` is not a condition", "message size"},
    {"match mydomains then junk", 7, "`mydomains` is not a condition", "helo in mydomains"},
    {"match then junk", 7, "a condition is missing before `then`", ""},
    {"match stranger and then junk", 20, "a condition is missing before `then`", ""},
    {"match stranger or local and direct then junk", 25, "`and` mixed with `or`", "(A or B) and C"},
    {"match (stranger then junk", 7, "`(` is not closed", "missing before `then`"},
    {"match stranger) then junk", 15, "`)` has no `(` before it", ""},
    {"match stranger the junk", 16, "`the` does not belong here", "did you mean `then`?"},
    {"match stranger junk", 16, "`then` is missing before `junk`", "then junk"},
    {"match stranger", 15, "`then` is missing in this rule", ""},
    {"match stranger\n match direct then junk", -2, "`then` is missing before `match`", "column 1"},
    {"match stranger is true then junk", 16, "`is` is not a test of `stranger`",
     "it is complete without a test: stranger, or: not stranger"},
    {"match \"x\" then junk", 7, "is not a condition", "subject contains"},
    {"match any hop subject is \"x\" then junk", 15, "`subject` is not a fact of a hop", "client, helo, rdns"},
    {"match any hop not encrypted then junk", 15, "needs brackets", "not any hop"},
    {"match any hop direct then junk", 15, "`direct` is a test, and a test is not about one hop", ""},
    {"match any hop via myscanners then junk", 15, "`via` is not a fact of a hop", "any hop by in"},
    {"match hop zero helo is me then junk", 11, "`zero` is not the number of a hop", "topmost"},
    {"match hop 0 helo is me then junk", 11, "`0` is not the number of a hop", "topmost"},
    {"match via not myscanners then junk", 11, "`not` belongs before `via`", "not via myscanners"},
    {"match via mydomains then junk", 11, "a list of domains", "list of hosts"},
    {"match tagged \"x\" then junk", 14, "`\"x\"` does not belong in quotes", "tagged x"},
    {"match header Subject contains \"x\" then junk", 14, "`Subject` needs quotes", "write: subject contains \"x\""},
    {"match header \"Subject:\" contains \"x\" then junk", 14, "`\"Subject:\"` is not a valid name of a header field",
     "header \"Subject\""},
    {"match header \"X Y\" contains \"x\" then junk", 14, "`\"X Y\"` is not a valid name of a header field", ""},
    // is
    {"match helo = hewgill.com then junk", 12, "`=` is not a test of `helo`", "helo is hewgill.com"},
    {"match helo != hewgill.com then junk", 12, "`!=` is not a test of `helo`", "is not hewgill.com"},
    {"match helo =~ foo then junk", 12, "`=~` is not a test of `helo`", "matches /foo/"},
    {"match helo is bare-up then junk", 15, "is not a word of `helo`", "did you mean `bare-ip`?"},
    {"match helo is friend then junk", 15, "is not a word of `helo`", "helo is \"friend\""},
    {"match helo is 192.0.2.1 then junk", 15, "an address, not a domain", "helo is bare-ip"},
    {"match helo is mydomains then junk", 15, "`mydomains` is a list", "helo in mydomains"},
    {"match helo localhost then junk", 12, "is not a test of `helo`", "helo is localhost"},
    {"match helo is then junk", 15, "a value is missing before `then`", ""},
    {"match helo is not in mydomains then junk", 19, "`in` does not belong after `is`", "helo not in mydomains"},
    {"trial: match helo in mydomains then junk", 1, "`trial:` is not the name of a rule", "NAME: trial match"},
    {"match helo is /x/ then junk", 15, "after `is`", "matches /x/"},
    {"match client is 192.0.2.0/24 then junk", 17, "is a network", "client in 192.0.2.0/24"},
    {"match client is \"192.0.2.1\" then junk", 17, "`\"192.0.2.1\"` does not belong in quotes", ""},
    {"match sender is example.com then junk", 17, "is not a word of `sender`", "sender domain is example.com"},
    {"match sender is @example.com then junk", 17, "`@example.com` is not a whole address",
     "sender domain is example.com"},
    {"match subject is hello then junk", 18, "is not a word of `subject`", "subject is \"hello\""},
    {"match border is lost then junk", 17, "is not a word of `border`", "found"},
    {"match hops is 3 then junk", 15, "`is` does not belong before a number", "hops = 3"},
    {"match subject missing then junk", 15, "is not a test of `subject`", "subject is missing"},
    // in
    {"match helo in mydomain then junk", 15, "there is no list `mydomain`", "did you mean `mydomains`?"},
    {"match helo in nothing-like-it then junk", 15, "there is no list", "domains nothing-like-it ="},
    {"match helo in direct then junk", 15, "`direct` is a test, not a list", "a test is a condition by itself: direct"},
    {"match helo in \"a.example\" then junk", 15, "is not a list", "(\"a.example\")"},
    {"match helo in then junk", 15, "a list is missing before `then`", "(ENTRY, ENTRY)"},
    {"match helo in mynetworks then junk", 15, "a list of networks", "client in mynetworks"},
    {"match helo in myscanners then junk", 15, "a list of hosts", "helo is me"},
    {"match client in mydomains then junk", 17, "a list of domains", "helo in mydomains"},
    {"match sender in mydomains then junk", 17, "a list of domains", "sender domain in mydomains"},
    {"match sender domain in myaddresses then junk", 24, "a list of addresses", "sender in myaddresses"},
    {"match client in 10.0.0.0/8, 192.168.0.0/16 then junk", 27, "entries with `,` need brackets",
     "(10.0.0.0/8, 192.168.0.0/16)"},
    {"match client in (10.0.0.0/8 then junk", 17, "`(` is not closed", "missing before `then`"},
    {"match client in () then junk", 17, "an empty list", ""},
    {"match client in (10.0.0.1/8) then junk", 18, "bits set", ""},
    // text
    {"match subject contains foo then junk", 24, "`contains` needs a text in quotes", "\"foo\""},
    {"match subject contains (\"a\", \"b\") then junk", 24, "`(` does not belong before a text",
     "write: subject contains \"a\", \"b\""},
    {"match subject contains \"\" then junk", 24, "`\"\"` is in every text", "is empty"},
    {"match subject contains \"a then junk", 24, "the closing `\"` is missing", ""},
    {"match subject contains \"a\\n\" then junk", 26, "`\\n` is not known in a text", "\\\\"},
    {"match subject contians \"a\" then junk", 15, "is not a test of `subject`", "did you mean `contains`?"},
    {"match subject matches foo then junk", 23, "`foo` is not a valid regular expression", "/foo/"},
    {"match subject matches \"foo\" then junk", 23, "`\"foo\"` is not a valid regular expression", "/foo/"},
    {"match subject matches /foo then junk", 23, "the closing `/` of the regular expression is missing", ""},
    {"match subject matches /foo/g then junk", 28, "`g` is not a flag of a regular expression",
     "the only flag is c (case matters); without it any case matches"},
    {"match subject matches // then junk", 23, "`//` is in every text", ""},
    {"match subject matches /(a/ then junk", 24, "this group is not closed", "\\("},
    {"match subject matches /\\<a/ then junk", 24, "`\\<` is only known to procmail", "\\b"},
    {"match subject matches /^^a/ then junk", 24, "`^^` is only known to procmail",
     "write ^ for the beginning of the value, and $ for its end"},
    {"match subject matches /a(?=b)/ then junk", 25, "look-ahead", "and not"},
    // numbers
    {"match message size > -5 then junk", 22, "never is", "15K"},
    {"match message size > big then junk", 22, "`big` is not a valid size", "15K"},
    {"match message size 45K..15K then junk", 20, "`45K..15K` is an empty range", "15K..45K"},
    {"match hops == 3 then junk", 12, "`==` does not compare numbers", "write `=`"},
    {"match hops != 3 then junk", 12, "`!=` does not compare numbers", "write: not hops = 3"},
    {"match hops 3 then junk", 12, "a comparison is missing", "hops = 3"},
    {"match hops > then junk", 14, "a value is missing before `then`", "2.5"},
    {"match age > 3 then junk", 13, "`3` is not a valid duration", "2h"},
    {"match date < 2026-13-01 then junk", 14, "`2026-13-01` is not a day of the calendar", "YYYY-MM-DD"},
    {"match date < 1.2.2026 then junk", 14, "`1.2.2026` is not a valid date", "write: 2026-02-01"},
    {"match hops > 99999999999999999999 then junk", 14, "is too large", ""},
    // actions
    {"match stranger then", 20, "an action is missing", "accept, junk"},
    {"match stranger then spam", 21, "`spam` is not an action", "did you mean `junk`?"},
    {"match stranger then jnuk", 21, "`jnuk` is not an action", "did you mean `junk`?"},
    {"match stranger then reject no thanks", 28, "`reject` needs a text in quotes, which the sender gets",
     "\"no thanks\""},
    {"match stranger then discard \"x\"", 29, "`discard` has no text", "log \"x\""},
    {"match stranger then junk, score 3", 21, "the verdict `junk` is not last",
     "notes come before it: then NOTE, junk"},
    {"match stranger then junk, discard", 27, "a second verdict", "a rule has one verdict; keep one of the two"},
    {"match stranger then junk discard", 26, "a second verdict", "a rule has one verdict; keep one of the two"},
    {"match stranger then tag a and junk", 27, "`and` does not belong here", ""},
    {"match stranger then tag a junk", 27, "a comma is missing", ""},
    {"match stranger then tag \"x\"", 25, "`\"x\"` does not belong in quotes", "write: tag x"},
    {"match stranger then score", 26, "a value is missing", "2.5"},
    {"match stranger then add \"X: y\"", 25, "`header` is missing", "add header"},
    {"match stranger then add header \"X\"", 32, "`\"X\"` is not a valid header field",
     "write: add header \"NAME: VALUE\""},
    {"match stranger then add header \"X Y: z\"", 32, "`\"X Y: z\"` is not a valid header field", ""},
    {"match stranger then add header \"{helo}: z\"", 32, "`\"{helo}: z\"` has a placeholder in the name of the field",
     ""},
    {"match stranger then add header \"X-HFilter-Status: z\"", 32, "is not for rules", ""},
    {"match stranger then remove header \"Received\"", 35, "is not for rules", ""},
    {"match stranger then remove header \"X: y\"", 35, "`\"X: y\"` is not a valid name of a header field",
     "remove header \"X\""},
    {"match stranger then junk \"{hello}\"", 27, "`{hello}` is not a variable", "did you mean `{helo}`?"},
    {"match stranger then deliver \"{helo}\"", 30, "`{helo}` is not allowed here", "choose a path"},
    {"match stranger then copy \"{sender}\"", 27, "`{sender}` is not allowed here", "choose a path"},
    {"match stranger then pipe \"/bin/x\" \"{rdns}\"", 36, "`{rdns}` is not allowed here", "choose a path"},
    {"match stranger then deliver \"../x\"", 29, "`../x` is not a valid folder: it is outside the Maildir", ""},
    {"match stranger then deliver \"/var/x\"", 29, "`\"/var/x\"` is not a folder of the Maildir", ""},
    {"match stranger then deliver \"| /bin/x a@b\"", 29, "`| /bin/x a@b` is a program, not a folder",
     "write: pipe \"/PATH\" \"ARGUMENT\" ..."},
    {"match stranger then copy \"|/bin/x\"", 26, "`|/bin/x` is a program, not a folder", ""},
    {"match stranger then deliver \"Spam/.\"", 29, "`Spam/.` is not a valid folder: one of its parts is empty",
     "Lists/work"},
    {"match stranger then copy \"a..b\"", 26, "`a..b` is not a valid folder", "Lists/work"},
    {"match stranger then deliver \"Spam.\"", 29, "`Spam.` is not a valid folder", "Lists/work"},
    {"match stranger then deliver \"$MAILDIR/Spam\"", 29, "`\"$MAILDIR/Spam\"` is not a folder of the Maildir",
     "write: deliver \"Spam\""},
    {"match stranger then deliver \"bob@example.com\"", 29, "an address, not a folder", "sendmail"},
    {"match stranger then pipe \"cmd\"", 26, "absolute path", "no shell"},
    {"match stranger then pipe \"cmd x\"", 26, "absolute path",
     "write: pipe \"/PATH\" \"ARGUMENT\"; there is no shell and no PATH"},
    {"match stranger then subject \"x\"", 29, "`prefix` is missing", "subject prefix"},
    {"match stranger then junk unless local", 26, "`unless` does not belong here", "match A unless B"},
    {"match stranger then junk until tomorrow", 32, "`tomorrow` is not a valid date", "YYYY-MM-DD"},
    {"match stranger then junk until 2026-01-01 until 2026-01-02", 43, "`until` is already in this rule", ""},
    {"match stranger then junk since 2026-02-01 until 2026-01-02", 43, "never in force", ""},
    {"at score 4 then score 3", 17, "comes too late", ""},
    {"otherwise junk, accept", 17, "a second verdict", ""},
};

TEST(ParserError, EachSlipHasItsPlaceTextAndHelp) {
  for (const Slip& slip : kSlips) {
    const std::string in = slip.in;
    RuleFixture f(kAbove + in + "\n");
    ASSERT_EQ(1u, f.rules.diagnostics.size()) << in << "\n" << diagnostics_text(f.rules.diagnostics);
    const Diagnostic& got = f.rules.diagnostics[0];
    EXPECT_TRUE(got.is_error) << in;
    EXPECT_NE(std::string::npos, got.error.text.find(slip.text))
        << in << "\ngot  " << got.error.text << "\nwant " << slip.text;
    EXPECT_NE(std::string::npos, (got.error.text + got.error.help).find(slip.help))
        << in << "\ngot  " << got.error.help << "\nwant " << slip.help;
    // A negative column: the error is in the next line.
    EXPECT_EQ(slip.column < 0 ? kLine + 1 : kLine, got.error.line) << in;
    EXPECT_EQ(std::abs(slip.column), got.error.column) << in << ": " << got.error.text;
    EXPECT_TRUE(f.rules.faulty());
    EXPECT_TRUE(f.rules.rules.empty()) << in;
  }
}

TEST(ParserError, FormatIsTheOneOfTheManual) {
  RuleFixture f;
  f.load("hfilter 1\n\nmatch helo is bare-ip or localhost then junk\n");
  ASSERT_EQ(1u, f.rules.diagnostics.size());
  EXPECT_EQ(
      "/home/greg/.hfilterrc:3:26: error: `localhost` is not a condition\n"
      "     3 | match helo is bare-ip or localhost then junk\n"
      "       |                          ^~~~~~~~~\n"
      "       = help: write several values with commas: helo is bare-ip, localhost",
      format_diagnostic(f.rules.diagnostics[0]));
}

TEST(ParserError, ColumnsAreCharacters) {
  const struct {
    const char* name;
    std::string in;
    int line, column, length;
  } rows[] = {
      {"UTF-8 before it", "match subject contains \"\xC3\xBC\xE2\x82\xAC\" and foo then junk\n", 1, 33, 3},
      {"a byte order mark counts not", "\xEF\xBB\xBFmatch foo then junk\n", 1, 7, 3},
      {"CRLF", "hfilter 1\r\nmatch foo then junk\r\n", 2, 7, 3},
      {"a tab is one", "match\tfoo then junk\n", 1, 7, 3},
      {"a continued line", "match stranger\n   and foo\n   then junk\n", 2, 8, 3},
      {"behind the last word", "match stranger", 1, 15, 1},
      {"comments between", "match stranger # yes\n# no\n\n  and foo then junk\n", 4, 7, 3},
  };
  for (const auto& row : rows) {
    RuleFixture f(row.in);
    ASSERT_EQ(1u, f.rules.diagnostics.size()) << row.name << diagnostics_text(f.rules.diagnostics);
    EXPECT_EQ(row.line, f.rules.diagnostics[0].error.line) << row.name;
    EXPECT_EQ(row.column, f.rules.diagnostics[0].error.column) << row.name;
    EXPECT_EQ(row.length, f.rules.diagnostics[0].length) << row.name;
  }
}

TEST(ParserError, ALongLineIsShownAroundTheFault) {
  RuleFixture f("match subject contains \"" + std::string(5'000, 'x') + "\" and foo then junk, tag " +
                std::string(5'000, 'y') + "\n");
  const std::string text = format_diagnostic(f.rules.diagnostics[0]);
  EXPECT_LT(text.size(), 800u);
  EXPECT_NE(text.npos, text.find("... "[0]));
}

TEST(ParserError, TheCaretStandsRightAndFitsTheTerminal) {
  const struct {
    const char* name;
    std::string in;
    int columns;
    const char* want;  // source line and caret
  } rows[] = {
      {"all of it fits", "match foo then junk", 80, "     1 | match foo then junk\n       |       ^~~"},
      {"a wide character before it takes two", "match subject is \"\xE6\x97\xA5\" and foo then junk", 80,
       "     1 | match subject is \"\xE6\x97\xA5\" and foo then junk\n       |                           ^~~"},
      {"a combining one none", "match subject is \"e\xCC\x81\" and foo then junk", 80,
       "     1 | match subject is \"e\xCC\x81\" and foo then junk\n       |                          ^~~"},
      {"cut on both sides", "match subject contains \"one two three four five\" and foo then junk \"a long text\"", 50,
       "     1 | ... three four five\" and foo then junk...\n       |                          ^~~"},
      {"a fault that no line holds", "match " + std::string(100, 'a') + " then junk", 40,
       "     1 | ...aaaaaaaaaaaaaaaaaaaaaaaaa...\n       |    ^~~~~~~~~~~~~~~~~~~~~~~~~"},
  };
  for (const auto& row : rows) {
    RuleFixture f(row.in + "\n");
    ASSERT_EQ(1u, f.rules.diagnostics.size()) << row.name;
    const std::string text = format_diagnostic(f.rules.diagnostics[0], row.columns);
    const size_t source = text.find('\n') + 1;
    EXPECT_EQ(row.want, text.substr(source, text.find("\n       = help", source) - source)) << row.name;
  }
}

TEST(ParserError, ControlsAreShownEscaped) {
  RuleFixture f("match \x1b[31mfoo then junk\n");
  const std::string text = format_diagnostic(f.rules.diagnostics[0]);
  EXPECT_EQ(text.npos, text.find('\x1b')) << text;
}

TEST(ParserError, AllErrorsOfAFileInOneRun) {
  RuleFixture f(
      "match foo then junk\n"
      "good: match stranger then junk\n"
      "match (stranger then junk\n"
      "mydomains a..b\n"
      "match stranger then jnuk\n");
  ASSERT_EQ(4u, f.rules.diagnostics.size()) << diagnostics_text(f.rules.diagnostics);
  const int lines[] = {1, 3, 4, 5};
  for (size_t i = 0; i < 4; ++i) EXPECT_EQ(lines[i], f.rules.diagnostics[i].error.line);
}

TEST(ParserError, ErrorsOfOneFileAreBounded) {
  std::string text;
  for (int i = 0; i < 1'000; ++i) text += "match foo then junk\n";
  RuleFixture f(text);
  EXPECT_EQ(kMaxErrorsPerFile, f.rules.diagnostics.size());
}

TEST(ParserError, AnIndentedFirstLineIsAnError) {
  RuleFixture f("  match stranger then junk\nmatch stranger then junk\n");
  ASSERT_EQ(1u, f.rules.diagnostics.size());
  EXPECT_EQ("`match` does not begin a statement on an indented line", f.rules.diagnostics[0].error.text);
}

TEST(ParserError, VersionsOfLaterLanguagesAreNamed) {
  const struct {
    const char* in;
    const char* want;
  } rows[] = {
      {"hfilter 1", ""},
      {"hfilter 1.0", ""},
      {"hfilter 2", "the rules need hfilter 2, this is 1.0"},
      {"hfilter 1.7", "the rules need hfilter 1.7, this is 1.0"},
      {"hfilter", "`hfilter` needs the version of the rule language"},
      {"hfilter one", "`hfilter` needs the version of the rule language"},
  };
  for (const auto& row : rows) {
    RuleFixture f(std::string(row.in) + "\n");
    EXPECT_EQ(row.want, f.rules.diagnostics.empty() ? "" : f.rules.diagnostics[0].error.text) << row.in;
  }
}

}  // namespace
}  // namespace hfilter
