// SPDX-License-Identifier: BSD-2-Clause
//
// What one fact hands to another while it is worked out: a value, "there is none", or unknown with its reason. The
// small, typed brother of FactValue. Fails as std::optional does: asking for a value that is not there is a bug.
#ifndef HFILTER_FACTS_FINDING_H_
#define HFILTER_FACTS_FINDING_H_

#include <optional>
#include <string>
#include <utility>

#include "base/truth.h"
#include "facts/fact.h"

namespace hfilter {

template <class T>
class Finding {
 public:
  Finding() = default;                                        // known: there is none
  Finding(T value) : value_(std::move(value)) {}              // NOLINT(google-explicit-constructor)
  Finding(Unknown unknown) : unknown_(std::move(unknown)) {}  // NOLINT(google-explicit-constructor)

  bool known() const { return !unknown_; }
  bool has_value() const { return value_.has_value(); }
  const T& operator*() const& { return *value_; }
  T&& operator*() && { return *std::move(value_); }
  const T* operator->() const { return &*value_; }
  /// Only if !known().
  const Unknown& why() const { return *unknown_; }

  /// As a fact: `to_scalar` turns the value into one.
  template <class ToScalar>
  FactValue as_fact(ToScalar to_scalar) const {
    if (unknown_) return FactValue::unknown(*unknown_);
    return value_ ? FactValue::one(to_scalar(*value_)) : FactValue::none();
  }

  /// As a condition: `test` tells it from the value; where there is none it is false.
  template <class Test>
  Truth as_truth(Test test) const {
    if (unknown_) return Truth::unknown(*unknown_);
    return value_ ? test(*value_) : Truth::no("there is none");
  }

 private:
  std::optional<T> value_;
  std::optional<Unknown> unknown_;
};

}  // namespace hfilter

#endif  // HFILTER_FACTS_FINDING_H_
