// SPDX-License-Identifier: BSD-2-Clause
//
// A regular expression of the rule language. RE2 searches one value on one line in linear time, and ignores case unless
// the expression is `/.../c`. The expression is compiled when a text first contains one of its literals
// (rules/regex/regex_literals.h), because compiling is expensive. check_regex, for loading, only checks the syntax: it
// rejects what RE2 rejects, and names features of other engines that RE2 lacks.
// Errors: kLimit if RE2 has too little memory for the expression (`check` reports this), if the work budget ends a
// search, or if a search in pieces finds nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "probes/work_budget.h"

namespace hfilter {

class Regex {
 public:
  Regex(std::string pattern, bool case_matters);
  ~Regex();
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;

  const std::string& pattern() const { return pattern_; }
  /// Searches for a match anywhere in `text`. An octet that is not UTF-8 counts as one ISO 8859-1 character. If the
  /// search could take more time than is left, overlapping pieces of `text` are searched, with the anchors and \b of
  /// the whole text. If no piece has a match the result is kLimit, because a longer match may exist.
  Result<bool> matches(std::string_view text, WorkBudget& work) const;
  bool is_compiled() const { return compiled_ != nullptr; }
  Status compile() const;
  /// Returns how many octets a search can read in `ms` in the worst case. Compiles the expression; 0 if that fails.
  uint64_t worst_case_octets(int ms) const;

 private:
  struct Compiled;
  bool lacks_required_literals(std::string_view text) const;
  Result<bool> search_in_pieces(std::string_view text, WorkBudget& work) const;

  const std::string pattern_;
  const bool case_matters_;
  mutable std::unique_ptr<Compiled> compiled_;  // the compiled pattern, computed on demand like literals_
  mutable std::optional<std::vector<std::string>> literals_;
};

/// Returns the first syntax error of `pattern`; its column is an offset in octets, from 1. Linear.
std::optional<Error> check_regex(std::string_view pattern);

}  // namespace hfilter
