// SPDX-License-Identifier: BSD-2-Clause
#include "lint/implication.h"

#include <algorithm>

#include "base/text.h"
#include "rules/source_text.h"

namespace hfilter {

namespace {

bool same_item(const IsItem& a, const IsItem& b) {
  return a.kind == b.kind && a.word == b.word && a.text == b.text && a.address == b.address && a.fact == b.fact &&
         a.domain == b.domain;
}

bool same_subject(const Condition& a, const Condition& b) {
  return a.subject == b.subject && a.op == b.op && a.domain == b.domain && a.negated == b.negated && a.fact == b.fact &&
         a.writers == b.writers && equal_ignoring_case(a.name, b.name);
}

/// Each item of `some` is one of `all`.
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

/// What contains "viagra now" contains "viagra".
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

bool condition_implies(const Condition& narrow, const Condition& broad) {
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

/// Whenever `narrow` is true `broad` is true.
bool implies(const Expr& narrow, const Expr& broad) {
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

}  // namespace

bool covers(const Rule& above, const Rule& below) {
  if (above.trial || above.since || above.until || above.verdict() == nullptr) return false;
  if (!implies(*below.condition, *above.condition)) return false;
  if (!above.unless) return true;
  return below.unless && implies(*above.unless, *below.unless);
}

}  // namespace hfilter
