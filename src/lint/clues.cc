// SPDX-License-Identifier: BSD-2-Clause
#include "lint/clues.h"

#include <algorithm>

#include "base/text.h"
#include "lint/threat.h"

namespace hfilter {

namespace {

/// Returns true iff a text that ends with `text` belongs to one domain: "@example.com" and ".example.com" do, but
/// "example.com" does not, because notexample.com also ends with it.
bool is_bound(std::string_view text) { return !text.empty() && (text[0] == '.' || text[0] == '@'); }

/// Returns true iff the values that match `glob` belong to one domain. A pattern without a wildcard is the whole value.
bool is_bound_glob(std::string_view glob) {
  const size_t wildcard = glob.find_last_of("*?");
  return wildcard == glob.npos || is_bound(glob.substr(wildcard + 1));
}

/// Returns true iff the texts that match `pattern` belong to one domain: /@example\.com$/, /\.example\.com$/ or
/// /^example\.com$/. Other patterns have no `$` at the end, a part of a label, an unescaped dot, or an alternative.
bool is_bound_pattern(std::string_view pattern) {
  if (pattern.empty() || pattern.back() != '$' || pattern.find('|') != pattern.npos) return false;
  size_t at = pattern.size() - 1;
  while (at > 0) {
    const bool escaped = at > 1 && pattern[at - 2] == '\\';
    const char c = pattern[at - 1];
    if (escaped ? c != '.' : !is_alnum(c) && c != '-') break;
    at -= escaped ? 2 : 1;
  }
  const bool begins_label = at > 0 && (pattern[at - 1] == '@' || pattern[at - 1] == '^');
  return at + 1 < pattern.size() && (begins_label || pattern.substr(at, 2) == "\\.");
}

/// Returns the fact that `X is FACT` compares with.
std::optional<FactId> compared_fact(const Condition& c) {
  if (c.op != Operator::kIs || c.items.size() != 1 || c.items[0].kind != IsItem::Kind::kFact) return std::nullopt;
  return c.items[0].fact;
}

}  // namespace

void Clues::add_proven(const ProofDef& proof) {
  if (proof.proven == FactId::kCount) return add_proof();
  bits_.set(1 + kFacts + index(proof.proven));
}

void Clues::complete() {
  // The loop ends soon: few names have a proof, and each round adds at least one.
  for (Bits before; before != bits_;) {
    before = bits_;
    for (const ProofDef& one : all_proofs()) {
      if (one.proven == FactId::kCount) continue;
      if (is_named(one.proven) && is_proven(one.proven)) add_proof();
      for (const ProofDef& other : all_proofs()) {
        if (other.proven == FactId::kCount || !is_named(one.proven)) continue;
        if (bits_[same_index(one.proven, other.proven)]) add_named(other.proven);
      }
    }
  }
}

bool names_somebody(const Condition& c) {
  switch (c.op) {
    case Operator::kIs:
      return std::all_of(c.items.begin(), c.items.end(), [](const IsItem& item) {
        return item.kind == IsItem::Kind::kName || item.kind == IsItem::Kind::kMail;
      });
    case Operator::kIn:
      return true;
    case Operator::kMatches:
      return c.regex != nullptr && is_bound_pattern(c.regex->pattern());
    case Operator::kEnds:
      return std::all_of(c.texts.begin(), c.texts.end(), is_bound);
    case Operator::kLike:
      return std::all_of(c.texts.begin(), c.texts.end(), is_bound_glob);
    default:
      return false;
  }
}

Clues clues_of(const Condition& c, bool holds) {
  Clues clues;
  if (const ProofDef* proof = proof_of(c, holds)) clues.add_proven(*proof);
  if (!holds) return clues;
  if (threat_of(c).forger == Forger::kProof) clues.add_proof();
  if (c.subject != Subject::kFact) return clues;
  if (const std::optional<FactId> other = compared_fact(c)) clues.add_same(c.fact, *other);
  if (names_somebody(c)) clues.add_named(c.fact);
  return clues;
}

}  // namespace hfilter
