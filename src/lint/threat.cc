// SPDX-License-Identifier: BSD-2-Clause
#include "lint/threat.h"

#include <algorithm>

namespace hfilter {

namespace {

const Threat& row_of(const Condition& c) {
  switch (c.subject) {
    case Subject::kVia:
      return syntax_def("via").threat;
    case Subject::kTagged:
      return syntax_def("tagged").threat;
    case Subject::kHeader:
      return syntax_def(c.writers == Writers::kBelieved ? "believed header" : "header").threat;
    case Subject::kFact:
      break;
  }
  return c.op == Operator::kListed ? syntax_def("listed in").threat : fact_def(c.fact).threat;
}

}  // namespace

Threat threat_of(const Condition& condition) {
  Threat threat = row_of(condition);
  if ((condition.needs & (kNeedsStrangersZones | kNeedsConfirmation)) != 0) threat.silencer = Silencer::kZone;
  return threat;
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
