// SPDX-License-Identifier: BSD-2-Clause
//
// The value of a fact: known (no, one or several scalars), or unknown with a reason. A missing header field is known
// and has no value: text tests are false, and `is missing` is true.
// Lifetime: owns its data.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "address/hostname.h"
#include "address/ip_address.h"
#include "address/mail_address.h"
#include "base/finding.h"
#include "base/truth.h"

namespace hfilter {

/// A number has the unit of its fact: octets, seconds, days since 1970 for a date, or none. Exact up to 2^53.
using Scalar = std::variant<bool, double, IpAddress, Hostname, MailAddress, std::string>;

std::string scalar_text(const Scalar& scalar);

class FactValue {
 public:
  struct Bounds {
    double low = 0, high = 0;
  };

  /// The default is known and has no value.
  FactValue() = default;
  static FactValue none() { return {}; }
  static FactValue one(Scalar scalar) {
    FactValue v;
    v.values_.push_back(std::move(scalar));
    return v;
  }
  static FactValue several(std::vector<Scalar> scalars) {
    FactValue v;
    v.values_ = std::move(scalars);
    return v;
  }
  static FactValue unknown(Unknown why) {
    FactValue v;
    v.known_ = false;
    v.unknown_ = std::move(why);
    return v;
  }
  /// Returns an unknown number that is certainly between `low` and `high`.
  static FactValue within(double low, double high, Unknown why) {
    FactValue v = unknown(std::move(why));
    v.bounds_ = Bounds{low, high};
    return v;
  }
  static FactValue unknown(UnknownReason reason, std::string text, bool temporary = false) {
    return unknown(Unknown{reason, std::move(text), temporary});
  }

  /// Adds the evidence for the value, for explain.
  FactValue with_evidence(std::string evidence) && {
    evidence_ = std::move(evidence);
    return std::move(*this);
  }

  /// Marks the value as incomplete, because not everything was read or decoded. A test that fails is then unknown.
  FactValue incomplete_because(std::optional<Unknown> why) && {
    missing_ = std::move(why);
    return std::move(*this);
  }

  /// Returns the result of a test of values(). False becomes unknown if there may be other values.
  Truth false_if_complete(Truth truth) const {
    return truth.is_false() && missing_ ? Truth::unknown(*missing_) : truth;
  }

  bool known() const { return known_; }
  /// The reason why there may be other values.
  const std::optional<Unknown>& incomplete_reason() const { return missing_; }
  const std::string& evidence() const { return evidence_; }
  /// The values; empty if there is none, or if the fact is unknown.
  const std::vector<Scalar>& values() const { return values_; }
  /// The reason of an unknown fact. Valid only if !known().
  const Unknown& why_unknown() const { return unknown_; }
  /// The bounds of an unknown number; nullopt if it may be any number.
  const std::optional<Bounds>& bounds() const { return bounds_; }

 private:
  bool known_ = true;
  std::vector<Scalar> values_;
  std::string evidence_;
  Unknown unknown_;
  std::optional<Unknown> missing_;
  std::optional<Bounds> bounds_;
};

/// Converts a finding to a fact; `to_scalar` converts its value.
template <class T, class ToScalar>
FactValue as_fact(const Finding<T>& finding, ToScalar to_scalar) {
  if (!finding.known()) return FactValue::unknown(finding.why());
  return finding.has_value() ? FactValue::one(to_scalar(*finding)) : FactValue::none();
}

}  // namespace hfilter
