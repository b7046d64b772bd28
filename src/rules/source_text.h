// SPDX-License-Identifier: BSD-2-Clause
//
// The text of one rule file, and diagnostics that point into it. A place is a view into the text; its line and column
// are computed only for a diagnostic.
// Lifetime: tokens, rules and their sources are views into the text, which is neither copied nor moved and lives as
// long as the RuleSet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/diagnostic.h"

namespace hfilter {

class SourceText {
 public:
  SourceText(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {}
  SourceText(const SourceText&) = delete;
  SourceText& operator=(const SourceText&) = delete;

  const std::string& path() const { return path_; }
  std::string_view text() const { return text_; }

  /// Returns an error at `place`, a view into text().
  Diagnostic error_at(std::string_view place, std::string text, std::string help) const;
  Diagnostic warning_at(std::string_view place, std::string name, std::string text, std::string help) const;

 private:
  const std::string path_;
  const std::string text_;
  mutable std::vector<size_t> line_starts_;  // the line starts; computed for the first diagnostic
};

}  // namespace hfilter
