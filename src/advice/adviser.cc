// SPDX-License-Identifier: BSD-2-Clause
#include "advice/adviser.h"

#include <algorithm>
#include <iterator>

#include "advice/computed.h"
#include "advice/one_line.h"
#include "advice/sentence.h"

namespace hfilter {
namespace {

/// The default sentence and help for a fault, by its code or by what the grammar expected. Templates as in Habit.
struct Usual {
  FaultCode code;
  Expected expected;  // the expectation that the row needs; kNothing: any
  const char* text;
  const char* help;
  const char* pattern = "ANY";
};

using C = FaultCode;
using E = Expected;

constexpr char kPerHop[] = "a hop has client, helo, rdns, by, protocol, encrypted, authenticated";
constexpr char kNameForm[] = "a name begins with a letter and has letters, digits and -";
constexpr char kBehindCondition[] = "after a condition comes and, or, unless or then";
constexpr char kCondition[] =
    "a condition begins with a fact, such as helo, client or subject (`hfilter words facts` lists them)";
constexpr char kNeedsText[] = "`{0}` needs a text in quotes";

constexpr char kMixed[] = "`and` mixed with `or` needs brackets";

constexpr Usual kUsual[] = {
    {C::kUnexpected, E::kEnd, "{1n} does not belong here", "the statement is complete before it"},
    {C::kUnexpected, E::kNothing, "{1n} does not belong here", kBehindCondition},
    {C::kUnexpected, E::kThen, "{1n} does not belong here", kBehindCondition},
    {C::kUnexpected, E::kStatement, "{1n} is not a statement",
     "statements begin with match, NAME: match, or one of {statements}"},
    {C::kUnexpected, E::kCondition, "a condition is missing before {1n}", kCondition, "ENDS"},
    {C::kUnexpected, E::kCondition, "{1n} is not a condition", kCondition},
    {C::kUnexpected, E::kHop, "a condition is missing before {1n}", kPerHop, "ENDS"},
    {C::kUnexpected, E::kHop, "{1n} is not a fact of a hop", kPerHop},
    {C::kUnexpected, E::kVersion, "the rules need hfilter {1}, this is 1.0", "write: hfilter 1", "NUMBER"},
    {C::kUnexpected, E::kVersion, "`{0}` needs the version of the rule language", "write: hfilter 1"},
    {C::kUnexpected, E::kFile, "`{0}` needs a file name in quotes", "write: {0} \"FILE\""},
    {C::kInvalid, E::kFile, "`{0}` has an empty file name", "write: {0} \"FILE\""},
    {C::kUnexpected, E::kSetting, "{1n} is not a setting", "settings are {settings}"},
    {C::kTwice, E::kSetting, "{1n} is set twice in this file", "keep one of the two"},
    {C::kUnexpected, E::kListName, "{1n} is not a valid name of a list", "write: {0} NAME = ENTRY, ENTRY"},
    {C::kUnexpected, E::kListName, "`{0}` needs the name of the list", "write: {0} NAME = ENTRY, ENTRY", "END"},
    {C::kUnexpected, E::kListName, "the name of the list is missing before {1n}", "write: {0} NAME = ENTRY, ENTRY",
     "SIGN"},
    {C::kTwice, E::kListName, "the list {1n} is already defined", "to add to it write +="},
    {C::kUnexpected, E::kTestName, "{1n} is not a valid name of a test", kNameForm},
    {C::kUnexpected, E::kTestName, "`{0}` needs a name", "write: test NAME = CONDITION", "END"},
    {C::kUnexpected, E::kRuleName, "{1n} is not a valid name of a rule", kNameForm},
    {C::kInvalid, E::kRuleName, "`{1c}` is not a valid name of a rule", kNameForm},
    {C::kTwice, E::kRuleName, "the name `{1c}` is already used", "rules of one file have different names"},
    {C::kInvalid, E::kRuleName, "{1n} is not the name of a rule", "write: trial match ..., or NAME: trial match ...",
     "trial:"},
    {C::kUnexpected, E::kTagName, "{1n} is not a valid name of a tag", "write: {0} NAME"},
    {C::kUnexpected, E::kFieldName, "`{0}` needs the name of a field in quotes", "write: {0} \"NAME\""},
    {C::kInvalid, E::kFieldName, "{1n} is not the name of a header field", "a name has no blanks and no colon"},
    {C::kUnexpected, E::kMatch, "`match` is missing before {1n}",
     "a rule is: NAME: [trial] match CONDITION then ACTION"},
    {C::kUnexpected, E::kScore, "{1n} is not `score`", "write: at score NUMBER then ACTION"},
    {C::kUnexpected, E::kScoreThen, "`then` is missing before {1n}", "write: {<} then ACTION"},
    {C::kTwice, E::kScore, "{1n} already has a threshold, in {line}", "keep one of the two"},
    {C::kTwice, E::kStatement, "{1n} is already in {line}", "keep one of the two"},
    {C::kTwice, E::kDay, "{1n} is already in this rule", "keep one of the two"},
    {C::kInvalid, E::kDay, "`since` is after `until`, so this rule is never in force",
     "the date of `since` is the first day, that of `until` the last"},
    {C::kInvalid, E::kVersion, "{1n} is not the first statement", "move this line to the top of the file"},
    {C::kMixedAndOr, E::kNothing, kMixed, "write (A and B) or C, or: A and (B or C)", "or"},
    {C::kMixedAndOr, E::kNothing, kMixed, "write (A or B) and C, or: A or (B and C)", "and"},
    {C::kUnclosed, E::kEntry, "`)` is missing before {1n}", "write: )"},
    {C::kNested, E::kHop, "{1n} does not belong inside `hop`", "join the two conditions with `and`"},
    {C::kNested, E::kAttachment, "{1n} does not belong inside `attachment`", "join the two conditions with `and`"},
    {C::kNotOfHop, E::kNothing, "`{fact}` is not a fact of a hop", kPerHop},
    {C::kNotOfHop, E::kZone, "{1n} does not belong inside `hop`", "a DNS list is asked about the stranger only"},
    {C::kNotOfHop, E::kValue, "`{s} is {1}` does not belong inside `hop`", "it asks DNS, about the stranger only"},
    {C::kUnexpected, E::kHopNumber, "{1n} is not the number of a hop",
     "hop 1 is the topmost Received line; `any hop` is each of them"},
    {C::kUnexpected, E::kHopNumber, "`{0}` needs a number",
     "hop 1 is the topmost Received line; `any hop` is each of them", "END"},
    {C::kUnexpected, E::kAttachment, "a condition is missing before {1n}",
     "an attachment has name, type and size, and is executable, archive, encrypted, disguised or unchecked", "ENDS"},
    {C::kUnexpected, E::kAttachment, "{1n} is not a fact of an attachment",
     "an attachment has name, type and size, and is executable, archive, encrypted, disguised or unchecked"},
    {C::kCircle, E::kTestName, "the test {1n} depends on itself", "take it out of its own definition"},
    {C::kTooMany, E::kTestName, "{1n} is more than 50 tests deep", "a test may name tests 50 deep"},
    {C::kTooMany, E::kNothing, "the test {1n} names too many tests", "divide it"},
    {C::kTooMany, E::kCondition, "{1n} is more than 200 brackets and nots deep", "give a part a name: test NAME = ..."},
    {C::kUnexpected, E::kTest, "a test of `{s}` is missing before {1n}", "{form}", "ENDS"},
    {C::kUnexpected, E::kTest, "{1n} is not a test of `{s}`", "{form}"},
    {C::kUnexpected, E::kRange, "{1n} is not a test of `{s}`", "{form}"},
    {C::kUnexpected, E::kCompare, "{1n} does not compare numbers", "numbers are compared with < <= > >= ="},
    {C::kUnexpected, E::kValue, "{1n} is not a word of `{s}`", "{form}"},
    {C::kUnexpected, E::kList, "a list is missing before {1n}", "write the name of a list, or (ENTRY, ENTRY)"},
    {C::kUndefined, E::kList, "there is no list {1n}", "define it: {kind} {1} = ENTRY, ENTRY"},
    {C::kInvalid, E::kList, "{1n} begins an empty list", "write (ENTRY, ENTRY)"},
    {C::kUnexpected, E::kEntry, "{1n} does not belong in a list", "entries are separated by commas or blanks"},
    {C::kUnexpected, E::kAssign, "{1n} is not `=`, `+=` or `from`", "write: {<} = ENTRY, ENTRY"},
    {C::kUnexpected, E::kTestAssign, "{1n} is not `=`", "write: {<} = CONDITION"},
    {C::kUnexpected, E::kText, kNeedsText, "write: {0} \"TEXT\""},
    {C::kInvalid, E::kText, "{1n} is in every text", "write: {s} is empty, or: {s} is missing"},
    {C::kUnexpected, E::kRegex, "{1n} is not a valid regular expression", "write: matches /regex/"},
    {C::kUnexpected, E::kRegex, "`{0}` needs a regular expression between slashes", "write: matches /regex/", "ENDS"},
    {C::kUnexpected, E::kZone, "`{0}` needs the zone of a DNS list in quotes", "write: client listed in \"ZONE\""},
    {C::kInvalid, E::kZone, "{1n} is not a valid name of a zone", "write: client listed in \"ZONE\""},
    {C::kUnexpected, E::kAnswer, "{1n} is not a valid answer of a DNS list",
     "answers are in 127.0.0.0/8, one by one or as networks, as in: as 127.0.0.2, 127.0.0.4/31"},
    {C::kUnexpected, E::kAction, "an action is missing before {1n}", "actions are {actions}", "END"},
    {C::kUnexpected, E::kAction, "{1n} is not an action", "actions are {actions}"},
    {C::kUnexpected, E::kNextAction, "{1n} does not belong here", "after an action comes a comma or the end"},
    {C::kUnexpected, E::kActionText, kNeedsText, "write: {0} \"TEXT\""},
    {C::kUnexpected, E::kActionText, "`{0}` needs a text in quotes, which the sender gets", "write: {0} \"TEXT\"",
     "reject @ ANY"},
    {C::kUnexpected, E::kActionText, "`{0}` needs a text in quotes, which the log gets", "write: {0} \"TEXT\"",
     "defer @ ANY"},
    {C::kUnexpected, E::kFolder, "`{0}` needs a folder in quotes", "write: {0} \"FOLDER\""},
    {C::kUnexpected, E::kCommand, "`{0}` needs a command in quotes", "write: pipe \"/PATH\" \"ARGUMENT\" ..."},
    {C::kUnexpected, E::kHeader, "`header` is missing after `{0}`", "write: {0} header \"NAME: VALUE\""},
    {C::kUnexpected, E::kPrefix, "`prefix` is missing after `{0}`", "write: subject prefix \"TEXT\""},
    {C::kUnexpected, E::kField, "`{0}` needs a field in quotes", "write: {-1} header \"NAME: VALUE\""},
    {C::kInvalid, E::kEnd, "{1n} comes too late here", "thresholds and otherwise are asked when the score is settled"},
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

/// A computed advice takes precedence over a habit of this weight or less.
constexpr int kComputedWeight = 11;

/// Returns the advice of the habit, or the default sentence and help where it has none.
Advice from_tables(const FaultyStatement& s, const Habit* habit, const PatternMatch& match) {
  const Usual* const usual = find_usual(s);
  const char* const text = habit != nullptr && habit->text != nullptr ? habit->text
                           : usual != nullptr                         ? usual->text
                                                                      : "{1n} does not belong here";
  const char* const help = habit != nullptr ? habit->help : usual != nullptr ? usual->help : "";
  Advice advice{s.fault.place, fill_template(text, s, match), fill_template(help, s, match)};
  if (habit != nullptr && habit->mark != 0) advice.place = s.token(habit->mark).raw;
  return advice;
}

Advice heaviest_advice(const FaultyStatement& s) {
  PatternMatch match;
  const Habit* const habit = find_habit(all_habits(), s, &match);
  if (habit == nullptr || match.weight <= kComputedWeight) {
    if (std::optional<Advice> computed = computed_advice(s)) return std::move(*computed);
  }
  if (habit == nullptr) match = match_pattern("ANY", s);
  return from_tables(s, habit, match);
}

}  // namespace

const Habit* find_habit(Table<Habit> habits, const FaultyStatement& s, PatternMatch* match) {
  const FaultCode code = s.fault.code;
  const bool listed = code == FaultCode::kUnexpected || code == FaultCode::kUndefined || code == FaultCode::kInvalid;
  const Habit* best = nullptr;
  for (const Habit& habit : habits) {
    if (!listed || habit.expected != s.fault.expected) continue;
    PatternMatch found = match_pattern(habit.pattern, s);
    if (found.weight <= match->weight) continue;
    best = &habit;
    *match = std::move(found);
  }
  return best;
}

Diagnostic advise(const Fault& fault, const RuleSet& rules) {
  constexpr size_t kLongestHelp = 1'000;  // The greatest length of a help. A longer line is not readable.
  const FaultyStatement s(fault, rules);
  Advice advice = heaviest_advice(s);
  if (advice.help.size() > kLongestHelp) advice.help = advice.help.substr(0, kLongestHelp) + " ...";
  return fault.source->error_at(advice.place, std::move(advice.text), std::move(advice.help));
}

}  // namespace hfilter
