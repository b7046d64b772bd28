// SPDX-License-Identifier: BSD-2-Clause
//
// Advice that is wrong is worse than none. Each slip is one error, at its place, whose text names what is wrong there
// and whose help says what to write. If the help offers a line for copying, the test puts the line where it belongs:
// the result parses, and does to two messages what the statement would do that the owner meant.
#include <gtest/gtest.h>

#include <algorithm>

#include "rules/diagnostic.h"
#include "unit/advice/advice_mail.h"
#include "unit/advice/copied_advice.h"
#include "unit/advice/slip_rows.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

std::vector<SlipRow> all_slips() {
  std::vector<SlipRow> all;
  for (const auto* rows : {&kFilterSlips, &kLanguageSlips, &kConditionSlips, &kStatementSlips}) {
    all.insert(all.end(), rows->begin(), rows->end());
  }
  return all;
}

bool has_pair(const SlipRow& row) { return *row.hit != '\0'; }

RuleFixture loaded(const SlipRow& row, const std::string& statement, const std::string& above = {}) {
  RuleFixture f;
  for (const char* file : {"more", "more.rc", "bad.txt", "domains"}) {
    f.files.texts[std::string("/home/greg/") + file] = "";
  }
  f.load(kAbove + (above.empty() ? "" : above + "\n") + statement + "\n" + row.below + (*row.below ? "\n" : ""));
  return f;
}

bool parses(const RuleFixture& f) {
  return std::none_of(f.rules.diagnostics.begin(), f.rules.diagnostics.end(),
                      [](const Diagnostic& d) { return d.is_error; });
}

/// What the help says; empty if there is not exactly one error.
const Error* only_error(const RuleFixture& f) {
  return f.rules.diagnostics.size() == 1 ? &f.rules.diagnostics[0].error : nullptr;
}

std::string shown(const SlipRow& row) {
  const RuleFixture f = loaded(row, row.in);
  return std::string("\n") + row.in + "\nnow\n" + diagnostics_text(f.rules.diagnostics) + "meant " + row.repaired +
         "\n";
}

/// What the rules do to the two messages of a row, each in a line.
std::string outcomes(const RuleFixture& f, const SlipRow& row) {
  return "to the one to hit: " + outcome_of(f.rules, row.hit) +
         "\nto the one to spare: " + outcome_of(f.rules, row.spare);
}

/// Returns true if `text` names something of the statement in backquotes, or what is missing in it. Of a recipe or a
/// script it names the program that it is for.
bool names_a_token(const std::string& text, const std::string& statement) {
  if (text.find(", not a rule of hfilter") != text.npos) return true;
  for (size_t at = text.find('`'); at != text.npos;) {
    const size_t end = text.find('`', at + 1);
    if (end == text.npos) return false;
    const std::string name = text.substr(at + 1, end - at - 1);
    if (!name.empty() && (statement.find(name) != statement.npos || text.find("missing") != text.npos)) return true;
    at = text.find('`', end + 1);
  }
  return false;
}

/// The statements that somebody may try who copies `offer`.
std::vector<std::string> tries(const SlipRow& row, const CopiedAdvice& offer) {
  const std::string in = row.in;
  std::vector<std::string> all = with_advice(in, octet_of_column(in, row.column), offer);
  const std::string repaired = row.repaired;
  const size_t then = repaired.find(" then ");
  // A condition for a recipe of another filter, or for a rule of its own: the actions are the owner's.
  if (in.find("then") == in.npos) {
    all.push_back("match " + offer.text + (then == repaired.npos ? " then junk" : repaired.substr(then)));
  }
  return all;
}

/// What is wrong with one offer of a help; empty if nothing is.
std::string flaw_of_offer(const SlipRow& row, const CopiedAdvice& offer) {
  for (const std::string& statement : tries(row, offer)) {
    const RuleFixture f = loaded(row, statement, offer.above);
    if (!parses(f)) continue;
    if (!has_pair(row)) return {};
    const std::string got = outcomes(f, row);
    const std::string want = outcomes(loaded(row, row.repaired), row);
    if (got == want) return {};
    return "judges otherwise: " + statement + "\ngot\n" + got + "\nwant\n" + want;
  }
  return "parses nowhere: " + offer.text;
}

/// A slip whose answer is settled: what is copied gives exactly the repaired statement.
struct Answer {
  SlipRow slip;      // without `repaired` the help offers nothing for copying
  const char* says;  // a part of the text or of the help
};

const Answer kAnswers[] = {
    {{"test spoof: helo in mydomains and not via myscanners", 6,
      "test spoof = helo in mydomains and not via myscanners", "my-helo", "plain", "match spoof then junk"},
     "spoof"},
    {{"domains bad from bad.txt", 18, "domains bad from \"bad.txt\"", "", "", "match helo in bad then junk"},
     "bad.txt"},
    {{"match helo in !mydomains then junk", 15, "match helo not in mydomains then junk", "plain", "my-helo", ""}, "!"},
    {{"match via !myscanners then junk", 11, "match not via myscanners then junk", "plain", "scanned", ""}, "!"},
    // What looks like a word of the fact is one.
    {{"match helo isn't bare-ip then junk", 12, "match helo is not bare-ip then junk", "plain", "bare-ip", ""},
     "isn't"},
    {{"match attachment name is executable then junk", 26, "match attachment is executable then junk", "exe", "pdf",
      ""},
     "executable"},
    {{"match date is in the future then junk", 15, "match date is future then junk", "future", "plain", ""}, "future"},
    {{"match spf fail then junk", 11, "match spf is fail then junk", "spf-fail", "plain", ""}, "fail"},
    {{"match not spf pass then junk", 15, "match not spf is pass then junk", "spf-fail", "plain", ""}, "pass"},
    // Parts of a statement in another order, or with other signs.
    {{"trial own: match helo in mydomains then junk", 1, "own: trial match helo in mydomains then junk", "my-helo",
      "plain", ""},
     "trial"},
    {{"if helo in mydomains then junk", 1, "match helo in mydomains then junk", "my-helo", "plain", ""}, "if"},
    {{"if (helo in mydomains) { junk; }", 1, "match (helo in mydomains) then junk", "my-helo", "plain", ""}, "if"},
    {{"if helo in mydomains: junk", 1, "match helo in mydomains then junk", "my-helo", "plain", ""}, "if"},
    {{"if helo in mydomains, junk", 1, "match helo in mydomains then junk", "my-helo", "plain", ""}, "if"},
    {{"if helo in mydomains; then junk; fi", 1, "match helo in mydomains then junk", "my-helo", "plain", ""}, "if"},
    {{"if [ helo in mydomains ]; then junk; fi", 1, "match helo in mydomains then junk", "my-helo", "plain", ""}, "if"},
    // Lists.
    {{"match helo in not mydomains then junk", 15, "match helo not in mydomains then junk", "plain", "my-helo", ""},
     "not"},
    {{"match client is in dnsbl \"zen.example.org\" then junk", 17,
      "match client listed in \"zen.example.org\" then junk", "listed", "plain", ""},
     "in"},
    {{"match client in dnsbl \"zen.example.org\" then junk", 17, "match client listed in \"zen.example.org\" then junk",
      "listed", "plain", ""},
     "dnsbl"},
    {{"match in dnsbl \"zen.example.org\" then junk", 7, "match client listed in \"zen.example.org\" then junk",
      "listed", "plain", ""},
     "in"},
    {{"match from in \"friends\" then junk", 15, "match from in friends then junk", "friend", "plain", ""}, "friends"},
    {{"match from is mydomains then junk", 15, "match from domain in mydomains then junk", "my-from", "plain", ""},
     "mydomains"},
    {{"match from in [bob@friend.example, carl@partner.example] then junk", 15,
      "match from in (bob@friend.example, carl@partner.example) then junk", "friend", "plain", ""},
     "["},
    // Texts, numbers, attachments.
    {{"match subject matches m/viagra/ then junk", 23, "match subject matches /viagra/ then junk", "viagra", "plain",
      ""},
     "m/viagra/"},
    {{"match any attachment is executable and size > 1M then junk", 40,
      "match any attachment (is executable and size > 1M) then junk", "exe-big", "exe-and-picture", ""},
     "size"},
    {{"match body > 10M then junk", 12, "match message size > 10M then junk", "big", "plain", ""}, ">"},
    {{"match hops 2 .. 5 then junk", 12, "match hops 2..5 then junk", "three-hops", "plain", ""}, "2"},
    {{"match message size 15K-45K then junk", 20, "match message size 15K..45K then junk", "mid", "plain", ""},
     "15K-45K"},
    {{"match attachment extension exe then junk", 18, "match attachment name ends with \".exe\" then junk", "exe",
      "pdf", ""},
     "extension"},
    {{"match attachment extension is exe then junk", 18, "match attachment name ends with \".exe\" then junk", "exe",
      "pdf", ""},
     "extension"},
    // `ends with` compares what was said, and that is an A-label.
    {{"match helo ends with .b\xC3\xBC"
      "cher.example then junk",
      22,
      "match helo is .b\xC3\xBC"
      "cher.example then junk",
      "idn-helo", "plain", ""},
     "cher.example"},
    // Header fields.
    {{"match X-Spam-Flag is \"YES\" then junk", 7, "match header \"X-Spam-Flag\" is \"YES\" then junk", "spam-flag",
      "spam-no", ""},
     "X-Spam-Flag"},
    {{"match header \"X-Spam-Flag: YES\" then junk", 14, "match header \"X-Spam-Flag\" contains \"YES\" then junk",
      "spam-flag", "spam-no", ""},
     "X-Spam-Flag: YES"},
    // All mail: for a note a rule that is always true, because `otherwise` asks only what no rule decided.
    {{"match all then add header \"X-Seen: yes\"", 7, "match message size > 0 then add header \"X-Seen: yes\"",
      "my-helo", "plain", "match helo in mydomains then junk"},
     "all"},
    {{"match all then junk", 7, "otherwise junk", "plain", "mine", ""}, "all"},
    // Other filters.
    {{"whitelist_from bob@friend.example", 1, "match sender is bob@friend.example and spf is pass then accept",
      "friend", "plain", ""},
     "whitelist_from"},
    {{"* ^Received:.*(HELO hewgill.com)", 1, "match helo in (hewgill.com) then junk", "my-helo", "plain", ""},
     "procmail"},
    {{":0\n* ^Received:.*(HELO hewgill.com)\n$JUNK", 1, "match helo in (hewgill.com) then junk", "my-helo", "plain",
      ""},
     "procmail"},
    {{":0:\n* ^Received:.*\\(HELO (hewgill.com|hewgill.net)\\)\n$JUNK", 1,
      "match helo in (hewgill.com, hewgill.net) then junk", "my-helo", "plain", ""},
     "procmail"},
    {{"match ^Received:.*(HELO hewgill.com) then junk", 7, "match helo in (hewgill.com) then junk", "my-helo", "plain",
      ""},
     "^Received:"},
    // To other addresses. A pipe keeps nothing here, so it is no copy; a line with a dot alone does not end the mail.
    {{"match helo in mydomains then ! boss@other.example", 30,
      "match helo in mydomains then pipe \"/usr/sbin/sendmail\" \"-i\" \"boss@other.example\"", "my-helo", "plain", ""},
     "copy"},
    {{"match helo in mydomains then forward \"boss@other.example\"", 30,
      "match helo in mydomains then pipe \"/usr/sbin/sendmail\" \"-i\" \"boss@other.example\"", "my-helo", "plain", ""},
     "copy"},
    {{"match helo in mydomains then deliver \"boss@other.example\"", 38,
      "match helo in mydomains then pipe \"/usr/sbin/sendmail\" \"-i\" \"boss@other.example\"", "my-helo", "plain", ""},
     "copy"},
    {{"match helo in mydomains then copy \"boss@other.example\"", 35, "", "", "", ""}, "copy"},
    {{"match helo in mydomains then copy boss@other.example", 35, "", "", "", ""}, "copy"},
    // A placeholder that is not known, where it stands.
    {{"match stranger then add header \"X-Subject: {subject}\"", 44, "", "", "", ""}, "{subject}"},
    {{"match stranger then set header \"X-Seen: a {subject} b\"", 43, "", "", "", ""}, "{subject}"},
    {{"match stranger then junk \"a {subject}\"", 29, "", "", "", ""}, "{subject}"},
    {{"match stranger then log \"{subject}\"", 26, "", "", "", ""}, "{subject}"},
};

/// The first statement that somebody gets who copies the first offer of `help`; empty if there is none that parses.
std::string repaired_by(const SlipRow& row, const std::string& help) {
  const std::vector<CopiedAdvice> offers = advice_of(help);
  if (offers.empty()) return {};
  for (const std::string& statement : tries(row, offers[0])) {
    if (parses(loaded(row, statement, offers[0].above))) return statement;
  }
  return "nothing that parses, of " + offers[0].text;
}

TEST(AdviceAnswer, WhatIsCopiedIsWhatTheOwnerMeant) {
  for (const auto& [slip, says] : kAnswers) {
    const RuleFixture f = loaded(slip, slip.in);
    const Error* error = only_error(f);
    ASSERT_TRUE(error == nullptr || error->line > 0);
    EXPECT_EQ(slip.column, error == nullptr ? 0 : error->column) << shown(slip);
    const Error said = error == nullptr ? Error() : *error;
    EXPECT_NE(std::string::npos, (said.text + said.help).find(says)) << says << shown(slip);
    EXPECT_EQ(slip.repaired, repaired_by(slip, said.help)) << shown(slip);
  }
}

TEST(AdviceAnswer, TheAnswersActOnTheMessageToHit) {
  for (const Answer& answer : kAnswers) {
    if (!has_pair(answer.slip)) continue;
    const RuleFixture f = loaded(answer.slip, answer.slip.repaired);
    EXPECT_TRUE(parses(f)) << answer.slip.repaired << "\n" << diagnostics_text(f.rules.diagnostics);
    EXPECT_NE(outcome_of(f.rules, answer.slip.hit), outcome_of(loaded(answer.slip, "").rules, answer.slip.hit))
        << answer.slip.repaired;
  }
}

TEST(AdviceProperty, TheRowsAreSound) {
  size_t pairs = 0;
  for (const SlipRow& row : all_slips()) {
    if (*row.repaired == '\0') continue;
    const RuleFixture f = loaded(row, row.repaired);
    EXPECT_TRUE(parses(f)) << row.repaired << "\n" << diagnostics_text(f.rules.diagnostics);
    if (!has_pair(row) || !parses(f)) continue;
    ++pairs;
    ASSERT_TRUE(is_advice_mail(row.hit) && is_advice_mail(row.spare)) << row.in;
    EXPECT_NE("accept", outcome_of(f.rules, row.hit)) << row.repaired << "\n" << row.hit;
    EXPECT_EQ("accept", outcome_of(f.rules, row.spare)) << row.repaired << "\n" << row.spare;
  }
  EXPECT_LE(300u, all_slips().size());
  EXPECT_LE(200u, pairs);
}

TEST(AdviceProperty, EachSlipIsOneErrorAtItsPlace) {
  for (const SlipRow& row : all_slips()) {
    const RuleFixture f = loaded(row, row.in);
    const Error* error = only_error(f);
    ASSERT_TRUE(error == nullptr || error->line > 0);
    EXPECT_EQ(row.column, error == nullptr ? 0 : error->column) << shown(row);
  }
}

TEST(AdviceProperty, TheTextNamesWhatIsWrong) {
  for (const SlipRow& row : all_slips()) {
    const RuleFixture f = loaded(row, row.in);
    const Error* error = only_error(f);
    EXPECT_TRUE(error == nullptr || names_a_token(error->text, row.in)) << shown(row);
  }
}

TEST(AdviceProperty, EachErrorHasAHelp) {
  for (const SlipRow& row : all_slips()) {
    const RuleFixture f = loaded(row, row.in);
    const Error* error = only_error(f);
    EXPECT_TRUE(error == nullptr || !error->help.empty()) << shown(row);
  }
}

TEST(AdviceProperty, WhatIsCopiedJudgesAsTheOwnerMeant) {
  size_t offers = 0;
  for (const SlipRow& row : all_slips()) {
    const RuleFixture f = loaded(row, row.in);
    const Error* error = only_error(f);
    if (error == nullptr) continue;
    std::string flaws;
    bool good = false;
    for (const CopiedAdvice& offer : advice_of(error->help)) {
      ++offers;
      const std::string flaw = flaw_of_offer(row, offer);
      good = good || flaw.empty();
      flaws += flaw + "\n";
    }
    // Where a help offers two readings, one of them is what the owner meant.
    EXPECT_TRUE(flaws.empty() || good) << shown(row) << flaws;
  }
  EXPECT_LE(200u, offers);
}

}  // namespace
}  // namespace hfilter
