// SPDX-License-Identifier: BSD-2-Clause
//
// What the rules say about one message. This record is the result of every command: delivery acts on it, explain prints
// it, the log line and --json are made from it. It owns all its data, but for the rules that it names, which the
// RuleSet keeps: nothing in it is a view into the message.
#pragma once

#include <string>
#include <vector>

namespace hfilter {

enum class Action { kAccept, kJunk, kReject, kDefer, kDiscard, kDeliver, kPipe };

const char* action_name(Action action);  // "accept", "junk", "reject", "defer", "discard", "deliver", "pipe"

/// A change to the header that a rule asked for. Texts are expanded; they are made safe when written
/// (message/header_edit).
struct HeaderNote {
  enum class Kind { kAdd, kSet, kRemove, kSubjectPrefix };
  Kind kind;
  std::string name;  // empty for kSubjectPrefix
  std::string value;
};

struct Rule;

enum class RuleResult { kTrue, kFalse, kUnknown, kNotReached, kSkipped };

const char* rule_result_name(RuleResult result);  // "true", "false", "unknown", "not-reached", "skipped"

/// One rule as explain shows it.
struct RuleReport {
  std::string name;  // "own-helo", or "rule 3" for one without a name
  std::string file;
  int line = 0;
  RuleResult result = RuleResult::kNotReached;
  std::string why;         // evidence of true and false, reason of unknown, "expired 2026-12-31" of skipped
  bool temporary = false;  // of unknown
  bool trial = false;
  const Rule* rule = nullptr;         // whose condition_text() explain shows
  std::string effect;                 // "junk", "score +3": what it did or, as a trial, would have done
  std::vector<std::string> moved_by;  // of an unknown threshold: the undecided rules with a score
};

struct Verdict {
  Action action = Action::kAccept;
  std::string rule;  // the name of the rule that decided: also "at score 8", "otherwise"; empty if none did
  std::string file;
  int line = 0;
  std::string text;                // the verdict's own text, expanded
  std::string guard;               // why the action is milder than the rule asked for; else empty
  Action asked = Action::kAccept;  // what the rule asked for; differs from `action` only with a guard

  double score = 0;
  std::vector<std::string> tags;
  std::vector<HeaderNote> notes;
  std::vector<std::string> logs;     // `log "..."`
  std::vector<std::string> copies;   // `copy "..."`
  std::string folder;                // for kDeliver
  std::vector<std::string> command;  // for kPipe
  bool deferred_unsure = false;      // `when-unsure defer` made it a defer

  std::vector<RuleReport> rules;  // in the order of evaluation
};

}  // namespace hfilter
