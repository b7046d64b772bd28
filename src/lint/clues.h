// SPDX-License-Identifier: BSD-2-Clause
//
// Finds what a condition proves about the sender, from PROVEN, PROOF and THREAT in facts/all.def. Pure.
#pragma once

#include <algorithm>
#include <bitset>

#include "rules/expr.h"

namespace hfilter {

/// Statements that certainly hold for a message: the sender is proven; the rule names the value of a fact; this
/// value is proven; two facts have the same name as value.
class Clues {
 public:
  bool is_proof() const { return bits_[0]; }
  bool is_named(FactId fact) const { return bits_[1 + index(fact)]; }
  bool is_proven(FactId fact) const { return bits_[1 + kFacts + index(fact)]; }

  void add_proof() { bits_.set(0); }
  void add_named(FactId fact) { bits_.set(1 + index(fact)); }
  /// Adds the statement of a PROVEN or PROOF row.
  void add_proven(const ProofDef& proof);
  void add_same(FactId one, FactId other) { bits_.set(same_index(one, other)); }
  /// Adds conclusions: a named and proven value is a proof; if one of two equal facts is named, so is the other.
  void complete();

  Clues operator|(const Clues& other) const { return Clues(bits_ | other.bits_); }
  Clues operator&(const Clues& other) const { return Clues(bits_ & other.bits_); }
  Clues() = default;

 private:
  static constexpr size_t kFacts = static_cast<size_t>(FactId::kCount);
  using Bits = std::bitset<1 + 2 * kFacts + kFacts * kFacts>;

  explicit Clues(const Bits& bits) : bits_(bits) {}
  static size_t index(FactId fact) { return static_cast<size_t>(fact); }
  static size_t same_index(FactId one, FactId other) {
    return 1 + 2 * kFacts + kFacts * index(std::min(one, other)) + index(std::max(one, other));
  }

  Bits bits_;
};

/// Returns what holds if the condition is true (`holds`) or false. Only its form counts.
Clues clues_of(const Condition& condition, bool holds);

/// Returns true iff the true condition names a domain or address. `contains "example.com"` does not:
/// example.com.evil.example contains it as well.
bool names_somebody(const Condition& condition);

}  // namespace hfilter
