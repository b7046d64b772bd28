// SPDX-License-Identifier: BSD-2-Clause
//
// A regular expression of the rule language: RE2, so linear in the text, any case unless `/.../c`, over one value on
// one line. Compiled when a text is first asked that holds its literals (rules/regex_literals.h): a rule that is not
// reached costs nothing, one that is reached little. check_regex is the cheap look at its syntax that loading does; it
// refuses what RE2 refuses and names what other engines have and RE2 has not.
// How it fails: kLimit for an expression that RE2 cannot hold in its memory, and for texts that are too long for one so
// large (kMaxRegexWork); both are told by check.
#ifndef HFILTER_RULES_REGEX_H_
#define HFILTER_RULES_REGEX_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hfilter {

class Regex {
 public:
  Regex(std::string pattern, bool case_matters);
  ~Regex();
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;

  const std::string& pattern() const { return pattern_; }
  /// Somewhere in `text`; bytes that are no UTF-8 match `.` and negated classes, as one character each.
  Result<bool> matches(std::string_view text) const;
  /// One of several texts for one condition: `octets` counts what they cost together.
  Result<bool> matches(std::string_view text, uint64_t& octets) const;
  bool is_compiled() const { return compiled_ != nullptr; }
  /// Compiles it now.
  Status compile() const;
  /// Of text that are matched for one condition; compiles. 0 if it cannot be compiled.
  uint64_t most_octets() const;

 private:
  struct Compiled;
  bool plainly_misses(std::string_view text) const;

  const std::string pattern_;
  const bool case_matters_;
  mutable std::unique_ptr<Compiled> compiled_;  // logically const, as is
  mutable std::optional<std::vector<std::string>> literals_;
};

/// A fault in the syntax of `pattern`: column is its offset in octets from 1. Linear.
std::optional<Error> check_regex(std::string_view pattern);

}  // namespace hfilter

#endif  // HFILTER_RULES_REGEX_H_
