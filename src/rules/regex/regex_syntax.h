// SPDX-License-Identifier: BSD-2-Clause
//
// Walks a regular expression by the syntax of RE2 (re2/doc/syntax.txt), without compiling it: loading looks at each
// pattern, judging compiles few. RE2 accepts what this accepts, unless the program needs too much memory.
// Total; linear in the pattern.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace hfilter {

/// What a walk meets, in the order of the pattern. Each function does nothing by default.
class RegexVisitor {
 public:
  RegexVisitor() = default;
  RegexVisitor(const RegexVisitor&) = delete;
  RegexVisitor& operator=(const RegexVisitor&) = delete;
  virtual ~RegexVisitor() = default;

  /// A character that matches only itself, or the other case of itself.
  virtual void character(char32_t) {}
  /// A class, a dot, an anchor: anything that is not one character.
  virtual void other() {}
  virtual void open_group() {}
  virtual void close_group() {}
  /// The `|` between two alternatives.
  virtual void alternative() {}
  /// The last character, group or other is matched `min` times at least.
  virtual void repeat(int64_t /*min*/) {}
};

/// Returns what is wrong with `pattern`; nothing if it is correct. The walk ends at the first error.
std::optional<Error> walk_regex(std::string_view pattern, RegexVisitor* visitor);

}  // namespace hfilter
