// SPDX-License-Identifier: BSD-2-Clause
//
// Rules as data: conditions, tests, actions. The parser makes them; evaluate judges them.
// Lifetime: a Rule and its Expr point to lists, tests and file names of the RuleSet. `source` texts are views into the
// RuleSet's copy of the files.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"
#include "facts/registry.h"
#include "lists/list.h"
#include "rules/regex/regex.h"
#include "rules/text_template.h"
#include "rules/verdict.h"
#include "trace/border.h"

namespace hfilter {

/// The subject that a condition tests.
enum class Subject : unsigned char { kFact, kHeader, kVia, kTagged };

/// The test that a condition applies to its subject.
enum class Operator : unsigned char {
  kFlag,      // the flag itself is true: `stranger`; also `via SET` and `tagged NAME`
  kIs,        // the value is one of `items`
  kIn,        // the value is in `list`
  kContains,  // the value contains one of `texts`; ignores case, like the next four
  kBegins,
  kEnds,
  kLike,     // a glob matches the whole value
  kMatches,  // the regular expression `regex` matches
  kNumber,   // low <= value <= high; each bound is optional
  kListed,   // `listed in "zone" as ...`: `name` is the zone
};

/// One of the alternatives after `is`.
struct IsItem {
  enum class Kind : unsigned char { kWord, kText, kName, kAddress, kMail, kFact, kMissing, kEmpty };
  Kind kind = Kind::kText;
  const WordDef* word = nullptr;  // the word; valid for kWord
  std::string text;               // of kText; kName (canonical; ".x": names below x); kMail (canonical "local@domain")
  IpAddress address;              // the address; valid for kAddress
  FactId fact = FactId::kCount;   // the fact to compare with; valid for kFact
  bool domain = false;            // compare with the domain of this fact; valid for kFact
};

/// An interval of numbers, open or closed. A bound counts if it is set.
struct NumberTest {
  std::optional<double> low, high;
  bool low_included = true, high_included = true;
};

struct Condition {
  Subject subject = Subject::kFact;
  Operator op = Operator::kFlag;
  bool domain = false;                                 // the subject is `X domain`
  HeaderScope header_scope = HeaderScope::kAllFields;  // all fields or only believed ones; valid for kHeader
  bool negated = false;                                // the condition is negated: `is not`, `not in` (Kleene negation)
  FactId fact = FactId::kCount;
  Needs needs = kNeedsNothing;
  std::string name;  // the name of the header field, of the tag or of the DNS list's zone
  std::vector<IsItem> items;
  std::vector<std::string> texts;
  const List* list = nullptr;        // a named or inline list; null if `mine` is set
  List TrustLists::*mine = nullptr;  // one of mydomains ...; a member pointer, because a RuleSet moves
  std::shared_ptr<const Regex> regex;
  NumberTest number;
  std::vector<Network> networks;  // the answers of kListed that count; empty means the usual ones
};

struct TestDef;

struct Expr {
  enum class Kind : unsigned char { kAnd, kOr, kNot, kPossibly, kSurely, kHop, kAttachment, kTest, kCondition };
  static constexpr int kAnyHop = 0;

  Kind kind = Kind::kCondition;
  int hop = kAnyHop;              // the number of the hop; valid for kHop
  const TestDef* test = nullptr;  // the test that is named; valid for kTest
  Condition condition;            // the condition; valid for kCondition
  std::vector<Expr> children;     // the operands of the other kinds
  std::string_view source;        // the expression as written in the rule file
};

/// Properties of an expression, with those of the tests that it names.
struct ExprProperties {
  int depth = 0;      // the levels of tests that name tests
  int nesting = 0;    // the levels of brackets, nots and tests
  size_t weight = 0;  // the number of conditions
  Needs needs = kNeedsNothing;
  bool fixed = true;        // the expression has no score or tag: one result for the whole run
  bool connection = false;  // the expression asks who the stranger is

  void add(const ExprProperties& other) {
    depth = std::max(depth, other.depth);
    weight += other.weight;
    needs |= other.needs;
    fixed = fixed && other.fixed;
    connection = connection || other.connection;
  }
};

/// The statement `test NAME = expr`. A faulty test has no expression and is always unknown.
struct TestDef {
  std::string name;
  std::unique_ptr<Expr> expr;
  std::string file;
  int line = 0;
  ExprProperties properties;
};

/// An action: a note, such as a score or a tag, or a verdict.
struct ActionItem {
  enum class Kind : unsigned char {
    kAccept,
    kJunk,
    kReject,
    kDefer,
    kDiscard,
    kDeliver,
    kPipe,  // the verdicts up to here are in the order of Action
    kScore,
    kTag,
    kAddHeader,
    kSetHeader,
    kRemoveHeader,
    kSubjectPrefix,
    kLog,
    kCopy,
  };
  Kind kind = Kind::kAccept;
  double score = 0;
  std::string name;  // the name of a tag or header field; the folder of deliver and copy
  TextTemplate text;
  std::vector<std::string> command;

  bool is_verdict() const { return kind <= Kind::kPipe; }
};

struct Rule {
  enum class Kind : unsigned char { kMatch, kThreshold, kOtherwise };
  Kind kind = Kind::kMatch;
  bool trial = false;
  bool connection = false;  // the condition asks who the stranger is
  int number = 0;           // the position among the rules of its file, from 1
  int line = 0;
  std::string name;  // the name of the rule; may be empty
  const std::string* file = nullptr;
  std::unique_ptr<Expr> condition;  // the condition; set only for kMatch
  std::unique_ptr<Expr> unless;     // the exception of the rule; may be null
  double at_score = 0;              // the score; set only for kThreshold
  std::optional<int64_t> since, until;
  std::vector<ActionItem> actions;
  std::string_view source;  // the condition and `unless` in the rule file

  /// Returns "own-helo", "rule 3", "at score 8" or "otherwise".
  std::string title() const;
  const ActionItem* verdict() const;
};

}  // namespace hfilter
