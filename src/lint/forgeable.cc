// SPDX-License-Identifier: BSD-2-Clause
#include "lint/forgeable.h"

#include <algorithm>

#include "lint/threat.h"

namespace hfilter {

namespace {

/// What is known if an expression has a given value: the clues that then hold, and the first claim in it.
struct ConditionEvidence {
  Clues clues;
  const Expr* claim = nullptr;
};

/// The clues behind the tags and the scores that the rules above give.
struct EarlierRules {
  const std::map<std::string, StoredEvidence, std::less<>>& tags;
  const std::optional<StoredEvidence>& below_zero;
};

/// Returns true iff a stranger writes the value of this condition and it looks like a reason to trust him.
bool is_claim(const Condition& c) {
  const Forger forger = threat_of(c).forger;
  return forger == Forger::kClaim || (forger == Forger::kOwnDomain && proof_of(c, true) != nullptr);
}

ConditionEvidence evidence_of_stored(const Expr& expr, const StoredEvidence& stored) {
  return {stored.clues, stored.claims ? &expr : nullptr};
}

bool is_below_zero(const Condition& c) {
  const std::optional<double>& high = c.number.high;
  return c.fact == FactId::score && c.op == Operator::kNumber && high &&
         (*high < 0 || (*high == 0 && !c.number.high_included));
}

ConditionEvidence evidence_of_condition(const Expr& expr, bool holds, const EarlierRules& earlier) {
  const Condition& c = expr.condition;
  const bool so = holds != c.negated;
  if (c.subject == Subject::kTagged) {
    const auto tag = earlier.tags.find(c.name);
    return so && tag != earlier.tags.end() ? evidence_of_stored(expr, tag->second) : ConditionEvidence{};
  }
  if (c.subject == Subject::kFact && so && is_below_zero(c)) {
    return earlier.below_zero ? evidence_of_stored(expr, *earlier.below_zero) : ConditionEvidence{};
  }
  const bool claims = is_claim(c) && (so || (holds && is_presence(c)));
  return {clues_of(c, so), claims ? &expr : nullptr};
}

ConditionEvidence evidence_of(const Expr& expr, bool holds, const EarlierRules& earlier);

/// Returns the evidence of the children together: all of them have the value `holds` (`all`), or one of them has it,
/// and it is not known which one.
ConditionEvidence evidence_of_children(const Expr& expr, bool holds, bool all, const EarlierRules& earlier) {
  ConditionEvidence evidence;
  bool first = true;
  for (const Expr& child : expr.children) {
    const ConditionEvidence one = evidence_of(child, holds, earlier);
    evidence.clues = first ? one.clues : all ? evidence.clues | one.clues : evidence.clues & one.clues;
    // If one child is enough, the warning names a child without a proof.
    if (evidence.claim == nullptr && (all || !one.clues.is_proof())) evidence.claim = one.claim;
    first = false;
  }
  evidence.clues.complete();
  return evidence;
}

/// Returns the evidence of a test. A faulty test is always unknown, so no accept depends on it.
ConditionEvidence evidence_of_test(const TestDef& test, bool holds, const EarlierRules& earlier) {
  if (test.expr) return evidence_of(*test.expr, holds, earlier);
  ConditionEvidence evidence;
  evidence.clues.add_proof();
  return evidence;
}

ConditionEvidence evidence_of(const Expr& expr, bool holds, const EarlierRules& earlier) {
  switch (expr.kind) {
    case Expr::Kind::kAnd:
      return evidence_of_children(expr, holds, holds, earlier);
    case Expr::Kind::kOr:
      return evidence_of_children(expr, holds, !holds, earlier);
    case Expr::Kind::kNot:
      return evidence_of(expr.children[0], !holds, earlier);
    case Expr::Kind::kPossibly:
    case Expr::Kind::kSurely: {
      // If the inner condition is unknown, `possibly` is true and `surely` is false.
      const ConditionEvidence inner = evidence_of(expr.children[0], holds, earlier);
      return holds == (expr.kind == Expr::Kind::kSurely) ? inner : ConditionEvidence{Clues(), inner.claim};
    }
    case Expr::Kind::kHop:
      // Strangers can write the lines below the topmost one.
      if (expr.hop == 1) return evidence_of(expr.children[0], holds, earlier);
      return {Clues(), holds ? &expr : nullptr};
    case Expr::Kind::kAttachment:
      return {Clues(), holds ? &expr : nullptr};
    case Expr::Kind::kTest:
      return evidence_of_test(*expr.test, holds, earlier);
    case Expr::Kind::kCondition:
      return evidence_of_condition(expr, holds, earlier);
  }
  return {};
}

// ---- the texts of the warning ----

bool is_address(FactId fact) { return fact_def(fact).type == FactType::kAddress; }

std::string text_of(const ProofDef& proof) { return std::string(fact_def(proof.fact).name) + " is " + proof.value; }

/// Returns the domain of the fact in the rule language: "from domain" for an address, "helo" for a name.
std::string domain_of(FactId fact) { return std::string(fact_def(fact).name) + (is_address(fact) ? " domain" : ""); }

std::string named_and_proven(const ProofDef& proof) {
  return domain_of(proof.proven) + " in LIST and " + text_of(proof);
}

/// Returns the first proof of the fact's name; null if nothing proves it.
const ProofDef* proof_for(FactId fact) {
  const Table<ProofDef> all = all_proofs();
  const auto* found = std::find_if(all.begin(), all.end(), [&](const ProofDef& row) { return row.proven == fact; });
  return found == all.end() ? nullptr : found;
}

/// Returns a proof among the clues that proves another address than that of `fact`; null if there is none.
const ProofDef* proof_of_another(FactId fact, const Clues& clues) {
  if (!is_address(fact)) return nullptr;
  const Table<ProofDef> all = all_proofs();
  const auto* found = std::find_if(all.begin(), all.end(), [&](const ProofDef& row) {
    return row.proven != FactId::kCount && row.proven != fact && is_address(row.proven) && clues.is_proven(row.proven);
  });
  return found == all.end() ? nullptr : found;
}

/// Returns the help for a claim whose name `proof` would prove.
std::string help_with_proof(const Condition& c, const ProofDef& proof, const Clues& clues) {
  if (!names_somebody(c) || c.negated) return "write the whole name and ask for its proof: " + named_and_proven(proof);
  if (const ProofDef* other = proof_of_another(c.fact, clues)) {
    return text_of(*other) + " proves `" + fact_def(other->proven).name + "`, not `" + fact_def(c.fact).name +
           "`: ... and " + domain_of(c.fact) + " is " + domain_of(other->proven);
  }
  return "also ask for its proof: ... and " + text_of(proof) + ", or: ... and client in NETWORKS";
}

ForgeableClaim warning_about(const Expr& claim, const Clues& clues) {
  const std::string_view place = claim.source;
  const char* const kAnybody = "the rule accepts mail because of this condition, which anybody can forge";
  const SyntaxDef* syntax = syntax_of(claim);
  if (syntax != nullptr && *syntax->advice != '\0') return {place, kAnybody, syntax->advice};
  const Condition& c = claim.condition;
  if (claim.kind == Expr::Kind::kCondition && threat_of(c).forger == Forger::kRules) {
    return {place, "the rule accepts mail because of this condition, which anybody can bring about",
            "a rule that gives it asks only for what a sender writes; ask for a proof in that rule, or here: ... and "
            "client in NETWORKS"};
  }
  if (claim.kind == Expr::Kind::kCondition && threat_of(c).forger == Forger::kOwnDomain) {
    return {place, "the rule accepts mail because of this condition, but everybody passes with a domain of his own",
            "also ask for the domain: " + named_and_proven(*proof_of(c, true))};
  }
  if (const ProofDef* proof = syntax == nullptr ? proof_for(c.fact) : nullptr) {
    return {place, kAnybody, help_with_proof(c, *proof, clues)};
  }
  return {
      place, kAnybody,
      "also ask who sent the message: ... and client in NETWORKS, or: ... and sender domain in LIST and spf is pass"};
}

}  // namespace

std::optional<ForgeableClaim> ForgeableAccepts::look(const Rule& rule) {
  const EarlierRules earlier{tags_, below_zero_};
  const ConditionEvidence condition = evidence_of(*rule.condition, true, earlier);
  const ConditionEvidence unless = rule.unless ? evidence_of(*rule.unless, false, earlier) : ConditionEvidence{};
  Clues clues = condition.clues | unless.clues;
  clues.complete();
  if (!rule.trial) remember(rule, {clues, condition.claim != nullptr && !clues.is_proof()});
  const ActionItem* verdict = rule.verdict();
  if (verdict == nullptr || verdict->kind != ActionItem::Kind::kAccept) return std::nullopt;
  if (condition.claim == nullptr || clues.is_proof()) return std::nullopt;
  return warning_about(*condition.claim, clues);
}

void ForgeableAccepts::remember(const Rule& rule, const StoredEvidence& evidence) {
  // If several rules give the same tag, only clues that all of them have are certain.
  const auto merge = [&](StoredEvidence& known) {
    known = {known.clues & evidence.clues, known.claims || evidence.claims};
  };
  for (const ActionItem& action : rule.actions) {
    if (action.kind == ActionItem::Kind::kTag) {
      const auto [tag, added] = tags_.emplace(action.name, evidence);
      if (!added) merge(tag->second);
    } else if (action.kind == ActionItem::Kind::kScore && action.score < 0) {
      if (below_zero_) merge(*below_zero_);
      if (!below_zero_) below_zero_ = evidence;
    }
  }
}

}  // namespace hfilter
