// SPDX-License-Identifier: BSD-2-Clause
//
// The parsed rules of all rule files: lists, settings, statements. load_rules (advice/loader.h) makes them; evaluate
// (rules/evaluate.h) judges them. A faulty file adds no rules, and its errors are in `diagnostics`.
// Lifetime: the set owns everything except the ListFiles, which belong to the RuleFiles that were loaded and must
// outlive the set.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lists/list.h"
#include "rules/diagnostic.h"
#include "rules/settings.h"
#include "rules/verdict.h"
#include "trace/trust.h"

namespace hfilter {

struct Expr;       // defined in rules/expr.h
struct Rule;       // defined in rules/expr.h
struct TestDef;    // defined in rules/expr.h
class SourceText;  // defined in rules/source_text.h

struct RuleFileState {
  std::string path;
  bool site = false;
  bool found = false;
  bool faulty = false;
};

struct RuleSet {
  RuleSet();
  ~RuleSet();
  RuleSet(RuleSet&&) noexcept;
  RuleSet& operator=(RuleSet&&) noexcept;

  std::vector<RuleFileState> files;
  std::vector<Diagnostic> diagnostics;
  Settings settings;
  TrustLists trust;
  std::vector<std::unique_ptr<List>> lists;  // the named lists
  std::vector<Rule> rules;                   // the rules with `match`, in the order of evaluation
  std::vector<Rule> thresholds;              // the rules with `at score`, the highest first
  std::vector<Rule> otherwise;               // the rule with `otherwise`: none or one
  std::vector<std::unique_ptr<TestDef>> tests;
  std::vector<std::unique_ptr<List>> inline_lists;       // the lists inside rules: `in (a, b)`
  std::vector<std::unique_ptr<SourceText>> texts;        // texts of the rule files; other members have views into them
  std::map<std::string, List*, std::less<>> list_names;  // the named lists by name in lower case
  std::map<std::string, const TestDef*, std::less<>> test_names;     // the tests by name in lower case
  std::vector<std::pair<std::string, std::string_view>> list_files;  // each path, with the text of `from "..."`
  int64_t today = 0;

  /// Returns the list of that name, a trust list or one of `lists`; null if there is none.
  const List* find_list(std::string_view name) const;
  /// Returns the list of `lists` with that name, or null.
  List* named_list(std::string_view name) const;
  const TestDef* find_test(std::string_view name) const;
  /// Adds an empty list, or a test, under a name that no other list or test has.
  List& add_list(ListKind kind, std::string_view name);
  void add_test(std::unique_ptr<TestDef> test);

  /// Returns true if some file was faulty: filter then prints `error` (or defers), test and judge exit with 75.
  bool faulty() const;
  /// Returns true if no file was found.
  bool no_files() const;
  /// Returns true if some rules are in force. A faulty file does not affect the rules of other files.
  bool some_in_force() const;
  /// Returns the first error, such as "~/.hfilterrc:3:26: `localhost` is not a test"; "" if there is none.
  std::string first_error() const;
};

}  // namespace hfilter
