// SPDX-License-Identifier: BSD-2-Clause
//
// What a condition shows about who sent a message, by the rows PROVEN, PROOF and THREAT of facts/all.def. Pure.
#pragma once

#include <algorithm>
#include <bitset>

#include "rules/expr.h"

namespace hfilter {

/// What certainly holds of a message: it has a proof; the name of a fact is one that the rule names; it is proven; the
/// names of two facts are the same.
class Clues {
 public:
  bool is_proof() const { return bits_[0]; }
  bool is_named(FactId fact) const { return bits_[1 + index(fact)]; }
  bool is_proven(FactId fact) const { return bits_[1 + kFacts + index(fact)]; }

  void add_proof() { bits_.set(0); }
  void add_named(FactId fact) { bits_.set(1 + index(fact)); }
  /// Adds what the row of all.def says.
  void add_proven(const ProofDef& proof);
  void add_same(FactId one, FactId other) { bits_.set(same_index(one, other)); }
  /// Adds what follows: a name and its proof are a proof, and two equal names are both named if one is.
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

/// Returns what is certain if the condition is true (`holds`) or false. Only its form counts.
Clues clues_of(const Condition& condition, bool holds);

/// Returns true iff a true condition says whose name it is. `contains "example.com"` does not say it:
/// example.com.evil.example contains it, too.
bool names_somebody(const Condition& condition);

}  // namespace hfilter
