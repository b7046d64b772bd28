// SPDX-License-Identifier: BSD-2-Clause
//
// The result of the rules for one message. Delivery acts on it, explain prints it, the log line and --json are made
// from it.
// Lifetime: owns its data, except the rules, which the RuleSet owns. Nothing in it is a view into the message.
#pragma once

#include <string>
#include <vector>

namespace hfilter {

enum class Action { kAccept, kJunk, kReject, kDefer, kDiscard, kDeliver, kPipe };

const char* action_name(Action action);  // "accept", "junk", "reject", "defer", "discard", "deliver", "pipe"

/// A change to the header that a rule asked for. Texts are expanded; message/header_edit makes them safe.
struct HeaderNote {
  enum class Kind { kAdd, kSet, kRemove, kSubjectPrefix };
  Kind kind;
  std::string name;  // field name; empty for kSubjectPrefix
  std::string value;
};

struct Rule;

enum class RuleResult { kTrue, kFalse, kUnknown, kNotReached, kSkipped };

const char* rule_result_name(RuleResult result);  // "true", "false", "unknown", "not-reached", "skipped"

/// The result of one rule, as explain shows it.
struct RuleReport {
  std::string name;  // "own-helo", or "rule 3" for one without a name
  std::string file;
  int line = 0;
  RuleResult result = RuleResult::kNotReached;
  std::string why;         // evidence of true or false, reason of unknown, "expired 2026-12-31" of skipped
  bool temporary = false;  // the unknown result is temporary
  bool trial = false;
  const Rule* rule = nullptr;         // explain shows the condition_text() of this rule
  std::string effect;                 // "junk", "score +3": the effect, also the one that a trial rule would have
  std::vector<std::string> moved_by;  // for an unknown threshold: the undecided rules with a score
};

struct Verdict {
  Action action = Action::kAccept;
  std::string rule;  // the name of the deciding rule, or "at score 8", "otherwise"; empty if no rule decided
  std::string file;
  int line = 0;
  std::string text;                      // the verdict's own text, expanded
  std::string milder_reason;             // why the action is milder than the rule asks for; otherwise empty
  Action rule_action = Action::kAccept;  // the action of the rule; differs from `action` only with a milder_reason

  double score = 0;
  std::vector<std::string> tags;
  std::vector<HeaderNote> notes;
  std::vector<std::string> logs;     // texts of `log "..."`
  std::vector<std::string> copies;   // folders of `copy "..."`
  std::string folder;                // folder of kDeliver
  std::vector<std::string> command;  // command of kPipe
  bool deferred_unsure = false;      // `when-unsure defer` caused the deferral

  std::vector<RuleReport> rules;  // all rules in the order of evaluation
};

}  // namespace hfilter
