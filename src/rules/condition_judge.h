// SPDX-License-Identifier: BSD-2-Clause
//
// Judges conditions about one message: three values, each with evidence or a reason. The only side effect is the caches
// of the facts.
// Lifetime: keeps references; every input must outlive it.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "facts/facts.h"
#include "mime/mime_content.h"
#include "rules/expr.h"
#include "rules/rule_set.h"
#include "rules/tally.h"

namespace hfilter {

class ConditionJudge {
 public:
  ConditionJudge(const RuleSet& rules, Facts& facts, const Tally& tally)
      : rules_(rules), facts_(facts), tally_(tally) {}

  Truth judge(const Expr& expr) { return judge(expr, Scope()); }

 private:
  /// The object of a condition: the message and its border, or one hop or attachment of it.
  struct Scope {
    int hop = 0;  // the number of the hop; 0 for none
    const Attachment* attachment = nullptr;
  };

  Truth judge(const Expr& expr, Scope scope);
  Truth judge_all(const Expr& expr, Scope scope);
  Truth judge_any(const Expr& expr, Scope scope);
  Truth judge_hop(const Expr& expr);
  Truth judge_attachment(const Expr& expr);
  Truth judge_test(const TestDef& test);
  Truth condition(const Condition& c, Scope scope);
  Truth judge_without_negation(const Condition& c, Scope scope);
  Truth test_values(const Condition& c, const FactValue& value);
  Truth flag(const Condition& c, const FactValue& value) const;
  Truth is_one(const Condition& c, Scope scope);
  Truth is_item(const Condition& c, const IsItem& item, Scope scope);
  Truth is_fact(const Condition& c, const IsItem& item, Scope scope);
  /// Returns true if each address in From is one of `others`. `addresses` has the addresses in From, or their domains.
  bool each_is_in(const FactValue& addresses, const FactValue& others);
  Truth in_list(const Condition& c, const FactValue& value);
  bool is_time_over() const;
  Truth text_test(const Condition& c, const FactValue& value) const;
  Truth number_within(const Condition& c, const FactValue& value) const;
  static Truth one_text_test(const Condition& c, const std::string& text, WorkBudget& work);
  Truth number_test(const Condition& c, const FactValue& value) const;

  FactValue value_of(const Condition& c, Scope scope);
  const List& list_of(const Condition& c) const { return c.mine != nullptr ? rules_.trust.*c.mine : *c.list; }
  Membership membership(const List& list, const Scalar& scalar, bool client_of_border);
  Membership cached_membership(const List& list, const Scalar& scalar, bool client_of_border);

  const RuleSet& rules_;
  Facts& facts_;
  const Tally& tally_;
  std::unordered_map<const TestDef*, Truth> tests_;  // the results of tests without score and tags

  struct CachedMembership {
    const List* list;
    std::string value;
    Membership answer;
  };
  std::vector<CachedMembership> list_cache_;  // the cached results of lists with files: several rules ask the same
  std::unordered_map<const Condition*, int> lookups_;
};

}  // namespace hfilter
