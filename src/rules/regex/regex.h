// SPDX-License-Identifier: BSD-2-Clause
//
// A regular expression of the rule language: RE2, so linear in the text, any case unless `/.../c`, over one value on
// one line. Compiled when a text is first asked that holds its literals (rules/regex/regex_literals.h): a rule that is
// not reached costs nothing, one that is reached little. check_regex is the cheap look at its syntax that loading does;
// it refuses what RE2 refuses and names what other engines have and RE2 has not. Errors: kLimit for an expression that
// RE2 cannot hold in its memory, which check reports; and where the work budget ends a search, or a text was searched
// in pieces and nothing was found.
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
  /// Looks for a match anywhere in `text`; a byte that is not UTF-8 matches `.` and negated classes, as one character.
  /// A text that could take more than is left of the budget is searched in overlapping pieces; anchors and \b mean the
  /// whole text. A match in a piece is a match; kLimit if there is none, as a longer one may exist.
  Result<bool> matches(std::string_view text, WorkBudget& work) const;
  bool is_compiled() const { return compiled_ != nullptr; }
  /// Compiles it now.
  Status compile() const;
  /// Returns how many octets of text take `ms` at worst. Compiles it; 0 if it cannot be compiled.
  uint64_t octets_in(int ms) const;

 private:
  struct Compiled;
  bool plainly_misses(std::string_view text) const;
  Result<bool> search_in_pieces(std::string_view text, WorkBudget& work) const;

  const std::string pattern_;
  const bool case_matters_;
  mutable std::unique_ptr<Compiled> compiled_;  // logically const, as is
  mutable std::optional<std::vector<std::string>> literals_;
};

/// A fault in the syntax of `pattern`: column is its offset in octets from 1. Linear.
std::optional<Error> check_regex(std::string_view pattern);

}  // namespace hfilter
