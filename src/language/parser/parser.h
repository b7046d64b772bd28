// SPDX-License-Identifier: BSD-2-Clause
//
// Rule files into a RuleSet, in two passes: first what lists and settings say, includes with them; then the statements
// that may name lists and tests (rules, tests, thresholds, otherwise), so that the order of definition and use does not
// matter. The first fault of a statement is its error, and the next statement goes on. Total, bounded, linear. Lists
// and tests go into the RuleSet at once; rules and settings into a Draft, which the loader takes over only if the whole
// file is good. The grammar is hfilterrc(5)'s; the words are those of language/grammar.h and
// facts/registry.h.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "language/grammar.h"
#include "language/lexer.h"
#include "probes/rule_files.h"
#include "rules/expr.h"
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

/// What one rule file (with its includes) wants to add.
struct Draft {
  Settings settings;
  std::optional<bool> defer_on_error;  // a correct `set on-error` counts whatever else is wrong
  std::vector<Rule> rules;
  std::vector<Rule> thresholds;
  std::vector<Rule> otherwise;
  std::set<std::string, std::less<>> names;                     // of its rules
  std::set<std::string, std::less<>> given;                     // settings it has set
  std::set<std::string, std::less<>> mine;                      // lists that it has defined with `=`
  std::set<std::string, std::less<>> lost;                      // names that faulty statements were to define
  std::deque<WaitingStatement> waiting;                         // in the order of evaluation
  std::map<std::string, WaitingStatement*, std::less<>> tests;  // of them, by name in lower case
  std::vector<RuleToken> spare;                                 // memory of the last statement's, for the next
  std::vector<Diagnostic> diagnostics;
  bool main = false;  // the user's own file: its lines are named without the file
  int nested = 0;     // tests that are read for tests
};

class Parser {
 public:
  /// Called for `include`: reads and parses the file; an error if that cannot be done (null: all is well).
  using Include = std::function<std::optional<Error>(const std::string& path, bool optional)>;

  /// `files` may be null (an expression has no files to read). Everything handed in must outlive the parser.
  Parser(RuleSet& rules, Draft& draft, const SourceText& source, RuleFiles* files, Include include)
      : rules_(&rules), draft_(&draft), source_(source), files_(files), include_(std::move(include)) {
    tests_ = &rules.tests;
    inline_lists_ = &rules.inline_lists;
  }
  /// For one expression over the lists and tests of `rules`, which stay as they are.
  Parser(const RuleSet& rules, Draft& draft, const SourceText& source, std::vector<std::unique_ptr<List>>& inline_lists)
      : draft_(&draft), source_(source), const_rules_(&rules), tests_(&rules.tests), inline_lists_(&inline_lists) {}

  /// The first pass over the whole file, but for what is not ours.
  void read_statements(const std::vector<std::string_view>& foreign = {});
  /// The second, over all that the first left in `draft`.
  static void read_waiting(Draft& draft, RuleSet& rules, RuleFiles* files);
  /// The whole text as one condition.
  bool parse_whole_expression(Expr* expr);

 private:
  // parser.cc: statements
  void first_pass(const Statement& statement);
  bool definition();
  void wait(const Statement& statement);
  void finish(WaitingStatement& waiting);
  bool begins_rule() const;
  bool version();
  bool set_statement();
  bool include_statement();
  bool statement_end();
  void poison();

  // parse_list.cc
  bool my_list();
  bool named_list(ListKind kind);
  bool list_entries(List& list);
  bool list_entry(List& list);
  bool list_from(List& list);

  // parse_rule.cc
  bool test_statement();
  bool rule_statement();
  bool rule_label(Rule& rule);
  bool rule_dates(Rule& rule);
  bool threshold();
  bool otherwise();
  bool new_name(const RuleToken& token, const char* what);

  // parse_expr.cc
  bool expression(Expr& out);
  bool unary(Expr& out);
  bool hop_condition(Expr& out);
  bool attachment_condition(Expr& out);
  bool scoped_condition(Expr& out, const char* scope);
  bool attachment_fact(Expr& out);
  bool condition(Expr& out);
  bool fact_condition(Condition& c, const FactDef& fact);
  bool header_condition(Condition& c);
  bool tagged_condition(Condition& c);
  bool via_condition(Condition& c);
  bool test_reference(Expr& out, const TestDef& test);

  // parse_condition.cc
  bool after_fact(Condition& c, const FactDef* fact);
  bool listed_clause(Condition& c);

  // parse_is.cc
  bool is_clause(Condition& c, const FactDef* fact);
  bool is_item(Condition& c, const FactDef* fact);
  bool is_text(Condition& c, const FactDef* fact, const RuleToken& token);
  bool is_word(Condition& c, const FactDef* fact, const RuleToken& token);
  bool is_fact_word(Condition& c, const WordDef& word, const RuleToken& token);
  bool is_fact(Condition& c, const FactDef& fact, const FactDef& other, const RuleToken& token);
  bool is_address(Condition& c, const RuleToken& token);
  bool is_domain(Condition& c, const FactDef* fact, const RuleToken& token);
  bool is_mail(Condition& c, const FactDef* fact, const RuleToken& token);
  [[gnu::cold]] bool refuse_address(const std::string& name, const RuleToken& token);
  [[gnu::cold]] bool refuse_value(const Condition& c, const FactDef* fact, const RuleToken& token, FactType type);

  // parse_set.cc
  bool in_clause(Condition& c, const FactDef* fact);
  bool set_reference(Condition& c, const FactDef* fact, ListKind inline_kind);
  [[gnu::cold]] bool refuse_file(const Condition& c, const FactDef* fact, const RuleToken& token, ListKind inline_kind);
  [[gnu::cold]] bool refuse_list(const Condition& c, const FactDef* fact, const RuleToken& token, ListKind inline_kind);
  [[gnu::cold]] bool refuse_kind(const Condition& c, const FactDef* fact, const RuleToken& token, const List& list,
                                 ListKind inline_kind);
  bool inline_set(Condition& c, ListKind kind);

  // parse_text.cc
  bool text_clause(Condition& c, const FactDef* fact, Operator op);
  bool regex_clause(Condition& c);

  // parse_number.cc
  bool number_clause(Condition& c, const FactDef& fact);
  bool range(Condition& c, const FactDef& fact, const RuleToken& token);
  bool number(const FactDef& fact, std::string_view text, const RuleToken& token, double& value);

  // parse_refuse.cc
  [[gnu::cold]] bool refuse_statement();
  [[gnu::cold]] bool refuse_definition(size_t at);
  [[gnu::cold]] bool refuse_match(const Rule& rule);
  [[gnu::cold]] bool refuse_then();
  [[gnu::cold]] bool refuse_condition();
  [[gnu::cold]] bool refuse_test(const FactDef* fact);
  std::string rewritten(size_t from, size_t to) const;
  std::string as_rule(size_t from) const;
  std::vector<std::string_view> condition_words() const;
  std::string help_for_condition(const RuleToken& token) const;
  std::string help_for_value(const RuleToken& token) const;
  std::string help_for_test(const FactDef* fact, bool domain, const std::string& name) const;
  std::string behind_test(std::string_view ours) const;
  std::string regex_form(const RuleToken& value) const;
  bool is_header_name() const;
  std::string value_form(const FactDef* fact, bool domain, const RuleToken& value) const;

  // parse_actions.cc
  bool actions(std::vector<ActionItem>& out, bool in_rule);
  bool action(ActionItem& out, bool in_rule);
  bool score_note(ActionItem& out);
  bool header_note(ActionItem& out, ActionItem::Kind kind);
  bool pipe_verdict(ActionItem& out);
  bool folder(ActionItem& out, const char* form);
  bool text_template(TextTemplate& out, const char* what);
  [[gnu::cold]] bool refuse_action();

  // parse_settings.cc
  bool refuse_setting(const RuleToken& name);
  bool setting_value(SettingValue value);
  bool choice_setting(const SettingChoice& choice);
  bool duration_setting(double most, const char* limit, double& seconds);
  bool host_setting();
  bool names_setting(std::vector<std::string>& names);
  bool globs_setting(std::vector<std::string>& globs);
  bool servers_setting();
  bool log_setting();
  bool log_keep_setting();

  // parse_cursor.cc: the cursor and its helpers
  const RuleToken& peek(size_t ahead = 0) const {
    return tokens_[at_ + ahead < tokens_.size() ? at_ + ahead : tokens_.size() - 1];
  }
  bool at_end() const { return peek().kind == RuleToken::Kind::kEnd; }
  const RuleToken& take() {
    const RuleToken& token = peek();
    if (at_ + 1 < tokens_.size()) ++at_;
    return token;
  }
  bool take_if(std::string_view keyword) {
    if (!peek().is(keyword)) return false;
    take();
    return true;
  }
  bool take_kind(RuleToken::Kind kind) {
    if (peek().kind != kind) return false;
    take();
    return true;
  }
  bool take_equals();
  bool string_value(std::string& value, std::string_view fault, std::string_view help);
  bool plain_string(std::string& value, std::string_view fault, std::string_view help);
  bool is_string(size_t ahead = 0) const { return peek(ahead).kind == RuleToken::Kind::kString; }
  bool date(int64_t& day);
  /// Refuses the statement: only its first fault is kept. Always false.
  [[gnu::cold]] bool fail(std::string_view place, std::string text, std::string help = {});
  [[gnu::cold]] bool fail_at(const RuleToken& token, std::string text, std::string help = {});
  /// "`x`", or what stands there instead of a word.
  std::string named(const RuleToken& token) const;
  std::string_view source_since(size_t first_token) const;

  List& add_list(ListKind kind, std::string_view name);
  void add_test(std::unique_ptr<TestDef> test);
  const RuleSet& known() const { return rules_ != nullptr ? *rules_ : *const_rules_; }
  const TestDef* find_test(std::string_view name) const;
  /// find_test(), and if it waits to be read: now. Null with failed_ set if its definition comes back to itself.
  const TestDef* need_test(const RuleToken& name);
  /// Was a faulty statement to define it? Then the mistake is told already, and the statement is only refused.
  bool is_lost(std::string_view name);
  List* find_list(std::string_view name) const;

  RuleSet* rules_ = nullptr;
  Draft* draft_ = nullptr;
  const SourceText& source_;
  RuleFiles* files_ = nullptr;
  Include include_;
  const RuleSet* const_rules_ = nullptr;
  const std::vector<std::unique_ptr<TestDef>>* tests_ = nullptr;
  std::vector<std::unique_ptr<List>>* inline_lists_ = nullptr;

  std::vector<RuleToken> tokens_;
  size_t at_ = 0;
  bool failed_ = false;         // this statement has its error
  bool first_ = true;           // no statement before this one
  int depth_ = 0;               // brackets and nots
  bool in_hop_ = false;         // after `any hop` or `hop N`
  bool in_attachment_ = false;  // after `any attachment`
  /// The last `FACT is a`, `FACT in a`, `FACT contains "a"`: what a value behind it was meant for.
  struct Clause {
    const FactDef* fact = nullptr;
    std::string subject;               // "sender domain"
    std::string_view word;             // is, in, contains ...
    std::string_view entry;            // the one of `in ENTRY`
    std::string_view source;           // all of it
    ListKind kind = ListKind::kWords;  // of the entries of `in`
  };
  Clause clause_;
  size_t condition_begin_ = 0;
  // What the expression is made of, for the test or rule it belongs to.
  Needs needs_ = kNeedsNothing;
  size_t weight_ = 0;
  int test_depth_ = 0;
  bool fixed_ = true;
  bool connection_ = false;
};

inline constexpr char kContinuesNothing[] = "a statement starts in column 1; an indented line continues the line above";

/// The end of the statement, `)`, then, unless, and, or: a value or a condition is missing before it.
bool ends_a_condition(const RuleToken& token);

inline constexpr char kDateForm[] = "a date is written YYYY-MM-DD, such as 2026-12-31";
/// What to say of a date that is none.
std::string bad_date(std::string_view text);
/// The date in our form, for one in another that can mean no other day; else empty.
std::string date_meant(std::string_view text);

/// The trust list of that name ("mydomains"), or null.
List TrustLists::*trust_list(std::string_view name);
/// Of the keyword of a list statement.
std::optional<ListKind> list_kind(const RuleToken& token);

}  // namespace hfilter
