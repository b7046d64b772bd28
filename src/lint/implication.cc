// SPDX-License-Identifier: BSD-2-Clause
#include "lint/implication.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "lint/condition_walk.h"
#include "lint/named_values.h"
#include "rules/source_text.h"

namespace hfilter {

namespace {

bool same_item(const IsItem& a, const IsItem& b) {
  return a.kind == b.kind && a.word == b.word && a.text == b.text && a.address == b.address && a.fact == b.fact &&
         a.domain == b.domain;
}

bool same_subject(const Condition& a, const Condition& b) {
  return a.subject == b.subject && a.op == b.op && a.domain == b.domain && a.negated == b.negated && a.fact == b.fact &&
         a.header_scope == b.header_scope && equal_ignoring_case(a.name, b.name);
}

/// Returns true iff each item of `some` is in `all`.
bool is_subset(const std::vector<IsItem>& some, const std::vector<IsItem>& all) {
  return std::all_of(some.begin(), some.end(), [&](const IsItem& item) {
    return std::any_of(all.begin(), all.end(), [&](const IsItem& other) { return same_item(item, other); });
  });
}

bool is_within(const NumberTest& inner, const NumberTest& outer) {
  const bool low =
      !outer.low || (inner.low && (*inner.low > *outer.low ||
                                   (*inner.low == *outer.low && (outer.low_included || !inner.low_included))));
  const bool high =
      !outer.high || (inner.high && (*inner.high < *outer.high ||
                                     (*inner.high == *outer.high && (outer.high_included || !inner.high_included))));
  return low && high;
}

/// Returns true iff a value that has one of the `inner` texts also has one of the `outer` texts: a subject that
/// contains "viagra now" contains "viagra".
bool texts_within(Operator op, const std::vector<std::string>& inner, const std::vector<std::string>& outer) {
  return std::all_of(inner.begin(), inner.end(), [&](const std::string& text) {
    return std::any_of(outer.begin(), outer.end(), [&](const std::string& part) {
      if (op == Operator::kContains) return find_ignoring_case(text, part) != text.npos;
      if (op == Operator::kBegins) return begins_ignoring_case(text, part);
      if (op == Operator::kEnds) return ends_ignoring_case(text, part);
      return equal_ignoring_case(text, part);
    });
  });
}

bool form_implies(const Condition& narrow, const Condition& broad) {
  if (!same_subject(narrow, broad)) return false;
  switch (narrow.op) {
    case Operator::kFlag:
      return narrow.list == broad.list && narrow.mine == broad.mine;
    case Operator::kIs:
      return narrow.negated ? is_subset(broad.items, narrow.items) : is_subset(narrow.items, broad.items);
    case Operator::kIn:
      return narrow.list == broad.list && narrow.mine == broad.mine;
    case Operator::kNumber:
      return is_within(narrow.number, broad.number);
    case Operator::kMatches:
      return narrow.regex->pattern() == broad.regex->pattern();
    default:
      return narrow.negated ? texts_within(narrow.op, broad.texts, narrow.texts)
                            : texts_within(narrow.op, narrow.texts, broad.texts);
  }
}

/// Compares conditions. Knows the trust lists that they name.
class Implication {
 public:
  explicit Implication(const TrustLists& trust) : trust_(trust) {}

  /// Returns true iff `broad` is certainly true whenever `narrow` is true.
  bool implies(const Expr& narrow, const Expr& broad) const;

 private:
  bool condition_implies(const Condition& narrow, const Condition& broad) const {
    return form_implies(narrow, broad) || names_within(narrow, broad, trust_);
  }

  const TrustLists& trust_;
};

bool Implication::implies(const Expr& narrow, const Expr& broad) const {
  const auto one = [](const Expr& expr, const auto& test) {
    return std::any_of(expr.children.begin(), expr.children.end(), test);
  };
  const auto each = [](const Expr& expr, const auto& test) {
    return std::all_of(expr.children.begin(), expr.children.end(), test);
  };
  if (narrow.kind == Expr::Kind::kTest && narrow.test->expr) {
    if (broad.kind == Expr::Kind::kTest && broad.test == narrow.test) return true;
    return implies(*narrow.test->expr, broad);
  }
  if (broad.kind == Expr::Kind::kTest && broad.test->expr) return implies(narrow, *broad.test->expr);
  if (narrow.kind == Expr::Kind::kOr) return each(narrow, [&](const Expr& part) { return implies(part, broad); });
  if (broad.kind == Expr::Kind::kAnd) return each(broad, [&](const Expr& part) { return implies(narrow, part); });
  if (narrow.kind == Expr::Kind::kAnd && one(narrow, [&](const Expr& part) { return implies(part, broad); })) {
    return true;
  }
  if (broad.kind == Expr::Kind::kOr) return one(broad, [&](const Expr& part) { return implies(narrow, part); });
  if (narrow.kind != broad.kind || narrow.hop != broad.hop) return false;
  if (narrow.kind == Expr::Kind::kCondition) return condition_implies(narrow.condition, broad.condition);
  if (narrow.kind == Expr::Kind::kNot) return implies(broad.children[0], narrow.children[0]);
  return !narrow.children.empty() && implies(narrow.children[0], broad.children[0]);
}

/// Adds the conditions that must all be true for `expr` to be true.
void add_parts(const Expr& expr, std::vector<const Expr*>* parts) {
  if (expr.kind == Expr::Kind::kTest && expr.test->expr) return add_parts(*expr.test->expr, parts);
  if (expr.kind != Expr::Kind::kAnd) return parts->push_back(&expr);
  for (const Expr& child : expr.children) add_parts(child, parts);
}

std::vector<const Expr*> parts_of(const Rule& rule) {
  std::vector<const Expr*> parts;
  add_parts(*rule.condition, &parts);
  if (rule.unless) parts.push_back(rule.unless.get());
  return parts;
}

std::set<FactId> facts_of(const Expr& expr) {
  std::set<FactId> facts;
  for_each_condition(expr, NamedTests::kEnter, [&](const Expr& one, bool) { facts.insert(one.condition.fact); });
  return facts;
}

bool ask_the_same(const Expr& a, const Expr& b) {
  const std::set<FactId> facts = facts_of(a);
  const std::set<FactId> others = facts_of(b);
  return std::any_of(facts.begin(), facts.end(), [&](FactId fact) { return others.count(fact) > 0; });
}

bool is_in_force(const Rule& rule) { return !rule.trial && !rule.since && !rule.until && rule.verdict() != nullptr; }

}  // namespace

bool covers(const Rule& above, const Rule& below, const TrustLists& trust) {
  const Implication known(trust);
  if (!is_in_force(above) || !known.implies(*below.condition, *above.condition)) return false;
  return !above.unless || (below.unless && known.implies(*above.unless, *below.unless));
}

bool is_special_case(const Rule& above, const Rule& below, const TrustLists& trust) {
  if (!is_in_force(above) || !is_in_force(below)) return false;
  const Implication known(trust);
  bool narrower = false;
  for (const Expr* part : parts_of(below)) {
    for (const Expr* other : parts_of(above)) {
      const bool within = part != below.unless.get() && other != above.unless.get() && known.implies(*part, *other);
      if (within) {
        narrower |= !known.implies(*other, *part);
      } else if (ask_the_same(*part, *other)) {
        return false;  // one condition can be false while the other is true
      }
    }
  }
  return narrower;
}

}  // namespace hfilter
