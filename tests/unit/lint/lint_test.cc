// SPDX-License-Identifier: BSD-2-Clause
//
// Each warning: what makes it, and what does not.
#include "lint/lint.h"
#include "rules/diagnostic.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/limits.h"
#include "unit/rules/rule_fixture.h"
#include "unit/rules/shown_texts.h"

namespace hfilter {
namespace {

struct Row {
  const char* name;
  const char* yes;  // statements that get the warning
  const char* no;   // and others that do not
};

constexpr char kGood[] =
    "mydomains hewgill.com\nmynetworks 192.0.2.0/24\nmyhosts occam.hewgill.net\nmyscanners 192.0.2.25\n";

const Row kRows[] = {
    {"undecided", "match helo in mydomains unless spf is pass then junk\n",
     "match helo in mydomains unless surely (spf is pass) then junk\n"},
    {"unreachable", "match helo is bare-ip, literal then junk\nmatch helo is literal then discard\n",
     "match helo is literal then junk\nmatch helo is bare-ip, literal then discard\n"},
    {"unreachable", "match stranger then junk\nmatch stranger and hops = 1 then discard\n",
     "match stranger and hops = 1 then junk\nmatch stranger then discard\n"},
    {"unreachable", "match helo in mydomains or hops > 5 then junk\nmatch hops > 9 then discard\n",
     "match helo in mydomains or hops > 9 then junk\nmatch hops > 5 then discard\n"},
    {"unreachable", "match subject contains \"a\" then junk\nmatch subject contains \"ba\" then discard\n",
     "match subject contains \"ba\" then junk\nmatch subject contains \"a\" then discard\n"},
    {"unreachable", "test t = stranger\nmatch stranger then junk\nmatch t and local then discard\n",
     "trial match stranger then junk\nmatch stranger and local then discard\n"},
    {"unreachable", "match stranger unless local then junk\nmatch stranger unless local then discard\n",
     "match stranger unless local then junk\nmatch stranger then discard\n"},
    {"unreachable",
     "match not helo is literal, bare-ip then junk\nmatch not helo is literal, bare-ip, generic then discard\n",
     "match stranger then tag x\nmatch stranger then junk\n"},
    {"unreachable", "match stranger then junk\nmatch stranger then score 2\n",
     "match stranger then junk until 2027-01-01\nmatch stranger then discard\n"},
    {"unreachable", "match helo in (example.com) then junk\nmatch helo is mail.example.com then accept\n",
     "match helo in (=example.com) then junk\nmatch helo is mail.example.com, .example.com then tag x\n"},
    {"unreachable", "match from domain is example.com then junk\nmatch from is bob@example.com then accept\n",
     "match from is bob@example.com then junk\nmatch from domain is example.com then deliver \"x\"\n"},
    {"unreachable",
     "addresses friends = bob@hewgill.com, @a.hewgill.com, .b.hewgill.com\nmatch from domain in mydomains then junk\n"
     "match from in friends and dmarc is pass then accept\n",
     "addresses friends = bob@hewgill.com, al@example.com\nmatch from domain in mydomains then junk\n"
     "match from in friends and dmarc is pass then accept\n"},
    {"unreachable", "match client in (198.51.100.0/24) then junk\nmatch client in 198.51.100.16/28 then accept\n",
     "match client in (198.51.100.0/28) then junk\nmatch client in 198.51.100.0/24 then accept\n"},
    {"unreachable", "match client in (198.51.100.0/24) then junk\nmatch client is 198.51.100.7 then accept\n",
     "match client in (198.51.100.0/24, !198.51.100.7) then junk\nmatch client is 198.51.100.7 then accept\n"},
    {"unreachable", "match client in (2001:db8::/32) then junk\nmatch client is 2001:db8::1 then accept\n",
     "match client in (198.51.100.0/24, !198.51.100.7) then junk\nmatch client in 198.51.100.0/25 then accept\n"},
    {"unreachable", "match rdns ends \".example.com\" then junk\nmatch rdns is a.example.com then accept\n",
     "match not rdns ends \".example.com\" then junk\nmatch rdns is a.example.com then accept\n"},
    {"unreachable", "match rdns is .example.com then junk\nmatch rdns in (a.example.com) then accept\n",
     "domains d from \"/l/full\"\nmatch rdns in d then junk\nmatch rdns is a.example then accept\n"},
    {"unreachable", "match sender in (@example.com) then junk\nmatch sender is bob@example.com then accept\n",
     "match sender in (@example.com) then junk\nmatch from is bob@example.com then accept\n"},
    {"unreachable", "match from ends \"@example.com\" then junk\nmatch from in (bob@example.com) then accept\n",
     "match from begins \"example\" then junk\nmatch from domain is example.com then accept\n"},
    {"unreachable", "match helo in (example.com) then junk\nmatch helo in (mail.example.com) then accept\n",
     "match helo not in (example.com) then junk\nmatch helo is mail.example.com then accept\n"},
    {"unreachable", "match client in mynetworks then junk\nmatch client in (192.0.2.64/26) then accept\n",
     "networks d = 198.51.100.0/24 until 2026-06-01\nmatch client in d then junk\n"
     "match client is 198.51.100.7 then accept\n"},
    {"late-exception",
     "match from domain is example.com and helo is generic then junk\n"
     "match from is bob@example.com and dmarc is pass then accept\n",
     "match from is bob@example.com and dmarc is pass then accept\n"
     "match from domain is example.com and helo is generic then junk\n"},
    {"late-exception",
     "test odd = rdns is generic, missing and hops > 3\nmatch odd then discard\n"
     "match rdns is missing and client in 198.51.100.0/24 then accept\n",
     "match rdns is generic, missing and hops > 3 then tag x\n"
     "match rdns is missing and client in 198.51.100.0/24 then accept\n"},
    {"late-exception",
     "match from domain is example.com and helo is generic then junk\n"
     "match from is bob@example.com unless dmarc is fail then accept\n",
     "match from domain is example.com and not surely (dmarc is pass) then junk\n"
     "match from is bob@example.com and dmarc is pass then accept\n"},
    {"late-exception",
     "match from domain is example.com and hops > 3 then junk\nmatch from is al@example.com and local then accept\n",
     "match from domain is example.com and hops > 3 unless from is al@example.com then junk\n"
     "match from is al@example.com and local then accept\n"},
    {"late-exception",
     "match stranger and hops > 3 and helo is generic then junk\nmatch stranger and hops > 9 and local then accept\n",
     "match stranger and hops > 3 then junk\nmatch stranger and local then accept\n"},
    {"late-exception", "match hops > 3 and helo is generic then junk\nmatch hops > 9 and local then accept\n",
     "match hops > 3 and helo is generic then junk until 2026-06-01\nmatch hops > 9 and local then accept\n"},
    {"strangers-line", "match header \"Received\" contains \"(HELO hewgill.com)\" then junk\n",
     "match believed header \"Received\" contains \"x\" or header \"Received-SPF\" contains \"x\" then junk\n"},
    {"strangers-line",
     "test odd = any hop helo in mydomains\nmatch odd then junk\nmatch odd and local then reject \"no\"\n",
     "trial match any hop helo in mydomains then junk\nmatch any hop helo in mydomains then tag x\n"},
    {"strangers-line", "match hops > 3 unless header \"received\" contains \"x\" then discard\n",
     "match hop 1 helo in mydomains then junk\nmatch any hop helo in mydomains then deliver \"x\"\n"},
    {"early-threshold", "at score 2 then junk\nmatch stranger then score 2\n",
     "match stranger then score 2\nat score 2 then junk\n"},
    {"early-threshold",
     "match local then score 1\nat score 3 then junk\nat score 2 then tag x\nmatch stranger then score 2\n",
     "match stranger then score 2\nat score 2 then junk\ntrial match local then score 3\nmatch hops > 3 then junk\n"},
    {"forgeable", "test bob = from is bob@example.com\nmatch bob then accept\n",
     "match from is bob@example.com and client in 198.51.100.0/24 then accept\n"},
    {"forgeable", "match from is bob@example.com then accept\n", "match from is bob@example.com then tag bob\n"},
    {"unescaped-dot", "match attachment name matches /.exe$/ then junk\n",
     "match attachment name matches /\\.exe$/ then junk\n"},
    {"unescaped-dot", "match any attachment name matches /^invoice.*.(exe|scr)$/ then junk\n",
     "match any attachment name matches /^invoice.*[.](exe|scr)$/ then junk\n"},
    {"unescaped-dot", "match attachment name matches /.(?:js|vbs)|x/ then junk\n",
     "match attachment name matches /.+file|a.b/ then junk\n"},
    {"one-text", "match subject contains \"viagra, cialis\" then junk\n",
     "match subject contains \"viagra\", \"cialis\" then junk\n"},
    {"one-text", "match header \"X-A\" is \"a,b\" then junk\n", "match header \"X-A\" is \"Hello, world\" then junk\n"},
    {"one-text", "match any attachment name ends \".exe,.scr\" then junk\n",
     "match subject contains \"1,000,000\", \"dear friend, hello\", \"x,\" then junk\n"},
    {"field-name", "match subject matches /^Subject: win/ then junk\n",
     "match subject matches /^win: a/ or body matches /^From: / then junk\n"},
    {"field-name", "match header \"X-A\" begins with \"x-a: x\" then junk\n",
     "match subject begins \"Date: x\" or subject contains \"subject: you\" then junk\n"},
    {"field-name", "match header \"To\" matches /^TO_bob/ then junk\n",
     "match header \"To\" matches /^tobias/ then junk\n"},
    {"field-name", "match subject matches /^FROM_DAEMON/ then junk\n",
     "match subject matches /^from daemon/ then junk\n"},
    {"name-beside", "match from contains \"Bob Smith\" then junk\n",
     "match header \"From\" contains \"Bob Smith\" or from contains \"smith@\" then junk\n"},
    {"name-beside", "match to ends with \"bob@example.com>\" then junk\n",
     "match sender domain ends with \"x y\" then junk\n"},
    {"name-beside", "match from is \"Bob Smith <bob@example.com>\" then junk\n",
     "match from is bob@example.com, \"<bob@example.com>\" then junk\n"},
    {"name-beside", "match from matches /Bob Smith/ then junk\n",
     "match from matches /^[^ @]+@example\\.com$/ or header \"From\" matches /Bob Smith/ then junk\n"},
    {"name-beside", "match reply-to matches /<bob@/ then junk\n", "match from matches /(?P<a>bob@)/ then junk\n"},
    {"name-beside", "match sender contains \"Bob Smith\" then junk\n",
     "match sender contains \"bob.smith\" or subject contains \"Bob Smith\" then junk\n"},
    {"quoted-word", "match helo is \"bare-ip\" then junk\n",
     "match helo is bare-ip or helo is \"bare-ip.example.com\" then junk\n"},
    {"quoted-word", "match helo is not literal, \"Localhost\" then junk\n",
     "match helo is \"friend\" or helo contains \"localhost\" then junk\n"},
    {"quoted-word", "match subject is \"missing\" then junk\n",
     "match subject is missing, \"missing you\" or subject like \"missing\" then junk\n"},
    {"quoted-word", "match header \"X-A\" is \"empty\" then junk\n",
     "match header \"X-A\" is empty, \"full\" or attachment name is \"executable\" then junk\n"},
    {"no-unit", "match message size > 20 then junk\n", "match message size > 20B or message size > 2000 then junk\n"},
    {"no-unit", "match message size 1..1023 then junk\n",
     "match message size 600K..700K or message size = 0 or message size < 0.5K then junk\n"},
    {"no-unit", "match any attachment size <100 then junk\n", "match hops > 20 or age > 20m then junk\n"},
    {"regex-text", "match subject contains \"viagra.*now\" then junk\n",
     "match subject contains \"a.b\", \"c[d\", \"^_^\" then junk\n"},
    {"regex-text", "match subject begins \"^re\" then junk\n", "match subject matches /^re/ then junk\n"},
    {"literal-star", "match attachment type is \"application/*\" then junk\n",
     "match attachment type like \"application/*\" then junk\n"},
    {"literal-star", "match from contains \"*@example.com\" then junk\n",
     "match subject contains \"*FREE*\", \"***\", \"2*3\" then junk\n"},
    {"not-empty", "match header \"X-A\" is not empty then junk\n",
     "match header \"X-A\" is not missing, empty and header \"X-B\" is empty then junk\n"},
    {"not-empty", "match subject is not empty then junk\n", "match sender is not empty then junk\n"},
    {"no-tag", "match tagged friend then junk\n", "match stranger then tag friend\nmatch tagged friend then junk\n"},
    {"no-tag", "match tagged a then junk\nmatch stranger then tag a\n",
     "match stranger then tag a\nmatch stranger unless tagged a then junk\n"},
    {"no-tag", "trial match stranger then tag a\nmatch not tagged a then junk\n",
     "match stranger then tag A\nmatch not tagged a then junk\n"},
    {"no-tag", "test t = tagged a\nmatch t then junk\nat score 0.5 then tag a\n",
     "match stranger then tag a\ntest t = tagged a\nmatch t then junk\n"},
    {"unreachable-score", "match stranger then score 2\nmatch local then score 3\nat score 6 then junk\n",
     "match stranger then score 2\nmatch local then score 3\nat score 5 then junk\n"},
    {"unreachable-score",
     "match stranger then score 4 until 2025-01-01\nmatch local then score -9\nat score 1 then junk\n",
     "match stranger then score 0.1\nmatch local then score 0.2\nat score 0.3 then junk\n"},
    {"low-threshold", "match stranger then score 1\nat score 0 then junk\n",
     "match stranger then score 1\nat score 0.5 then junk\n"},
    {"milder-threshold", "match stranger then score 9\nat score 4 then junk\nat score 8 then tag x\n",
     "match stranger then score 9\nat score 4 then tag x\nat score 8 then junk\n"},
    {"milder-threshold", "match stranger then score 9\nat score 2 then discard\nat score 4 then tag y\n",
     "match stranger then score 9\nat score 2 then junk\nat score 4 then tag y, discard\n"},
    {"regex-domain", "match helo matches /^hewgill\\.com$/ then junk\n",
     "match helo matches /^hewgill[0-9]\\.com$/ then junk\n"},
    {"regex-domain", "match from matches /example\\.com/ then tag x\n",
     "match subject matches /example\\.com/ then tag x\n"},
    {"unescaped-dot", "match subject matches /example.com offers/ then tag x\n",
     "match subject matches /example\\.com offers/ then tag x\n"},
    {"unescaped-dot", "match subject matches /buy at shop.de/ then tag x\n",
     "match subject matches /a.b c.*d end.s/ then tag x\n"},
    {"costly-regex", "match body matches /a[ab\\s]{900}c/ then tag x\n",
     "match body matches /a[ab\\s]{9}c/ or subject matches /a[ab\\s]{900}c/ then tag x\n"},
    {"unchecked", "match any attachment is executable then junk\n",
     "match any attachment is executable, unchecked then junk\n"},
    {"unchecked", "test exe = attachment is executable\nmatch exe and stranger then discard\n",
     "test exe = attachment is executable\nmatch exe or mime is too-large or attachment is unchecked then discard\n"},
    {"unchecked", "match not (stranger or attachment is not executable) then reject \"no\"\n",
     "match attachment is executable then score 4\nmatch attachment is not executable and local then junk\n"
     "at score 4 then junk\n"},
    {"expired", "match stranger then junk until 2025-12-31\n", "match stranger then junk until 2026-06-01\n"},
    {"expired", "domains d = a.example until 2025-12-31\n", "domains d = a.example until 2026-06-01\n"},
    {"expires-soon", "match stranger then junk until 2026-01-10\n", "match stranger then junk until 2026-02-10\n"},
    {"expires-soon", "mydomains a.example until 2026-01-01\n", "mydomains a.example until 2026-02-01\n"},
    {"empty-list", "domains d = ()\nmatch helo in d then junk\n", "domains d = ()\n"},
    {"empty-list", "match client in myrelays then junk\n",
     "myrelays 203.0.113.1\nmatch client in myrelays then junk\n"},
    {"empty-list", "domains d from \"/l/empty\"\n", "domains d from \"/l/full\"\n"},
    {"public-suffix", "mydomains com\n", "mydomains example.com\n"},
    {"public-suffix", "mydomains co.uk\n", "mydomains =co.uk, !com\n"},
    {"whole-internet", "mynetworks 0.0.0.0/0\n", "mynetworks 10.0.0.0/8\n"},
    {"whole-internet", "mynetworks ::/0\n", "mynetworks 2001:db8::/32\n"},
    {"many-scanners", "myscanners 198.51.0.0/16\n", "myscanners 198.51.100.0/24\n"},
    {"many-scanners", "myscanners 2001:db8::/32\n", "myscanners 2001:db8::/64, .pphosted.com\n"},
    {"no-threshold", "match stranger then score 2\n", "match stranger then score 2\nat score 2 then junk\n"},
    {"no-threshold", "match stranger then score 2\n", "match stranger then score 2\nmatch score > 1 then junk\n"},
    {"no-score", "at score 2 then junk\n", "match stranger then score 2\nat score 2 then junk\n"},
    {"header-name", "match header \"X-Mailr\" is missing then tag x\n",
     "match header \"X-Mailer\" is missing then tag x\n"},
    {"header-name", "match stranger then remove header \"Recieved-SPF\"\n",
     "match stranger then add header \"X-My-Own: x\"\n"},
};

// `accept`: the condition, and whether anybody could make it true.
const struct {
  const char* condition;
  bool forgeable;
} kAccepts[] = {
    // a claim alone, each of the kinds
    {"helo in mydomains", true},
    {"helo is me", true},
    {"list-id is \"a.example\"", true},
    {"list-id ends \".debian.org\"", true},
    {"header \"X-Secret\" is \"4711\"", true},
    {"header \"X-A\" is not missing", true},
    {"list-id is not missing", true},
    {"not list-id is missing", false},
    {"helo is not \"x.example\"", false},
    {"spf is pass", true},
    {"spf helo is pass", true},
    {"dkim is pass", true},
    {"dmarc is pass", true},
    {"from in friends", true},
    {"reply-to domain in (example.com)", true},
    {"sender domain in mydomains", true},
    {"subject contains \"[ticket\"", true},
    {"message-id domain in mydomains", true},
    {"mailing-list", true},
    {"autoreply", true},
    {"rdns in mydomains", true},
    {"attachment name is \"a.pdf\"", true},
    {"any attachment is archive", true},
    {"any hop client in 198.51.100.0/24", true},
    {"hop 2 by in myhosts", true},
    {"via myscanners and helo in mydomains", true},
    // what no sender chooses
    {"client in 198.51.100.0/24 and from in friends", false},
    {"client is 198.51.100.1 and subject contains \"x\"", false},
    {"client listed in \"list.example\" and mailing-list", false},
    {"authenticated and from in friends", false},
    {"local and list-id ends \".club.example\"", false},
    {"not stranger and from in friends", false},
    {"border is none and from in friends", false},
    {"believed header \"X-Tenant\" is \"a\" and from in friends", false},
    {"hop 1 client in 198.51.100.0/24 and from in friends", false},
    // a name with its proof, and with that of another
    {"sender in friends and spf is pass", false},
    {"sender domain in mydomains and spf is pass", false},
    {"sender ends \"@example.com\" and spf is pass", false},
    {"sender like \"*@*.example.com\" and spf is pass", false},
    {"sender like \"bob@example.com\" and spf is pass", false},
    {"rdns like \"mail.example.com\" and rdns is verified", false},
    {"sender like \"*example.com\" and spf is pass", true},
    {"sender like \"bob@example.???\" and spf is pass", true},
    {"sender ends \"example.com\" and spf is pass", true},
    {"sender contains \"example.com\" and spf is pass", true},
    {"sender is empty and spf is pass", true},
    {"sender in friends and spf is pass, none", true},
    {"sender in friends and possibly spf is pass", true},
    {"sender in friends and surely spf is pass", false},
    {"from in friends and spf is pass", true},
    {"from in friends and dkim is pass", false},
    {"from in friends and dkim is pass, none", true},
    {"from in friends and dmarc is pass", false},
    {"reply-to in friends and dmarc is pass", true},
    {"sender matches /@example\\.com$/ and spf is pass", false},
    {"sender matches /@(a|b)\\.example\\.com$/ and spf is pass", true},
    {"sender matches /^[a-z]+@[a-z]+\\.example\\.com$/ and spf is pass", false},
    {"sender matches /example\\.com$/ and spf is pass", true},
    {"sender matches /x\\.example\\.com$/ and spf is pass", true},
    {"sender matches /@example.com$/ and spf is pass", true},
    {"sender matches /@example\\.com/ and spf is pass", true},
    {"sender matches /@example\\.com$|x$/ and spf is pass", true},
    {"sender matches /@$/ and spf is pass", true},
    {"sender matches /\\w$/ and spf is pass", true},
    {"helo matches /^mail\\.example\\.com$/ and helo is rdns", false},
    {"from in friends and spf is pass and from domain is sender domain", false},
    {"from domain is sender domain and spf is pass", true},
    {"helo in mydomains and spf helo is pass", false},
    {"helo in mydomains and helo is rdns", false},
    {"rdns in mydomains and not rdns is unverified", false},
    {"rdns ends \".example.com\" and rdns is not unverified", false},
    {"rdns contains \"example.com\" and not rdns is unverified", true},
    {"rdns in mydomains and rdns is verified", false},
    {"rdns in mydomains and helo is rdns", true},  // HELO may be another verified name of the same address
    // the shape of the condition
    {"client in 198.51.100.0/24 or from in friends", true},
    {"client in 198.51.100.0/24 or (sender in friends and spf is pass)", false},
    {"(sender in friends or sender domain in mydomains) and spf is pass", false},
    {"(sender in friends or from in friends) and spf is pass", true},
    {"not client in 198.51.100.0/24 and from in friends", true},
    {"not (stranger or not from in friends)", false},
    {"from in friends unless stranger", false},
    {"from in friends unless client in 198.51.100.0/24", true},
    {"rdns in mydomains unless rdns is unverified", false},
    {"not (client not in 198.51.100.0/24) and from in friends", false},
    // no claim
    {"stranger", false},
    {"recipient is postmaster@hewgill.com", false},
    {"to is abuse@hewgill.com", false},
    {"not helo is generic", false},
    {"hops = 1", false},
};

std::string names(const std::vector<Diagnostic>& found) {
  std::string text = " ";
  for (const Diagnostic& d : found) text += (d.is_error ? "error" : d.name) + " ";
  return text;
}

std::vector<Diagnostic> lint(RuleFixture& f, const std::string& rules) {
  f.files.texts["/l/empty"] = "# none\n";
  f.files.texts["/l/full"] = "a.example\n";
  f.load(rules);
  EXPECT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
  return lint_rules(f.rules);
}

TEST(Lint, EachWarningFiresAndDoesNot) {
  for (const Row& row : kRows) {
    const std::string wanted = " " + std::string(row.name) + " ";
    RuleFixture f;
    const std::vector<Diagnostic> yes = lint(f, std::string(kGood) + row.yes);
    EXPECT_NE(std::string::npos, names(yes).find(wanted)) << row.name << " wanted for\n"
                                                          << row.yes << "got " << names(yes);
    const std::vector<Diagnostic> no = lint(f, std::string(kGood) + row.no);
    EXPECT_EQ(std::string::npos, names(no).find(wanted)) << row.name << " not wanted for\n"
                                                         << row.no << diagnostics_text(no);
    for (const Diagnostic& d : yes) {
      EXPECT_FALSE(d.is_error) << format_diagnostic(d);
      EXPECT_TRUE(d.error.line > 0 || d.error.file == "/l/empty") << format_diagnostic(d);
    }
  }
}

TEST(Lint, AnAcceptThatAnybodyCanReach) {
  for (const auto& row : kAccepts) {
    RuleFixture f;
    const std::string rules =
        "addresses friends = bob@example.com\nmatch " + std::string(row.condition) + " then accept\n";
    const std::vector<Diagnostic> found = lint(f, kGood + rules);
    EXPECT_EQ(row.forgeable, names(found).find(" forgeable ") != std::string::npos) << row.condition << names(found);
    for (const Diagnostic& d : found) EXPECT_TRUE(d.error.line > 0 && d.error.column > 6) << format_diagnostic(d);
  }
}

// A tag, and a score below zero, are worth what gives them; a score that is not yet high is worth nothing.
TEST(Lint, AnAcceptByWhatRulesHaveGiven) {
  const struct {
    const char* name;
    const char* rules;
    bool forgeable;
  } rows[] = {
      {"a tag of the network", "match client in 198.51.100.0/24 then tag x\nmatch tagged x then accept\n", false},
      {"a tag by a claim", "match from in friends then tag x\nmatch tagged x then accept\n", true},
      {"one of each",
       "match from in friends then tag x\nmatch client in 198.51.100.0/24 then tag x\n"
       "match tagged x then accept\n",
       true},
      {"a claim with its proof", "match sender in friends and spf is pass then tag x\nmatch tagged x then accept\n",
       false},
      {"half of a proof", "match sender in friends then tag x\nmatch tagged x and spf is pass then accept\n", false},
      {"proven here", "match from in friends then tag x\nmatch tagged x and client in 198.51.100.0/24 then accept\n",
       false},
      {"a tag of a tag", "match from in friends then tag x\nmatch tagged x then tag y\nmatch tagged y then accept\n",
       true},
      {"a trial gives none",
       "trial match from in friends then tag x\nmatch hops = 1 then tag x\nmatch tagged x then accept\n", false},
      {"a tag without a claim is no proof",
       "match stranger then tag x\nmatch tagged x and from in friends then accept\n", true},
      {"a tag that is not there", "match stranger then tag x\nmatch not tagged x and from in friends then accept\n",
       true},
      {"a score that is low",
       "match helo is generic then score 3\nat score 3 then junk\n"
       "match from in friends and score < 3 then accept\n",
       true},
      {"a score below zero, by the network",
       "match client in 198.51.100.0/24 then score -3\n"
       "match from in friends and score < 0 then accept\n",
       false},
      {"a score below zero, by a claim", "match mailing-list then score -3\nmatch score <= -3 then accept\n", true},
      {"only low, and nothing claimed",
       "match helo is generic then score 3\nat score 3 then junk\n"
       "match score < 3 then accept\n",
       false},
  };
  for (const auto& row : rows) {
    RuleFixture f;
    const std::vector<Diagnostic> found =
        lint(f, kGood + std::string("addresses friends = bob@example.com\n") + row.rules);
    EXPECT_EQ(row.forgeable, names(found).find(" forgeable ") != std::string::npos)
        << row.name << diagnostics_text(found);
  }
}

struct UndecidedRow {
  const char* rules;
  const char* want;  // the form that is shown, several after one another; empty: no warning
};

constexpr UndecidedRow kUndecided[] = {
    {"match helo in mydomains unless spf is pass then junk", "unless surely (spf is pass)"},
    {"match helo in mydomains unless surely (spf is pass) then junk", ""},
    {"match helo in mydomains unless client in 198.51.100.0/24 then junk", ""},
    {"match helo in mydomains unless client in 198.51.100.0/24 or rdns is verified then junk",
     "unless surely (client in 198.51.100.0/24 or rdns is verified)"},
    {"match helo in mydomains unless client in 198.51.100.0/24 and spf is pass then junk", ""},
    {"match helo in mydomains unless via myscanners and spf is pass then junk",
     "unless surely (via myscanners and spf is pass)"},
    {"match helo in mydomains unless authenticated or local then junk", ""},
    {"match helo in mydomains unless helo is rdns then junk", "unless surely (helo is rdns)"},
    {"match helo in mydomains unless rdns ends \".example.net\" then junk",
     "unless surely (rdns ends \".example.net\")"},
    {"match helo in mydomains unless client listed in \"wl.example\" then junk", ""},
    {"match helo in mydomains unless believed header \"X-A\" is \"y\" then junk", ""},
    {"match not spf is pass then junk", "not surely (spf is pass)"},
    {"match not (spf is pass or mailing-list) then junk", "not surely (spf is pass or mailing-list)"},
    {"match not not spf is pass then junk", ""},
    {"match not surely (spf is pass) then junk", ""},
    {"match surely (not spf is pass) then junk", "not surely (spf is pass)"},
    {"match not possibly (spf is pass) then junk", "not surely (possibly (spf is pass))"},
    {"match possibly (not spf is pass) then junk", ""},
    {"match spf is not pass then reject \"no\"", "not surely (spf is pass)"},
    {"match spf is not pass, none then score 4\nat score 4 then junk", "not surely (spf is pass, none)"},
    {"match spf is fail then junk", ""},
    {"match to not in myaddresses then deliver \"Other\"", "not surely (to in myaddresses)"},
    {"match subject not contains \"not \" then junk", "not surely (subject contains \"not \")"},
    {"match not via myscanners then junk", ""},
    {"match list-id is not missing and subject contains \"x\" then junk", ""},
    {"match rdns in mydomains and not rdns is unverified then deliver \"A\"", "rdns is verified"},
    {"match not any attachment is archive then junk", "not surely (any attachment is archive)"},
    {"match helo in mydomains unless spf is pass then accept", ""},
    {"match helo in mydomains unless spf is pass then log \"x\"", ""},
    {"trial match helo in mydomains unless spf is pass then junk", ""},
    {"test known = spf is pass\nmatch helo in mydomains unless known then junk", "unless surely (known)"},
    {"test odd = not spf is pass\nmatch odd then junk\nmatch odd and hops > 3 then discard",
     "not surely (spf is pass)"},
    {"match spf is pass then tag good\nmatch hops > 3 and not tagged good then junk", "not surely (tagged good)"},
    {"match spf is pass then tag good\nmatch hops > 3 unless tagged good then junk", "unless surely (tagged good)"},
    {"match surely (spf is pass) then tag good\nmatch hops > 3 unless tagged good then junk", ""},
    {"match client in 198.51.100.0/24 then tag good\nmatch hops > 3 unless tagged good then junk", ""},
    {"match hops > 3 unless spf is pass then tag bad\nmatch tagged bad then junk", "unless surely (spf is pass)"},
    {"match hops > 3 unless spf is pass then tag odd\nmatch mailing-list unless surely (tagged odd) then junk", ""},
    {"match hops > 3 then score 4\nmatch spf is pass then score -4\nat score 4 then junk",
     "match surely (spf is pass)"},
    {"match hops > 3 then score 4\nmatch surely (spf is pass) then score -4\nat score 4 then junk", ""},
    {"match hops > 3 then score 4\nmatch authenticated unless spf is fail then score -4\nat score 4 then junk",
     "unless surely (spf is fail)"},
    {"match hops > 3 then score 4\nmatch client in 198.51.100.0/24 then score -4\nat score 4 then junk", ""},
    {"match spf is fail then score 4\nat score 4 then junk", ""},
    {"match spf is fail then score 4\nmatch not score >= 4 and hops > 3 then junk", "not surely (score >= 4)"},
};

std::string undecided_forms(const std::vector<Diagnostic>& found) {
  std::string forms;
  for (const Diagnostic& d : found) {
    if (d.name == "undecided") {
      forms += (forms.empty() ? "" : "; ") + d.error.help.substr(std::string("write: ").size());
    }
  }
  return forms;
}

TEST(Lint, WhatAStrangerCanLeaveUndecided) {
  for (const UndecidedRow& row : kUndecided) {
    RuleFixture f;
    EXPECT_EQ(row.want, undecided_forms(lint(f, kGood + std::string(row.rules) + "\n"))) << row.rules;
  }
}

/// The form that is shown, put where the warning points, parses and ends the warning.
TEST(Lint, TheFormThatIsShownIsRight) {
  int tried = 0;
  for (const UndecidedRow& row : kUndecided) {
    RuleFixture f;
    std::string text = kGood + std::string(row.rules) + "\n";
    for (const Diagnostic& d : lint(f, text)) {
      if (d.name != "undecided") continue;
      std::string form = d.error.help.substr(std::string("write: ").size());
      for (const char* word : {"match ", "unless "}) {
        if (form.compare(0, std::string(word).size(), word) == 0) form.erase(0, std::string(word).size());
      }
      size_t begin = 0;
      for (int line = 1; line < d.error.line; ++line) begin = text.find('\n', begin) + 1;
      text.replace(begin + static_cast<size_t>(d.error.column) - 1, static_cast<size_t>(d.length), form);
      ++tried;
    }
    RuleFixture mended;
    EXPECT_EQ("", undecided_forms(lint(mended, text))) << text;
  }
  EXPECT_GE(tried, 15);
}

struct Advised {
  const char* rule;
  const char* want;  // the line that the help shows behind "write: ", up to `;`
};

// Each is a rule or a condition of the language, and has no warning of its own.
constexpr Advised kAdvised[] = {
    {"match header \"Received\" contains \"(HELO hewgill.com)\" then junk", "helo in (hewgill.com)"},
    {"match header \"Received\" matches /HELO (a\\.com|b\\.org)/ then junk", "helo in (a.com, b.org)"},
    {"match header \"Received\" contains \"evil\" then junk", "helo in (example.com)"},
    {"match local or any hop (client in 198.51.100.0/24 and not encrypted) then junk",
     "(client in 198.51.100.0/24 and not encrypted)"},
    {"match helo is \"bare-ip\" then junk", "helo is bare-ip"},
    {"match helo is not literal, \"Localhost\", \"me\" then junk", "helo is not literal, Localhost, me"},
    {"match header \"missing\" is \"a\", \"missing\" then junk", "header \"missing\" is \"a\", missing"},
    {"match from is not \"Bob Smith <bob@example.com>\", \"Al <al@example.com>\" then junk",
     "from is not bob@example.com, al@example.com"},
    {"match to ends with \"bob@example.com>\" then junk", "header \"To\" ends with \"bob@example.com>\""},
    {"match recipient not contains \"Bob Smith\", \"x\" then junk", "header \"To\" not contains \"Bob Smith\", \"x\""},
    {"match Reply-To matches /Bob Smith/ then junk", "header \"Reply-To\" matches /Bob Smith/"},
    {"match message size > 20 then junk", "message size > 20K"},
    {"match any attachment (is archive and size 10..20) then junk", "size 10K..20K"},
};

TEST(Lint, TheFormThatIsShownWorksWhenCopied) {
  for (const Advised& row : kAdvised) {
    RuleFixture f;
    std::string got;
    std::string text = kGood + std::string(row.rule) + "\n";
    for (const Diagnostic& d : lint(f, text)) {
      if (d.error.help.compare(0, 7, "write: ") != 0 || d.name == "undecided") continue;
      got = d.error.help.substr(7);
      got.resize(std::min(got.find(';'), got.size()));
      const size_t line = text.rfind('\n', text.size() - 2) + 1;
      text.replace(line + static_cast<size_t>(d.error.column) - 1, static_cast<size_t>(d.length), got);
      break;
    }
    EXPECT_EQ(row.want, got) << row.rule;
    RuleFixture mended;
    for (const Diagnostic& d : lint(mended, text)) EXPECT_EQ("undecided", d.name) << text << format_diagnostic(d);
  }
}

// `hops < 1`, `hops < 2` ...: none covers the next, so each is compared with all above it.
TEST(Lint, NumberOfRulePairsIsBounded) {
  const auto found = [](int count) {
    std::string text;
    for (int i = 1; i < count; ++i) text += "match hops < " + std::to_string(i) + " then junk\n";
    RuleFixture f;
    return names(lint(f, text + "match hops < 1 then discard\nmatch hops < 1 then discard\n"));
  };
  EXPECT_EQ(" unreachable unreachable ", found(1'000)) << "as many as anybody has are compared";
  int most = 1;
  while (static_cast<size_t>(most) * static_cast<size_t>(most - 1) / 2 <= kMaxRulePairs) ++most;
  EXPECT_EQ(" unreachable too-many-rules ", found(most - 1));
  EXPECT_EQ(" too-many-rules ", found(most + 100));
}

TEST(Lint, NoMyhosts) {
  RuleFixture f;
  EXPECT_EQ(" no-myhosts ", names(lint(f, "mynetworks 192.0.2.0/24\nmatch helo is bare-ip then junk\n")));
  EXPECT_EQ(" ", names(lint(f, "mynetworks 192.0.2.0/24\nmatch subject contains \"x\" then junk\n")));
  EXPECT_EQ(" ", names(lint(f, std::string(kGood) + "match helo is bare-ip then junk\n")));
}

TEST(Lint, DeferringWithoutDns) {
  RuleFixture f;
  EXPECT_EQ(" defer-without-dns ", names(lint(f, "set dns off\nset when-unsure defer\n")));
  EXPECT_EQ(" ", names(lint(f, "set when-unsure defer\n")));
  EXPECT_EQ(" ", names(lint(f, "set dns off\nset on-error defer\n")));
}

TEST(Lint, ResultsThatNobodyWrites) {
  const struct {
    const char* rules;
    const char* want;  // the help
  } rows[] = {
      {"match stranger unless surely (dmarc is pass) then junk\n", "write: set results-from mx.example.com"},
      {"myhosts mx.hewgill.net\ntest d = dkim is fail\ntrial match d then junk\nmatch d and dmarc is fail then junk\n",
       "write: set results-from mx.hewgill.net"},
      {"set results-from mx.hewgill.net\nmatch stranger unless surely (dmarc is pass) then junk\n", ""},
      {"myscanners 192.0.2.25\nmatch stranger unless surely (dmarc is pass) then junk\n", ""},
      {"myforwarders .example.net\nmatch dkim is fail then junk\n", ""},
      {"match spf is fail or header \"X-DMARC\" is missing then junk\n", ""},
  };
  for (const auto& row : rows) {
    RuleFixture f;
    std::string got;
    for (const Diagnostic& d : lint(f, row.rules)) {
      if (d.name == "no-results") got += d.error.help.substr(0, d.error.help.find(" ("));
    }
    EXPECT_EQ(row.want, got) << row.rules;
  }
}

/// What the manual, the examples and the golden cases show, as rule files.
std::vector<std::string> shown_rules() {
  std::vector<std::string> all;
  for (const char* page : {"src/man/hfilterrc.5", "src/man/hfilter.1", "src/man/hfilter-recipes.7"}) {
    for (std::string& text : displays(page)) all.push_back(std::move(text));
  }
  for (const char* folder : {"examples", "tests/golden"}) {
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
      const std::string name = file.path().filename();
      if (name.compare(0, 9, "hfilterrc") == 0) all.push_back(read_text(file.path()));
    }
  }
  for (const FactDef& fact : all_facts()) {
    for (const char* example : fact.manual.examples) {
      all.push_back("mydomains a.example\nset results-from a.example\nmatch " + std::string(example) +
                    " then log \"x\"\n");
    }
  }
  return all;
}

// A rule that is shown may lack its lists, and is otherwise as it should be.
TEST(Lint, NothingShownIsOdd) {
  const std::set<std::string> others = {"empty-list", "no-myhosts", "no-tag", "no-threshold", "unchecked", "undecided"};
  int tried = 0;
  for (const std::string& text : shown_rules()) {
    RuleFixture f(text);
    if (f.rules.faulty()) continue;  // a mail, a procmailrc
    ++tried;
    for (const Diagnostic& d : lint_rules(f.rules)) {
      EXPECT_TRUE(d.is_error || others.count(d.name) > 0) << text << format_diagnostic(d);
    }
  }
  EXPECT_LE(80, tried);
}

TEST(Lint, AnEarlyThresholdIsNamedOnceAFile) {
  RuleFixture f;
  f.files.texts["/etc/more"] = "at score 4 then junk\nmatch hops > 3 then score 3\n";
  const std::vector<Diagnostic> got =
      lint(f, std::string(kGood) +
                  "at score 3 then junk\nat score 2 then tag x\ninclude \"/etc/more\"\nmatch local then score 2\n");
  EXPECT_EQ(" early-threshold early-threshold ", names(got));
}

TEST(Lint, AFileThatCannotBeUsedIsAnError) {
  RuleFixture f;
  f.files.texts["/l/bad"] = "a.example\nb c\n";
  const std::vector<Diagnostic> got = lint(f, "domains d from \"/l/bad\"\ndomains e from \"/l/gone\"\n");
  ASSERT_EQ(2u, got.size()) << diagnostics_text(got);
  EXPECT_TRUE(got[0].is_error && got[1].is_error);
  EXPECT_EQ(std::string(kUserRc) +
                ":2:16: error: /l/gone: there is no such file\n     2 | domains e from \"/l/gone\"\n"
                "       |                ^~~~~~~~~",
            format_diagnostic(got[0]));
  EXPECT_EQ("/l/bad", got[1].error.file);
  EXPECT_EQ(2, got[1].error.line);
}

TEST(Lint, WarningsStandInTheOrderOfTheFile) {
  RuleFixture f;
  const std::vector<Diagnostic> got = lint(
      f, "mydomains com\nmynetworks 0.0.0.0/0\nmyhosts a.example\nmatch header \"X-Mailr\" is missing then score 1\n");
  for (size_t i = 1; i < got.size(); ++i) EXPECT_LE(got[i - 1].error.line, got[i].error.line) << names(got);
}

/// The names of the warnings in a source file: behind `warn...(` and `TextWarning{` the first text.
std::set<std::string> warnings_in(const std::string& path) {
  std::string source = read_text(path);
  RE2::GlobalReplace(&source, "place_of\\([^;]*?\"\\)", "place");
  const RE2 warning("(?:TextWarning\\{|warn(?:_rule|_entry|_all)?\\([^;\"]*)\"([a-z]+(?:-[a-z]+)*)\"");
  std::set<std::string> names;
  re2::StringPiece rest(source);
  for (std::string name; RE2::FindAndConsume(&rest, warning, &name);) names.insert(name);
  return names;
}

// Whoever adds a warning adds a row that it fires in, and one that it does not.
TEST(Lint, EachWarningOfTheSourceHasItsRow) {
  std::set<std::string> known = {"no-myhosts",  // Lint.NoMyhosts
                                 "no-results",  // Lint.ResultsThatNobodyWrites
                                 "defer-without-dns",
                                 "too-many-rules",  // Lint.NumberOfRulePairsIsBounded
                                 "forgeable",       // Lint.AnAcceptThatAnybodyCanReach
                                 "library",         // machine_lint_test.cc
                                 "junk-folder",       "program"};
  for (const Row& row : kRows) known.insert(row.name);
  std::set<std::string> found;
  for (const auto& file : std::filesystem::recursive_directory_iterator("src/lint")) {
    if (file.path().stem() == "findings") continue;  // its words behind `warn` are no names
    for (const std::string& name : warnings_in(file.path())) {
      found.insert(name);
      EXPECT_TRUE(known.count(name)) << file.path() << " warns of " << name << ", and no row here does";
    }
  }
  for (const std::string& name : known) EXPECT_TRUE(found.count(name)) << name << " is in no source";
}

}  // namespace
}  // namespace hfilter
