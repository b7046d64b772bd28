// SPDX-License-Identifier: BSD-2-Clause
//
// What `hfilter check` has found in a set of rules: warnings and errors with their places, sorted in the end. A place
// is a view into a text of the rules (source_text.h); what is elsewhere has none, and nothing is said of it. The rules
// outlive it; the diagnostics own what they hold.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/rule_set.h"

namespace hfilter {

class Findings {
 public:
  explicit Findings(const RuleSet& rules) : rules_(rules) {}

  void add(Diagnostic diagnostic) { found_.push_back(std::move(diagnostic)); }
  void error(std::string_view place, std::string text, std::string help);
  /// Adds the same warning about a place only once: several rules may ask the same test.
  void warn(std::string_view place, const char* name, std::string text, std::string help);
  /// A warning about a rule, under its name or its first word.
  void warn_rule(const Rule& rule, const char* name, std::string text, std::string help);
  /// A warning about an entry of a list: in a rule file at its place, in a list file with its line. `file` as
  /// List::for_each has it.
  void warn_entry(const ListEntry& entry, const std::string& file, const char* name, std::string text,
                  std::string help);
  /// A warning about the rules as a whole.
  void warn_all(const char* name, std::string text, std::string help);

  /// Where `word` stands in the line of the rule, or the line's beginning.
  std::string_view place_of(const Rule& rule, std::string_view word) const;

  /// In the order they were found.
  const std::vector<Diagnostic>& all() const { return found_; }
  /// By file, in the order they were read (list files behind the rule files), and by line.
  std::vector<Diagnostic> sorted() const;

 private:
  const SourceText* text_of(std::string_view place) const;
  std::string_view place_in(const std::string& file, int line, std::string_view word) const;
  std::string main_file() const;
  size_t file_order(const std::string& path) const;

  const RuleSet& rules_;
  std::vector<Diagnostic> found_;
  std::set<std::pair<const char*, std::string>> warned_;  // the place, and the warning's text
};

}  // namespace hfilter
