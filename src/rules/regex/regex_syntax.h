// SPDX-License-Identifier: BSD-2-Clause
//
// Walks over a regular expression in RE2's syntax (re2/doc/syntax.txt) without compiling it, because loading checks
// each pattern and judging compiles few. RE2 accepts what passes here, unless its program needs too much memory.
// Linear.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace hfilter {

/// Receives the parts of a pattern, in their order. Each function does nothing by default.
class RegexVisitor {
 public:
  RegexVisitor() = default;
  RegexVisitor(const RegexVisitor&) = delete;
  RegexVisitor& operator=(const RegexVisitor&) = delete;
  virtual ~RegexVisitor() = default;

  /// Receives a character that matches only itself, in either case.
  virtual void character(char32_t) {}
  /// Receives a class, a dot or an anchor: any item except a character.
  virtual void other() {}
  virtual void open_group() {}
  virtual void close_group() {}
  /// Receives the `|` between two alternatives.
  virtual void alternative() {}
  /// Receives the repetition of the last character, group or other item: at least `min` times.
  virtual void repeat(int64_t /*min*/) {}
};

/// Returns the first error in `pattern`, where the walk ends; nullopt if there is none.
std::optional<Error> walk_regex(std::string_view pattern, RegexVisitor* visitor);

}  // namespace hfilter
