// SPDX-License-Identifier: BSD-2-Clause
#include "lint/forgeable.h"

#include <algorithm>

#include "base/text.h"
#include "lint/threat.h"

namespace hfilter {

namespace {

// What holds whenever an expression is true: a set of bits.
constexpr unsigned kProof = 1u << 0;
constexpr unsigned kSenderNamed = 1u << 1;
constexpr unsigned kSpfPass = 1u << 2;
constexpr unsigned kHeloNamed = 1u << 3;
constexpr unsigned kHeloProven = 1u << 4;
constexpr unsigned kRdnsNamed = 1u << 5;
constexpr unsigned kRdnsProven = 1u << 6;
constexpr unsigned kFromNamed = 1u << 7;
constexpr unsigned kFromProven = 1u << 8;  // DMARC, or a signature by the domain in From
constexpr unsigned kFromIsSender = 1u << 9;

struct Worth {
  unsigned bits = 0;
  const Expr* claim = nullptr;  // the first
};

/// What the rules above have given.
struct Given {
  const std::map<std::string, ClaimWorth, std::less<>>& tags;
  const std::optional<ClaimWorth>& below_zero;
};

bool has(unsigned bits, unsigned wanted) { return (bits & wanted) == wanted; }

/// A name and its proof are a proof.
unsigned completed(unsigned bits) {
  if (has(bits, kFromIsSender | kSenderNamed)) bits |= kFromNamed;
  if (has(bits, kFromIsSender | kFromNamed)) bits |= kSenderNamed;
  for (const unsigned pair :
       {kSenderNamed | kSpfPass, kHeloNamed | kHeloProven, kRdnsNamed | kRdnsProven, kFromNamed | kFromProven}) {
    if (has(bits, pair)) bits |= kProof;
  }
  return bits;
}

/// "@example.com" and ".example.com" at its end bind a text to a domain; "example.com" does not: notexample.com.
bool is_bound(std::string_view text) { return !text.empty() && (text[0] == '.' || text[0] == '@'); }

bool is_bound_glob(std::string_view glob) { return is_bound(glob.substr(glob.find_last_of("*?") + 1)); }

/// /@example\.com$/, /\.example\.com$/ and /^example\.com$/ bind a text to a domain. What is not of this form does not:
/// an end without `$`, a part of a label, a dot that is any character, an alternative.
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

/// Does this test say whose name it is? `contains "example.com"` does not: example.com.evil.example.
bool names(const Condition& c) {
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

/// `is WORD`, and nothing else.
bool is_only(const Condition& c, std::string_view word) {
  return c.op == Operator::kIs && c.items.size() == 1 && c.items[0].word != nullptr && word == c.items[0].word->word;
}

bool compares(const Condition& c, FactId one, FactId other) {
  if (c.op != Operator::kIs || c.items.size() != 1 || c.items[0].kind != IsItem::Kind::kFact) return false;
  return (c.fact == one && c.items[0].fact == other) || (c.fact == other && c.items[0].fact == one);
}

/// Returns what a condition proves if it is true: alone (by its column in all.def), or together with another.
unsigned worth_of_found(const Condition& c) {
  if (threat_of(c).forger == Forger::kProof) return kProof;
  if (c.subject != Subject::kFact) return 0;
  switch (c.fact) {
    case FactId::border:
      return is_only(c, "none") ? kProof : 0;
    case FactId::spf:
      return is_only(c, "pass") ? kSpfPass : 0;
    case FactId::spf_helo:
      return is_only(c, "pass") ? kHeloProven : 0;
    case FactId::dkim:
    case FactId::dmarc:
      return is_only(c, "pass") ? kFromProven : 0;
    case FactId::helo:
      return is_only(c, "rdns") ? kHeloProven : names(c) ? kHeloNamed : 0;
    case FactId::rdns:
      return is_only(c, "verified") ? kRdnsProven : names(c) ? kRdnsNamed : 0;
    case FactId::sender:
      return compares(c, FactId::sender, FactId::from) ? kFromIsSender : names(c) ? kSenderNamed : 0;
    case FactId::from:
      return compares(c, FactId::sender, FactId::from) ? kFromIsSender : names(c) ? kFromNamed : 0;
    default:
      return 0;
  }
}

/// Returns true iff a stranger writes it and it looks like a reason to trust him.
bool is_claim(const Condition& c) {
  const Forger forger = threat_of(c).forger;
  return forger == Forger::kClaim || (forger == Forger::kOwnDomain && is_only(c, "pass"));
}

Worth worth_of_given(const Expr& expr, const ClaimWorth& given) { return {given.bits, given.claims ? &expr : nullptr}; }

bool is_below_zero(const Condition& c) {
  const std::optional<double>& high = c.number.high;
  return c.fact == FactId::score && c.op == Operator::kNumber && high &&
         (*high < 0 || (*high == 0 && !c.number.high_included));
}

Worth worth_of_condition(const Expr& expr, bool holds, const Given& given) {
  const Condition& c = expr.condition;
  const bool so = holds != c.negated;
  if (c.subject == Subject::kTagged) {
    const auto tag = given.tags.find(c.name);
    return so && tag != given.tags.end() ? worth_of_given(expr, tag->second) : Worth{};
  }
  if (c.subject == Subject::kFact && so && is_below_zero(c)) {
    return given.below_zero ? worth_of_given(expr, *given.below_zero) : Worth{};
  }
  if (!so) {
    if (holds && is_claim(c) && is_presence(c)) return {0, &expr};
    const bool verified = c.fact == FactId::rdns && is_only(c, "unverified");
    return {c.fact == FactId::stranger ? kProof : verified ? kRdnsProven : 0u};
  }
  return {worth_of_found(c), is_claim(c) ? &expr : nullptr};
}

Worth worth_of(const Expr& expr, bool holds, const Given& given);

/// All of them hold, or one of them, and nobody knows which.
Worth worth_of_children(const Expr& expr, bool holds, bool all, const Given& given) {
  Worth worth;
  bool first = true;
  for (const Expr& child : expr.children) {
    const Worth one = worth_of(child, holds, given);
    worth.bits = first ? one.bits : all ? worth.bits | one.bits : worth.bits & one.bits;
    // Of several ways to be true the one without a proof is told of.
    if (worth.claim == nullptr && (all || !has(one.bits, kProof))) worth.claim = one.claim;
    first = false;
  }
  worth.bits = completed(worth.bits);
  return worth;
}

Worth worth_of(const Expr& expr, bool holds, const Given& given) {
  switch (expr.kind) {
    case Expr::Kind::kAnd:
      return worth_of_children(expr, holds, holds, given);
    case Expr::Kind::kOr:
      return worth_of_children(expr, holds, !holds, given);
    case Expr::Kind::kNot:
      return worth_of(expr.children[0], !holds, given);
    case Expr::Kind::kPossibly:  // true also where nothing is known
      return holds ? Worth{0, worth_of(expr.children[0], holds, given).claim}
                   : worth_of(expr.children[0], holds, given);
    case Expr::Kind::kSurely:
      return holds ? worth_of(expr.children[0], holds, given)
                   : Worth{0, worth_of(expr.children[0], holds, given).claim};
    case Expr::Kind::kHop:
      // Below the topmost line anybody may have written anything.
      if (expr.hop == 1) return worth_of(expr.children[0], holds, given);
      return {0, holds ? &expr : nullptr};
    case Expr::Kind::kAttachment:
      return {0, holds ? &expr : nullptr};
    case Expr::Kind::kTest:
      return expr.test->expr ? worth_of(*expr.test->expr, holds, given) : Worth{kProof};
    case Expr::Kind::kCondition:
      return worth_of_condition(expr, holds, given);
  }
  return {};
}

ForgeableClaim told(const Expr& claim, unsigned bits) {
  const char* const kAnybody = "anybody can write this, and the rule accepts by it";
  const bool is_condition = claim.kind == Expr::Kind::kCondition;
  if (is_condition && (claim.condition.subject == Subject::kTagged || claim.condition.fact == FactId::score)) {
    return {claim.source, "anybody can come by this, and the rule accepts by it",
            "a rule that gives it asks only what a sender writes; ask for a proof there, or here: ... and client in "
            "NETWORKS"};
  }
  if (!is_condition || claim.condition.subject == Subject::kHeader) {
    const bool hop = claim.kind == Expr::Kind::kHop;
    return {claim.source, kAnybody,
            hop ? "who handed it to your servers is asked without `hop`: client in NETWORKS"
                : "one that your servers or scanners wrote is asked so: believed header \"NAME\" ..."};
  }
  const bool named = names(claim.condition) && !claim.condition.negated;
  switch (claim.condition.fact) {
    case FactId::spf:
    case FactId::spf_helo:
      return {claim.source, "everybody passes SPF with a domain of his own, and the rule accepts by it",
              "say whose domain: sender domain in LIST and spf is pass"};
    case FactId::dkim:
    case FactId::dmarc:
      return {claim.source, "everybody passes with a domain of his own, and the rule accepts by it",
              "say whose domain: from domain in LIST and dmarc is pass"};
    case FactId::sender:
      return {claim.source, kAnybody,
              named ? "ask for its proof, too: ... and spf is pass, or: ... and client in NETWORKS"
                    : "say the whole domain and ask for its proof: sender domain in LIST and spf is pass"};
    case FactId::from:
      return {claim.source, kAnybody,
              !named ? "say the whole domain and ask for its proof: from domain in LIST and dmarc is pass"
              : has(bits, kSpfPass) ? "SPF proves the sender, not From: ... and from domain is sender domain"
                                    : "ask for its proof, too: ... and dmarc is pass, or: ... and client in NETWORKS"};
    case FactId::helo:
      return {claim.source, kAnybody,
              named ? "ask for its proof, too: ... and helo is rdns, or: ... and client in NETWORKS"
                    : "say the whole name and ask for its proof: helo in LIST and helo is rdns"};
    case FactId::rdns:
      return {claim.source, "this name may be only a claim, and the rule accepts by it",
              named ? "ask for its proof, too: ... and rdns is verified"
                    : "say the whole domain and ask for its proof: rdns in LIST and rdns is verified"};
    default:
      return {claim.source, kAnybody,
              "ask who sent it, too: ... and client in NETWORKS, or: ... and sender domain in LIST and spf is pass"};
  }
}

}  // namespace

std::optional<ForgeableClaim> ForgeableAccepts::look(const Rule& rule) {
  const Given given{tags_, below_zero_};
  const Worth condition = worth_of(*rule.condition, true, given);
  const Worth unless = rule.unless ? worth_of(*rule.unless, false, given) : Worth{};
  const unsigned bits = completed(condition.bits | unless.bits);
  if (!rule.trial) remember(rule, {bits, condition.claim != nullptr && !has(bits, kProof)});
  const ActionItem* verdict = rule.verdict();
  if (verdict == nullptr || verdict->kind != ActionItem::Kind::kAccept) return std::nullopt;
  if (condition.claim == nullptr || has(bits, kProof)) return std::nullopt;
  return told(*condition.claim, bits);
}

void ForgeableAccepts::remember(const Rule& rule, const ClaimWorth& worth) {
  // Of several rules that give it nobody knows which did.
  const auto merge = [&](ClaimWorth& known) { known = {known.bits & worth.bits, known.claims || worth.claims}; };
  for (const ActionItem& action : rule.actions) {
    if (action.kind == ActionItem::Kind::kTag) {
      const auto [tag, added] = tags_.emplace(action.name, worth);
      if (!added) merge(tag->second);
    } else if (action.kind == ActionItem::Kind::kScore && action.score < 0) {
      if (below_zero_) merge(*below_zero_);
      if (!below_zero_) below_zero_ = worth;
    }
  }
}

}  // namespace hfilter
