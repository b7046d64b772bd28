// SPDX-License-Identifier: BSD-2-Clause
#include "lint/threat.h"

#include <algorithm>

namespace hfilter {

namespace {

const SyntaxDef* syntax_of_condition(const Condition& c) {
  switch (c.subject) {
    case Subject::kVia:
      return &syntax_def("via");
    case Subject::kTagged:
      return &syntax_def("tagged");
    case Subject::kHeader:
      return &syntax_def(c.header_scope == HeaderScope::kBelievedFields ? "believed header" : "header");
    case Subject::kFact:
      break;
  }
  return c.op == Operator::kListed ? &syntax_def("listed in") : nullptr;
}

/// Returns the word of `is WORD`, or null if the condition asks anything else.
const char* only_word(const Condition& c) {
  const bool is_word = c.op == Operator::kIs && c.items.size() == 1 && c.items[0].word != nullptr;
  return is_word ? c.items[0].word->word : nullptr;
}

}  // namespace

const SyntaxDef* syntax_of(const Expr& expr) {
  switch (expr.kind) {
    case Expr::Kind::kHop:
      return &syntax_def(expr.hop == Expr::kAnyHop ? "any hop" : "hop");
    case Expr::Kind::kAttachment:
      return &syntax_def("any attachment");
    case Expr::Kind::kCondition:
      return syntax_of_condition(expr.condition);
    default:
      return nullptr;
  }
}

Threat threat_of(const Condition& condition) {
  const SyntaxDef* syntax = syntax_of_condition(condition);
  Threat threat = syntax != nullptr ? syntax->threat : fact_def(condition.fact).threat;
  if ((condition.needs & (kNeedsStrangersZones | kNeedsConfirmation)) != 0) threat.silencer = Silencer::kZone;
  return threat;
}

const char* opposite_value(const Condition& condition) {
  const char* word = only_word(condition);
  if (word == nullptr) return nullptr;
  for (const OppositeDef& row : all_opposites()) {
    if (row.fact == condition.fact && row.word == std::string_view(word)) return row.opposite;
  }
  return nullptr;
}

const ProofDef* proof_of(const Condition& condition, bool holds) {
  if (condition.subject != Subject::kFact) return nullptr;
  const bool is_flag = condition.op == Operator::kFlag;
  const char* value = is_flag ? (holds ? "yes" : "no") : holds ? only_word(condition) : opposite_value(condition);
  if (value == nullptr) return nullptr;
  for (const ProofDef& row : all_proofs()) {
    if (row.fact == condition.fact && row.value == std::string_view(value)) return &row;
  }
  return nullptr;
}

bool is_presence(const Condition& condition) {
  const bool all = std::all_of(condition.items.begin(), condition.items.end(), [](const IsItem& item) {
    const std::string_view word = item.word != nullptr ? item.word->word : "";
    return item.kind == IsItem::Kind::kMissing || item.kind == IsItem::Kind::kEmpty || word == "missing" ||
           word == "empty";
  });
  return condition.negated && condition.op == Operator::kIs && all;
}

}  // namespace hfilter
