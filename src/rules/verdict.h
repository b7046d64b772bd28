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

const char* action_name(Action action);  // Returns "accept", "junk", "reject", "defer", "discard", "deliver" or "pipe".

/// A change to the header that a rule asked for. Texts are expanded; message/header_edit makes them safe.
struct HeaderNote {
  enum class Kind { kAdd, kSet, kRemove, kSubjectPrefix };
  Kind kind;
  std::string name;  // the name of the field; empty for kSubjectPrefix
  std::string value;
};

struct Rule;

enum class RuleResult { kTrue, kFalse, kUnknown, kNotReached, kSkipped };

const char* rule_result_name(RuleResult result);  // Returns "true", "false", "unknown", "not-reached" or "skipped".

/// The result of one rule, as explain shows it.
struct RuleReport {
  std::string name;  // the name of the rule: "own-helo", or "rule 3" for a rule without a name
  std::string file;
  int line = 0;
  RuleResult result = RuleResult::kNotReached;
  std::string why;         // the evidence of true or false, the reason of unknown, "expired 2026-12-31" of skipped
  bool temporary = false;  // the unknown result is temporary
  bool trial = false;
  const Rule* rule = nullptr;         // explain shows the condition_text() of this rule
  std::string effect;                 // the effect, or the effect that a trial rule would have: "junk", "score +3"
  std::vector<std::string> moved_by;  // the undecided rules with a score; only for an unknown threshold
};

struct Verdict {
  Action action = Action::kAccept;
  std::string rule;  // the name of the deciding rule, or "at score 8", "otherwise"; empty if no rule decided
  std::string file;
  int line = 0;
  std::string text;                      // the text of the verdict, with its placeholders replaced
  std::string milder_reason;             // the reason why the action is milder than the rule asks for; else empty
  Action rule_action = Action::kAccept;  // the action of the rule; differs from `action` only with a milder_reason

  double score = 0;
  std::vector<std::string> tags;
  std::vector<HeaderNote> notes;
  std::vector<std::string> logs;     // the texts of `log "..."`
  std::vector<std::string> copies;   // the folders of `copy "..."`
  std::string folder;                // the folder of kDeliver
  std::vector<std::string> command;  // the command of kPipe
  bool deferred_unsure = false;      // true if `when-unsure defer` caused the deferral

  std::vector<RuleReport> rules;  // the reports of all rules, in the order of evaluation
};

}  // namespace hfilter
