// SPDX-License-Identifier: BSD-2-Clause
//
// The scores and tags that the rules so far have given, and those that undecided rules would give. A rule that is
// undecided is neither true nor false, so that a score is an interval and a tag may be unknown. Trial rules, rules out
// of force and rules that were not reached are not added. Pure, no failure; owns its data.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/truth.h"
#include "facts/fact.h"
#include "rules/expr.h"

namespace hfilter {

class Tally {
 public:
  void add_score(double score);
  void add_tag(const std::string& tag);
  /// Adds a rule that is unknown, for this reason.
  void add_undecided(const Rule& rule, const Unknown& why);

  double score() const { return score_; }
  const std::vector<std::string>& tags() const { return tags_; }

  /// The fact `score`: a number, or unknown within bounds.
  FactValue score_fact() const;
  /// `at score T`. Unknown is temporary iff it is true once the temporary unknowns are answered in its favour.
  Truth is_at_least(double threshold) const;
  /// `tagged NAME`
  Truth is_tagged(const std::string& tag) const;
  /// The titles of the undecided rules with a score.
  std::vector<std::string> movers() const;

 private:
  struct Mover {
    std::string title;
    double score = 0;
    bool temporary = false;
  };
  /// The sum of the rules that are true and of those movers that `counts` selects.
  template <class Counts>
  double sum_with(Counts counts) const;
  FactValue::Bounds bounds() const;
  std::string undecided_text() const;

  double score_ = 0;
  std::vector<std::string> tags_;
  std::vector<Mover> movers_;
  std::map<std::string, Unknown, std::less<>> undecided_tags_;
};

}  // namespace hfilter
