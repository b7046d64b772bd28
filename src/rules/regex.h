// SPDX-License-Identifier: BSD-2-Clause
//
// A regular expression of the rule language: RE2, so linear in the text, any case unless `/.../c`, over one value on
// one line. Compiled when it is first asked, so that a rule that is not reached costs nothing. check_regex is the cheap
// look at its syntax that loading does; it refuses what RE2 refuses and names what other engines have and RE2 has not.
// How it fails: an expression that RE2 cannot hold in its memory gives kLimit, at check and at each match.
#ifndef HFILTER_RULES_REGEX_H_
#define HFILTER_RULES_REGEX_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

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
  /// Compiles it now.
  Status compile() const;

 private:
  struct Compiled;
  const std::string pattern_;
  const bool case_matters_;
  mutable std::unique_ptr<Compiled> compiled_;  // logically const
};

/// A fault in the syntax of `pattern`: column is its offset in octets from 1. Linear.
std::optional<Error> check_regex(std::string_view pattern);

}  // namespace hfilter

#endif  // HFILTER_RULES_REGEX_H_
