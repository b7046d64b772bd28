// SPDX-License-Identifier: BSD-2-Clause
//
// Finds rules that a stranger can keep from acting by making a condition unknown. A rule acts only on what is
// certain. So a condition that a stranger can make unknown protects the stranger wherever it must be false: in
// `unless`, after `not`, and in a rule with a negative score, which leaves every threshold undecided. `surely (...)`
// is false if its condition is unknown. facts/all.def says what a stranger can make unknown. Pure. Views point into
// the rules' source.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules/expr.h"

namespace hfilter {

struct UndecidedPlace {
  std::string_view place;
  const char* text;
  std::string help;  // the help: the same condition with `surely`
};

class UndecidedByStranger {
 public:
  /// Collects the tags that lead to a verdict against a message.
  explicit UndecidedByStranger(const std::vector<Rule>& rules);

  /// Returns places that need `surely`. REQUIRES: called once for each rule, in order.
  std::vector<UndecidedPlace> look(const Rule& rule);

 private:
  bool is_against(const Rule& rule) const;
  void note_accusing_tags(const Rule& rule);
  bool can_make_unknown(const Condition& c) const;
  bool can_leave_undecided(const Expr& expr) const;
  bool can_escape(const Expr& expr, bool wanted) const;
  void look_at_exceptions(const Expr& expr, std::vector<UndecidedPlace>* found) const;
  void remember(const Rule& rule);

  std::set<std::string, std::less<>> accusing_tags_;
  std::set<std::string, std::less<>> undecided_tags_;  // the tags that rules above may leave undecided
  bool undecided_score_ = false;
};

}  // namespace hfilter
