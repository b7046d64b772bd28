// SPDX-License-Identifier: BSD-2-Clause
//
// Reads a rule file in two passes: first lists, settings and includes, then rules, tests, thresholds and otherwise, so
// that a definition may be below its use. Total, bounded, linear. Lists and tests go into the RuleSet at once; rules
// and settings go into a Draft, which the caller takes over if the whole file is correct. Errors: the first fault of a
// statement is a Fault in the Draft, and the parser goes on with the next statement. Source: hfilterrc(5), GRAMMAR.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "language/lexer.h"
#include "probes/rule_files.h"
#include "rules/expr.h"
#include "rules/grammar.h"
#include "rules/rule_set.h"

namespace hfilter {

/// A statement that the second pass reads.
struct WaitingStatement {
  enum class State : unsigned char { kWaits, kBeingRead, kRead };
  Statement statement;
  const SourceText* source = nullptr;
  State state = State::kWaits;
};

/// The additions of one rule file and its includes.
struct Draft {
  Settings settings;
  std::optional<bool> defer_on_error;  // a correct `set on-error` counts in a faulty file, too
  std::vector<Rule> rules;
  std::vector<Rule> thresholds;
  std::vector<Rule> otherwise;
  std::set<std::string, std::less<>> rule_names;
  std::set<std::string, std::less<>> settings_given;
  std::set<std::string, std::less<>> undefined_names;           // the names that faulty statements would have defined
  std::deque<WaitingStatement> waiting;                         // the statements that wait, in the order of evaluation
  std::map<std::string, WaitingStatement*, std::less<>> tests;  // the tests in `waiting`, by name
  std::vector<Fault> faults;
  std::string own_file;  // the path of the user's own file: its list entries omit it
  int nesting = 0;       // the depth at which a test is read because a condition names it
};

/// Reads the file of an `include`; `place` is the path in the statement. Returns false if that is an error.
using Include = std::function<bool(const std::string& path, bool optional, std::string_view place)>;

/// The surroundings of a statement. They must outlive its reading.
struct ParseScope {
  const RuleSet& known;  // the lists and tests that conditions may name
  RuleSet* rules;        // the rule set that takes lists and tests; null for a single condition
  Draft& draft;
  const SourceText& source;
  RuleFiles* files;  // the reader of files; may be null for a single condition
  std::vector<std::unique_ptr<List>>* inline_lists;
};

/// Does the first pass over `scope.source`.
void read_statements(const ParseScope& scope, const Include& include);
/// Does the second pass over all statements that wait in `scope.draft`.
void read_waiting(const ParseScope& scope);
/// Reads one statement of the second pass.
void read_waiting_statement(const ParseScope& scope, WaitingStatement* waiting);
/// Reads the whole text of `scope.source` as one condition. Returns false after a fault.
bool read_expression(const ParseScope& scope, Expr* out);

}  // namespace hfilter
