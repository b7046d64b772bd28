// SPDX-License-Identifier: BSD-2-Clause
//
// Collects and sorts the warnings and errors of `hfilter check`. A place is a view into a rule file's text
// (source_text.h); error() and warn() drop a finding with any other place.
// Lifetime: the rules must outlive Findings; diagnostics own their texts.
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
  /// Adds a warning about a rule, at its name or first word.
  void warn_rule(const Rule& rule, const char* name, std::string text, std::string help);
  /// Adds a warning about a list entry, at its place in the rule file or its line in the list file. `file` comes
  /// from List::for_each.
  void warn_entry(const ListEntry& entry, const std::string& file, const char* name, std::string text,
                  std::string help);
  /// Adds a warning about the rules as a whole.
  void warn_all(const char* name, std::string text, std::string help);

  /// Returns the place of `word` in the rule's line, or the beginning of the line.
  std::string_view place_of(const Rule& rule, std::string_view word) const;

  /// Returns the findings in the order of adding.
  const std::vector<Diagnostic>& all() const { return found_; }
  /// Returns the findings by file, in the order of reading (list files last), and by line.
  std::vector<Diagnostic> sorted() const;

 private:
  const SourceText* text_of(std::string_view place) const;
  std::string_view place_in(const std::string& file, int line, std::string_view word) const;
  std::string main_file() const;
  size_t file_order(const std::string& path) const;

  const RuleSet& rules_;
  std::vector<Diagnostic> found_;
  std::set<std::pair<const char*, std::string>> warned_;  // the place and the text of each warning
};

}  // namespace hfilter
