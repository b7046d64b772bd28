// SPDX-License-Identifier: BSD-2-Clause
#include "advice/adviser.h"

#include <algorithm>
#include <iterator>

#include "address/hostname.h"
#include "advice/computed.h"
#include "advice/habits.h"
#include "advice/one_line.h"
#include "advice/pattern.h"
#include "base/text.h"
#include "language/parser.h"

namespace hfilter {
namespace {

/// The default sentence and help for a fault, by its code or by what the grammar expected. Templates as in Habit.
struct Usual {
  FaultCode code;
  Expected expected;  // kNothing: any
  const char* text;
  const char* help;
  const char* pattern = "ANY";
};

using C = FaultCode;
using E = Expected;

constexpr char kPerHop[] = "a hop has client, helo, rdns, by, protocol, encrypted, authenticated";
constexpr char kNameForm[] = "a name has letters, digits and -";

constexpr Usual kUsual[] = {
    {C::kUnexpected, E::kEnd, "{1n} does not belong here", ""},
    {C::kUnexpected, E::kNothing, "{1n} does not belong here", "after a condition stands and, or, unless or then"},
    {C::kUnexpected, E::kThen, "{1n} does not belong here", "after a condition stands and, or, unless or then"},
    {C::kUnexpected, E::kStatement, "{1n} is not a statement",
     "statements begin with match, NAME: match, or one of {statements}"},
    {C::kUnexpected, E::kCondition, "a condition is missing before {1n}", "", "ENDS"},
    {C::kUnexpected, E::kCondition, "{1n} is not a test", "", "WORD"},
    {C::kUnexpected, E::kCondition, "{1n} is not a condition", ""},
    {C::kUnexpected, E::kHop, "a condition is missing before {1n}", "", "ENDS"},
    {C::kUnexpected, E::kHop, "{1n} cannot be asked of a hop", kPerHop},
    {C::kUnexpected, E::kVersion, "the version of the rule language is missing", "write: hfilter 1"},
    {C::kUnexpected, E::kFile, "the file's name is missing", "write: {file} \"FILE\""},
    {C::kEmpty, E::kFile, "the file's name is empty", ""},
    {C::kUnexpected, E::kSetting, "{1n} is not a setting", "settings are {settings}"},
    {C::kTwice, E::kSetting, "{1n} is set twice in this file", "keep one"},
    {C::kUnexpected, E::kListName, "the name of the list is missing",
     "write: {0} NAME = ENTRY, ENTRY (letters, digits and - in the name)"},
    {C::kTwice, E::kListName, "the list {1n} is there already", "to add to it write +="},
    {C::kUnexpected, E::kTestName, "the name of the test is missing", kNameForm},
    {C::kUnexpected, E::kRuleName, "the colon stands at the name", "write: {1}: match ..."},
    {C::kInvalid, E::kRuleName, "`{1c}` is no name for a rule", kNameForm},
    {C::kTwice, E::kRuleName, "there is a rule `{1c}` already", "rules of one file have different names"},
    {C::kTrialAsName, E::kNothing, "`trial:` would be the name of a rule",
     "write: trial match ..., or NAME: trial match ..."},
    {C::kUnexpected, E::kTagName, "the name of the tag is missing", "write: tagged NAME"},
    {C::kUnexpected, E::kFieldName, "the name of the header field is missing",
     "write: header \"X-Mailer\" contains \"text\""},
    {C::kInvalid, E::kFieldName, "{1n} is not the name of a header field", ""},
    {C::kUnexpected, E::kMatch, "{1n} instead of `match`", "a rule is: NAME: [trial] match CONDITION then ACTION"},
    {C::kUnexpected, E::kScore, "{1n} instead of `score`", "write: at score 8 then junk"},
    {C::kUnexpected, E::kScoreThen, "`then` is missing", "write: at score {0} then junk"},
    {C::kTwice, E::kDay, "a second {1n}", ""},
    {C::kNeverInForce, E::kNothing, "this rule is never in force: its `since` is after its `until`", ""},
    {C::kNotFirst, E::kNothing, "`hfilter` stands first", "move this line to the top of the file"},
    {C::kUnclosed, E::kEntry, "the `)` is missing", ""},
    {C::kNested, E::kHop, "`hop` inside `hop`", "one Received line at a time: join the two with `and`"},
    {C::kNested, E::kAttachment, "`attachment` inside `attachment`",
     "one attachment at a time: join the two with `and`"},
    {C::kNotOfHop, E::kNothing, "`{fact}` cannot be asked of a hop", kPerHop},
    {C::kNotOfHop, E::kZone, "a DNS list is asked about the stranger only, not about a hop", ""},
    {C::kNotOfHop, E::kValue, "`{s} is {1}` asks DNS, and not about a hop", "DNS is asked about the stranger only"},
    {C::kUnexpected, E::kHopNumber, "the number of the hop is missing",
     "hop 1 is the topmost Received line; `any hop` is each of them"},
    {C::kUnexpected, E::kAttachment, "a condition is missing before {1n}", "", "ENDS"},
    {C::kUnexpected, E::kAttachment, "{1n} cannot be asked of an attachment",
     "an attachment has name, type and size, and is executable, archive, encrypted, disguised or unchecked"},
    {C::kSameFact, E::kNothing, "`{s}` is always itself", "compare it with another fact"},
    {C::kCircle, E::kTestName, "the test {1n} is asked in its own definition", "a test cannot depend on itself"},
    {C::kTooMany, E::kTestName, "tests name tests more than 50 deep", ""},
    {C::kTooMany, E::kNothing, "the tests that this one names are too many together", ""},
    {C::kTooMany, E::kCondition, "more than 200 brackets and nots in each other", ""},
    {C::kTooMany, E::kRegex, "a regular expression of more than 4,096 octets", ""},
    {C::kUnexpected, E::kTest, "a test of `{s}` is missing before {1n}", "{form}", "ENDS"},
    {C::kUnexpected, E::kTest, "{1n} is not a test of `{s}`", "{form}"},
    {C::kUnexpected, E::kRange, "{1n} is not a test of `{s}`", "{form}"},
    {C::kUnexpected, E::kCompare, "{1n} does not compare numbers", "numbers are compared with < <= > >= ="},
    {C::kUnexpected, E::kValue, "{1n} is not a word of `{s}`", "{form}"},
    {C::kUnexpected, E::kList, "a list is missing before {1n}", "write the name of a list or (ENTRY, ENTRY)"},
    {C::kUndefined, E::kList, "there is no list {1n}", "define it: {kind} {1} = ENTRY, ENTRY"},
    {C::kEmpty, E::kList, "an empty list", "nothing is in it"},
    {C::kUnexpected, E::kEntry, "{1n} does not belong in a list", ""},
    {C::kUnexpected, E::kAssign, "a list needs `=`, `+=` or `from` behind its name", "write: {<} = ENTRY, ENTRY"},
    {C::kUnexpected, E::kTestAssign, "a test needs `=` behind its name", "write: {<} = CONDITION"},
    {C::kUnexpected, E::kText, "a text in quotes is missing behind `{0}`", "write: {0} \"text\""},
    {C::kEmpty, E::kText, "an empty text is in every text", "write: is empty, or: is missing"},
    {C::kUnexpected, E::kRegex, "a regular expression is missing", "write: matches /regex/"},
    {C::kEmpty, E::kRegex, "an empty regular expression is in every text", "write: is missing, or: is empty"},
    {C::kUnexpected, E::kZone, "the zone of the DNS list is missing", "write: client listed in \"bl.example.org\""},
    {C::kInvalid, E::kZone, "{1n} is no name of a zone", "write: client listed in \"bl.example.org\""},
    {C::kUnexpected, E::kAnswer, "{1n} is no answer of a DNS list",
     "answers are in 127.0.0.0/8, one by one or as networks: as 127.0.0.2, 127.0.0.4/31"},
    {C::kUnexpected, E::kAction, "an action is missing before {1n}", "actions are {actions}", "END"},
    {C::kUnexpected, E::kAction, "an action is missing before {1n}", "actions are {actions}", "SIGN"},
    {C::kUnexpected, E::kAction, "an action is missing before {1n}", "actions are {actions}", "TEXT"},
    {C::kUnexpected, E::kAction, "{1n} is not an action", "actions are {actions}"},
    {C::kUnexpected, E::kNextAction, "{1n} does not belong here", ""},
    {C::kUnexpected, E::kActionText, "a text in quotes is missing", "write: {0} \"TEXT\""},
    {C::kEmpty, E::kActionText, "the text is empty", ""},
    {C::kUnexpected, E::kFolder, "the folder is missing", "write: {0} \"FOLDER\""},
    {C::kUnexpected, E::kCommand, "the command is missing", "write: pipe \"/absolute/path\" \"argument\""},
    {C::kUnexpected, E::kHeader, "`header` is missing", "write: add header \"Name: value\""},
    {C::kUnexpected, E::kPrefix, "`prefix` is missing", "write: subject prefix \"[?] \""},
    {C::kUnexpected, E::kField, "the header field is missing", "write: {-1} header \"Name: value\""},
    {C::kTooLate, E::kNothing, "`score` comes too late here",
     "thresholds and otherwise are asked when the score is settled"},
};

/// Returns the matching row with the greatest weight, or null. Rows for the fault's `expected` take precedence.
const Usual* find_usual(const FaultyStatement& s) {
  const Usual* best = nullptr;
  int weight = 0;
  for (const Usual& row : kUsual) {
    const bool exact = row.expected == s.fault.expected;
    if (row.code != s.fault.code || (!exact && row.expected != E::kNothing)) continue;
    const int found = match_pattern(row.pattern, s).weight * (exact ? 100 : 1);
    if (found <= weight) continue;
    best = &row;
    weight = found;
  }
  return best;
}

const Habit* find_habit(const FaultyStatement& s, PatternMatch* match) {
  const Habit* best = nullptr;
  for (const Habit& habit : all_habits()) {
    if (habit.expected != s.fault.expected) continue;
    PatternMatch found = match_pattern(habit.pattern, s);
    if (found.weight <= match->weight) continue;
    best = &habit;
    *match = std::move(found);
  }
  return best;
}

/// Returns the advice of the matching habit with the greatest weight, or else the default sentence and help.
Advice from_tables(const FaultyStatement& s) {
  PatternMatch match;
  const bool listed = s.fault.code == C::kUnexpected || s.fault.code == C::kUndefined;
  const Habit* const habit = listed ? find_habit(s, &match) : nullptr;
  if (habit == nullptr) match = match_pattern("ANY", s);
  const Usual* const usual = find_usual(s);
  const char* const text = habit != nullptr && habit->text != nullptr ? habit->text
                           : usual != nullptr                         ? usual->text
                                                                      : "{1n} does not belong here";
  const char* const help = habit != nullptr ? habit->help : usual != nullptr ? usual->help : "";
  Advice advice{s.fault.place, fill_template(text, s, match), fill_template(help, s, match)};
  if (habit != nullptr && habit->mark != 0) advice.place = s.token(habit->mark).raw;
  return advice;
}

}  // namespace

Diagnostic advise(const Fault& fault, const RuleSet& rules) {
  constexpr size_t kLongestHelp = 1'000;  // a longer line is not readable
  const FaultyStatement s(fault, rules);
  std::optional<Advice> computed = computed_advice(s);
  Advice advice = computed ? std::move(*computed) : from_tables(s);
  if (advice.help.size() > kLongestHelp) advice.help = advice.help.substr(0, kLongestHelp) + " ...";
  return fault.source->error_at(advice.place, std::move(advice.text), std::move(advice.help));
}

}  // namespace hfilter
