// SPDX-License-Identifier: BSD-2-Clause
//
// Which of the rules above could cover a rule (rules/implication.h)? Without it each of ten thousand would be compared
// with all above it. A rule is filed under words that every condition which implies its own must have: the fact with
// the text, an item, the list, the expression. What it gives is a superset: covers() decides. Pure.
#ifndef HFILTER_RULES_COVER_INDEX_H_
#define HFILTER_RULES_COVER_INDEX_H_

#include <cstddef>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "rules/expr.h"

namespace hfilter {

class CoverIndex {
 public:
  /// Of the texts by which rules are filed; by what they are texts of.
  using Lengths = std::unordered_map<std::string, std::set<size_t>>;
  using Rules = std::unordered_map<std::string, std::vector<size_t>>;

  void add(const Rule& rule, size_t number);
  /// The numbers of those that could cover `rule`, in their order.
  std::vector<size_t> candidates(const Rule& rule) const;

 private:
  Rules rules_;
  Lengths lengths_;
};

}  // namespace hfilter

#endif  // HFILTER_RULES_COVER_INDEX_H_
