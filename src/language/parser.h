// SPDX-License-Identifier: BSD-2-Clause
//
// Reads a rule file in two passes: first lists, settings and includes, then the statements that may name lists and
// tests (rules, tests, thresholds, otherwise), so that a definition may be below its use. Total, bounded, linear. Lists
// and tests go into the RuleSet at once; rules and settings go into a Draft, which the caller takes over if the whole
// file is correct. Errors: the first fault of a statement is a Fault in the Draft, and the parser goes on with the next
// statement. Lifetime: everything that the constructor takes must outlive the parser. Source: hfilterrc(5), GRAMMAR;
// the words are those of rules/grammar.h and facts/registry.h.
#pragma once

#include <deque>
#include <functional>
#include <map>
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
#include "rules/source_text.h"

namespace hfilter {

/// A statement of the second pass.
struct WaitingStatement {
  enum class State : unsigned char { kWaits, kBeingRead, kRead };
  Statement statement;
  const SourceText* source = nullptr;
  bool main = false;  // as Draft::main
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
  std::set<std::string, std::less<>> undefined_names;           // faulty statements would have defined them
  std::deque<WaitingStatement> waiting;                         // in the order of evaluation
  std::map<std::string, WaitingStatement*, std::less<>> tests;  // the tests in `waiting`, by name in lower case
  std::vector<RuleToken> spare;                                 // memory for the tokens of the next statement
  std::vector<Fault> faults;
  bool main = false;  // the user's own file: its list entries omit the path
  int nested = 0;     // tests that are read because another test names them
};

class Parser {
 public:
  /// Reads the file of an `include`; `place` is the path in the statement. Returns false if that is an error.
  using Include = std::function<bool(const std::string& path, bool optional, std::string_view place)>;

  Parser(RuleSet& rules, Draft& draft, const SourceText& source, RuleFiles* files, Include include)
      : known_(rules),
        rules_(&rules),
        draft_(draft),
        source_(source),
        files_(files),
        include_(std::move(include)),
        inline_lists_(&rules.inline_lists) {}
  /// Reads one expression over the lists and tests of `rules`, which stay as they are.
  Parser(const RuleSet& rules, Draft& draft, const SourceText& source, std::vector<std::unique_ptr<List>>* inline_lists)
      : known_(rules), draft_(draft), source_(source), inline_lists_(inline_lists) {}

  /// Does the first pass over the whole file.
  void read_statements();
  /// Does the second pass over all statements that wait in `draft`.
  static void read_waiting(Draft& draft, RuleSet& rules, RuleFiles* files);
  /// Reads the whole text as one condition.
  bool read_expression(Expr* out);

 private:
  // parse_statement.cc
  void first_pass(const Statement& statement);
  void finish(WaitingStatement* waiting);
  bool begins_rule() const;
  bool definition();
  void wait(const Statement& statement);
  bool version();
  bool include_statement();
  bool statement_end();
  void poison();
  List* poisoned_list();
  bool new_name(const RuleToken& token, Expected what);

  // parse_list.cc
  bool my_list();
  bool named_list(ListKind kind);
  bool list_entries(List* list);
  bool list_entry(List* list);
  bool list_from(List* list);
  bool set_reference(Condition* c, ListKind inline_kind);
  bool inline_set(Condition* c, ListKind kind);

  // parse_rule.cc
  bool test_statement();
  bool rule_statement();
  bool rule_label(Rule* rule);
  bool rule_dates(Rule* rule);
  bool threshold();
  bool otherwise();
  Rule new_rule(Rule::Kind kind) const;

  // parse_condition.cc
  bool expression(Expr* out);
  bool unary(Expr* out);
  bool in_brackets(Expr* out);
  bool hop_condition(Expr* out);
  bool attachment_condition(Expr* out);
  bool scoped_condition(Expr* out);
  const FactDef* attachment_fact() const;
  bool condition(Expr* out);
  bool is_ambiguous(const FactDef& fact) const;
  bool fact_condition(Condition* c, const FactDef& fact, const RuleToken& name);
  bool header_condition(Condition* c);
  bool tagged_condition(Condition* c);
  bool via_condition(Condition* c);
  void test_reference(Expr* out, const TestDef& test);

  // parse_test.cc: behind a fact
  bool test(Condition* c);
  bool listed_clause(Condition* c);
  bool is_clause(Condition* c);
  bool is_item(Condition* c);
  bool is_fact(Condition* c, const FactDef& other, const RuleToken& token);
  bool text_clause(Condition* c, Operator op);
  bool regex_clause(Condition* c);
  bool number_clause(Condition* c);
  bool range(Condition* c, const RuleToken& token);
  bool number(const FactDef& fact, std::string_view text, const RuleToken& token, double* value);

  // parse_action.cc
  bool actions(std::vector<ActionItem>* out, bool in_rule);
  bool action(ActionItem* out, bool in_rule);
  bool score_note(ActionItem* out);
  bool tag_note(ActionItem* out);
  bool header_note(ActionItem* out);
  bool pipe_verdict(ActionItem* out);
  bool folder(ActionItem* out);
  bool text_template(TextTemplate* out);
  bool set_template(std::string_view text, const RuleToken& token, TextTemplate* out);
  bool set_statement();

  // parse_cursor.cc
  const RuleToken& peek(size_t ahead = 0) const {
    return tokens_[at_ + ahead < tokens_.size() ? at_ + ahead : tokens_.size() - 1];
  }
  const RuleToken& before() const { return tokens_[at_ - 1]; }
  bool at_end() const { return peek().kind == RuleToken::Kind::kEnd; }
  const RuleToken& take();
  bool take_if(std::string_view keyword);
  bool take_kind(RuleToken::Kind kind);
  bool take_equals();
  bool string_value(std::string* value, Expected what);
  bool plain_string(std::string* value, Expected what);
  bool date(int64_t* day);
  std::string_view source_since(size_t first_token) const;
  const TestDef* need_test(const RuleToken& name);
  bool is_undefined(std::string_view name);
  /// Refuses the statement; only its first fault is kept. Always returns false.
  [[gnu::cold]] bool fault_at(std::string_view place, FaultCode code, Expected expected = Expected::kNothing,
                              int other_line = 0);
  [[gnu::cold]] bool fault(const RuleToken& token, FaultCode code, Expected expected = Expected::kNothing,
                           int other_line = 0);
  [[gnu::cold]] bool unexpected(const RuleToken& token, Expected expected) {
    return fault(token, FaultCode::kUnexpected, expected);
  }

  const RuleSet& known_;
  RuleSet* rules_ = nullptr;  // null for an expression
  Draft& draft_;
  const SourceText& source_;
  RuleFiles* files_ = nullptr;
  Include include_;
  std::vector<std::unique_ptr<List>>* inline_lists_;

  Statement statement_;
  std::vector<RuleToken> tokens_;
  size_t at_ = 0;
  bool failed_ = false;                // this statement has its fault
  bool is_first_ = true;               // no statement was read before
  int depth_ = 0;                      // brackets and nots
  bool in_hop_ = false;                // behind `any hop` or `hop N`
  bool in_attachment_ = false;         // behind `any attachment`
  size_t condition_begin_ = 0;         // the first token of the condition
  const FactDef* fact_ = nullptr;      // asked by the condition; null: another subject
  std::string_view comparison_;        // the last complete `FACT is a`, `FACT in a`, `FACT contains "a"`
  const FactDef* compared_ = nullptr;  // the fact of that comparison if it is one with `is`
  // Properties of the expression, for its test or rule.
  Needs needs_ = kNeedsNothing;
  size_t weight_ = 0;
  int test_depth_ = 0;
  bool fixed_ = true;
  bool connection_ = false;
};

/// Returns true at the end of the statement, `)`, then, unless, and, or: a value or a condition is missing before it.
bool ends_a_condition(const RuleToken& token);
/// Returns the fact that `first`, or `first` and `second` name ("message size"), and the number of its words; or null.
const FactDef* find_fact_at(const RuleToken& first, const RuleToken& second, size_t* words);

}  // namespace hfilter
