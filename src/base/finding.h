// SPDX-License-Identifier: BSD-2-Clause
//
// What one fact returns to another: a value, "there is none", or unknown with a reason. The typed form of FactValue.
// Errors: reading a value that does not exist is a bug, as with std::optional.
#pragma once

#include <optional>
#include <utility>

#include "base/truth.h"

namespace hfilter {

template <class T>
class Finding {
 public:
  Finding() = default;                                        // the finding is known, and it is "none"
  Finding(T value) : value_(std::move(value)) {}              // NOLINT(google-explicit-constructor)
  Finding(Unknown unknown) : unknown_(std::move(unknown)) {}  // NOLINT(google-explicit-constructor)

  bool known() const { return !unknown_; }
  bool has_value() const { return value_.has_value(); }
  const T& operator*() const& { return *value_; }
  T&& operator*() && { return *std::move(value_); }
  const T* operator->() const { return &*value_; }
  /// Returns the reason. REQUIRES: !known().
  const Unknown& why() const { return *unknown_; }

  /// Converts to a condition: `test` decides on a value, "there is none" is false, unknown stays unknown.
  template <class Test>
  Truth as_truth(Test test) const {
    if (unknown_) return Truth::unknown(*unknown_);
    return value_ ? test(*value_) : Truth::no("there is no value");
  }

 private:
  std::optional<T> value_;
  std::optional<Unknown> unknown_;
};

}  // namespace hfilter
