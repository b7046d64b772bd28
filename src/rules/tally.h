// SPDX-License-Identifier: BSD-2-Clause
//
// Scores and tags that the rules so far have given, and those that undecided rules would give. The condition of an
// undecided rule is unknown, so the score is an interval and a tag may be unknown. Trial rules, rules out of force and
// rules that were not reached do not count. Owns its data.
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
  /// Adds a rule whose condition is unknown for the reason `why`.
  void add_undecided(const Rule& rule, const Unknown& why);

  double score() const { return score_; }
  const std::vector<std::string>& tags() const { return tags_; }

  /// Returns the fact `score`: a number, or unknown within bounds.
  FactValue score_fact() const;
  /// Evaluates `at score T`. Unknown is temporary iff favourable answers to the temporary unknowns alone make it true.
  Truth is_at_least(double threshold) const;
  Truth is_tagged(const std::string& tag) const;
  /// Returns the titles of the undecided rules that have a score.
  std::vector<std::string> movers() const;

 private:
  struct Mover {
    std::string title;
    double score = 0;
    bool temporary = false;
  };
  /// Returns the sum of the true rules and of the undecided rules that `counts` selects.
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
