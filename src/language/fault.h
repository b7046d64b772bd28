// SPDX-License-Identifier: BSD-2-Clause
//
// A fault of a rule file as data: the kind of fault, its place, and what the grammar expected there. advice/ makes the
// sentence and the suggestion from it. Lifetime: the views point into the SourceText, which must outlive the Fault.
#pragma once

#include <string_view>

#include "facts/registry.h"
#include "rules/source_text.h"

namespace hfilter {

/// A statement of a rule file.
struct Statement {
  std::string_view text;  // the whole lines of the statement, with the comments between them
  int line = 0;           // the number of the statement's first line
};

enum class FaultCode : unsigned char {
  kUnexpected,  // the text has another token than `expected`
  kBadToken,    // the lexer cannot read the token
  kInvalid,     // the token is not valid as `expected`
  kTwice,       // the statement has `expected` already
  kTaken,       // the name belongs to a word of the language, a test or a list
  kUndefined,   // no list has this name
  kWrongList,   // the kind of the list does not fit
  kUnclosed,    // the text has a `(` without its `)`
  kMixedAndOr,  // the condition has `and` and `or` without brackets
  kNotOfHop,    // the fact cannot be asked of one Received line
  kNested,      // the condition has a hop inside a hop, or an attachment inside an attachment
  kAmbiguous,   // the condition is `x is a or b`: b is a word of the fact x and a fact itself
  kCircle,      // the test depends on itself
  kTooMany,     // the text is beyond a bound of base/limits.h
  kInclude,     // the file could not be read; the caller of the parser knows why
};

/// The grammar's words for the expected item. kNextAction: a comma or the end; kTest: behind a fact.
enum class Expected : unsigned char {
  kNothing,
  kEnd,
  kStatement,
  kVersion,
  kFile,
  kSetting,
  kSettingValue,
  kListName,
  kTestName,
  kRuleName,
  kTagName,
  kFieldName,
  kAssign,
  kTestAssign,
  kEntry,
  kMatch,
  kThen,
  kScoreThen,
  kScore,
  kDay,
  kDate,
  kAction,
  kNextAction,
  kActionText,
  kFolder,
  kCommand,
  kHeader,
  kField,
  kPrefix,
  kCondition,
  kHop,
  kHopNumber,
  kAttachment,
  kTest,
  kValue,
  kList,
  kText,
  kRegex,
  kCompare,
  kNumber,
  kRange,
  kZone,
  kAnswer,
};

struct Fault {
  FaultCode code = FaultCode::kUnexpected;
  Expected expected = Expected::kNothing;
  std::string_view place;
  const SourceText* source = nullptr;
  Statement statement;
  std::string_view condition;     // the text from the beginning of the condition to the place of the fault
  std::string_view comparison;    // the last complete `FACT is VALUE` of the statement
  const FactDef* fact = nullptr;  // the fact that the condition asks
  bool in_hop = false;            // the fault is inside `any hop` or `hop N`
  int other_line = 0;             // for kTwice: the line of the first `expected`
};

}  // namespace hfilter
