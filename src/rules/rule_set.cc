// SPDX-License-Identifier: BSD-2-Clause
#include "rules/rule_set.h"

#include <algorithm>

#include "base/text.h"
#include "rules/expr.h"
#include "rules/source_text.h"

namespace hfilter {

RuleSet::RuleSet() = default;
RuleSet::~RuleSet() = default;
RuleSet::RuleSet(RuleSet&&) noexcept = default;
RuleSet& RuleSet::operator=(RuleSet&&) noexcept = default;

const List* RuleSet::find_list(std::string_view name) const {
  if (List TrustLists::*mine = trust_list(name)) return &(trust.*mine);
  return named_list(name);
}

List* RuleSet::named_list(std::string_view name) const {
  const auto found = list_names.find(lower(name));
  return found == list_names.end() ? nullptr : found->second;
}

const TestDef* RuleSet::find_test(std::string_view name) const {
  const auto found = test_names.find(lower(name));
  return found == test_names.end() ? nullptr : found->second;
}

List& RuleSet::add_list(ListKind kind, std::string_view name) {
  lists.push_back(std::make_unique<List>(kind, std::string(name)));
  lists.back()->set_today(today);
  list_names.emplace(lower(name), lists.back().get());
  return *lists.back();
}

void RuleSet::add_test(std::unique_ptr<TestDef> test) {
  test_names.emplace(lower(test->name), test.get());
  tests.push_back(std::move(test));
}

bool RuleSet::faulty() const {
  return std::any_of(files.begin(), files.end(), [](const RuleFileState& file) { return file.faulty; });
}

bool RuleSet::no_files() const {
  return std::none_of(files.begin(), files.end(), [](const RuleFileState& file) { return file.found; });
}

bool RuleSet::some_in_force() const {
  for (const RuleFileState& file : files) {
    if (file.found && !file.faulty) return true;
  }
  return !faulty();
}

std::string RuleSet::first_error() const {
  for (const Diagnostic& diagnostic : diagnostics) {
    if (!diagnostic.is_error) continue;
    const Error& error = diagnostic.error;
    std::string place = error.file;
    if (error.line > 0) place += ":" + std::to_string(error.line) + ":" + std::to_string(error.column);
    return place.empty() ? error.text : place + ": " + error.text;
  }
  return {};
}

std::string Rule::title() const {
  if (kind == Kind::kThreshold) return "at score " + score_text(at_score);
  if (kind == Kind::kOtherwise) return "otherwise";
  return name.empty() ? "rule " + std::to_string(number) : name;
}

const ActionItem* Rule::verdict() const {
  return !actions.empty() && actions.back().is_verdict() ? &actions.back() : nullptr;
}

const char* action_name(Action action) {
  static constexpr const char* kNames[] = {"accept", "junk", "reject", "defer", "discard", "deliver", "pipe"};
  return kNames[static_cast<size_t>(action)];
}

const char* rule_result_name(RuleResult result) {
  static constexpr const char* kNames[] = {"true", "false", "unknown", "not-reached", "skipped"};
  return kNames[static_cast<size_t>(result)];
}

}  // namespace hfilter
