// SPDX-License-Identifier: BSD-2-Clause
//
// Rules as data: conditions, tests, actions. Made by the parser, judged by evaluate. Plain values without behaviour.
// Lifetime: a Rule and its Expr point to lists, tests and file names that the RuleSet owns; `source` texts are views
// into the RuleSet's copy of the files.
#pragma once

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

/// What a condition looks at.
enum class Subject : unsigned char { kFact, kHeader, kVia, kTagged };

/// What it asks.
enum class Operator : unsigned char {
  kFlag,      // the fact itself: `stranger`; also `via SET` and `tagged NAME`
  kIs,        // one of `items`
  kIn,        // in `list`
  kContains,  // one of `texts`; as the four below, any case
  kBegins,
  kEnds,
  kLike,     // a glob over the whole value
  kMatches,  // `regex`
  kNumber,   // low <= value <= high, or less, or more
  kListed,   // `listed in "zone" as ...`: `name` is the zone
};

/// One alternative after `is`.
struct IsItem {
  enum class Kind : unsigned char { kWord, kText, kName, kAddress, kMail, kFact, kMissing, kEmpty };
  Kind kind = Kind::kText;
  const WordDef* word = nullptr;  // kWord
  std::string text;               // kText, kName (canonical, ".x" for all below), kMail (canonical "local@domain")
  IpAddress address;              // kAddress
  FactId fact = FactId::kCount;   // kFact: the same as this one
  bool domain = false;            // its domain
};

/// An open or closed interval: each bound counts if it is set.
struct NumberTest {
  std::optional<double> low, high;
  bool low_included = true, high_included = true;
};

struct Condition {
  Subject subject = Subject::kFact;
  Operator op = Operator::kFlag;
  bool domain = false;                  // `X domain`
  Writers writers = Writers::kAnybody;  // kHeader
  bool negated = false;                 // `is not`, `not in`: the Kleene negation of the whole
  FactId fact = FactId::kCount;
  Needs needs = kNeedsNothing;
  std::string name;  // of the header, the tag or the DNS list's zone
  std::vector<IsItem> items;
  std::vector<std::string> texts;
  const List* list = nullptr;        // a named or inline list, or
  List TrustLists::*mine = nullptr;  // mydomains ... (a RuleSet moves, so no pointer to its own)
  std::shared_ptr<const Regex> regex;
  NumberTest number;
  std::vector<Network> networks;  // kListed: the answers that count; empty: the usual ones
};

struct TestDef;

struct Expr {
  enum class Kind : unsigned char { kAnd, kOr, kNot, kPossibly, kSurely, kHop, kAttachment, kTest, kCondition };
  static constexpr int kAnyHop = 0;

  Kind kind = Kind::kCondition;
  int hop = kAnyHop;              // kHop
  const TestDef* test = nullptr;  // kTest
  Condition condition;            // kCondition
  std::vector<Expr> children;     // the others
  std::string_view source;        // as written
};

/// `test NAME = expr`. A test whose definition was faulty has no expression and is always unknown.
struct TestDef {
  std::string name;
  std::unique_ptr<Expr> expr;
  std::string file;
  int line = 0;
  int depth = 1;      // of tests that name tests
  size_t weight = 1;  // conditions, with those of the tests it names
  Needs needs = kNeedsNothing;
  bool fixed = true;  // does not look at score or tags: one answer for the whole run
  bool connection = false;
};

/// A note or a verdict.
struct ActionItem {
  enum class Kind : unsigned char {
    kAccept,
    kJunk,
    kReject,
    kDefer,
    kDiscard,
    kDeliver,
    kPipe,  // as Action
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
  std::string name;  // of the tag or the header; the folder of deliver and copy
  TextTemplate text;
  std::vector<std::string> command;

  bool is_verdict() const { return kind <= Kind::kPipe; }
};

struct Rule {
  enum class Kind : unsigned char { kMatch, kThreshold, kOtherwise };
  Kind kind = Kind::kMatch;
  bool trial = false;
  bool connection = false;  // its condition asks who the stranger is
  int number = 0;           // among the rules of its file, from 1
  int line = 0;
  std::string name;  // may be empty
  const std::string* file = nullptr;
  std::unique_ptr<Expr> condition;  // only kMatch
  std::unique_ptr<Expr> unless;     // may be null
  double at_score = 0;              // only kThreshold
  std::optional<int64_t> since, until;
  std::vector<ActionItem> actions;
  std::string_view source;  // the condition as written, with `unless`

  /// "own-helo", "rule 3", "at score 8", "otherwise".
  std::string title() const;
  const ActionItem* verdict() const;
};

}  // namespace hfilter
