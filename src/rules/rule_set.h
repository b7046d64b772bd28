// SPDX-License-Identifier: BSD-2-Clause
//
// The rules of all rule files, parsed: lists, settings, statements. Made by load_rules (advice/loader.h), judged by
// evaluate (rules/evaluate.h). A faulty file leaves none of its own rules here; its errors are in `diagnostics`.
// Lifetime: the set owns everything but the ListFiles, which belong to the RuleFiles it was loaded from and must
// outlive it.
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

struct Expr;       // rules/expr.h
struct Rule;       // rules/expr.h
struct TestDef;    // rules/expr.h
class SourceText;  // rules/source_text.h

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
  std::vector<std::unique_ptr<List>> lists;  // the named ones
  std::vector<Rule> rules;                   // `match`, in the order of evaluation
  std::vector<Rule> thresholds;              // `at score`, the highest first
  std::vector<Rule> otherwise;               // none or one
  std::vector<std::unique_ptr<TestDef>> tests;
  std::vector<std::unique_ptr<List>> inline_lists;                   // `in (a, b)`
  std::vector<std::unique_ptr<SourceText>> texts;                    // the files, for views into them
  std::map<std::string, List*, std::less<>> list_names;              // of `lists`, in lower case
  std::map<std::string, const TestDef*, std::less<>> test_names;     // of `tests`, in lower case
  std::vector<std::pair<std::string, std::string_view>> list_files;  // path, and the text in `from "..."`
  int64_t today = 0;

  /// Returns the list of that name, a trust list or one of `lists`; null if there is none.
  const List* find_list(std::string_view name) const;
  const TestDef* find_test(std::string_view name) const;
  /// Adds an empty list, or a test, under a name that no other list or test has.
  List& add_list(ListKind kind, std::string_view name);
  void add_test(std::unique_ptr<TestDef> test);

  /// Some file was faulty: filter says `error` (or defers), test and judge end with 75.
  bool faulty() const;
  /// No file was found at all.
  bool no_files() const;
  /// Some rules are in force: a faulty file leaves those of the others.
  bool some_in_force() const;
  /// "~/.hfilterrc:3:26: `localhost` is not a test": the first error; empty if there is none.
  std::string first_error() const;
};

}  // namespace hfilter
