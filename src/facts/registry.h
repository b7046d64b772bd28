// SPDX-License-Identifier: BSD-2-Clause
//
// The registry: every fact and every word, from all.def. The parser, `check`, `hfilter words`, completions and the test
// of the manual read it. Nothing else knows the vocabulary. Constant data, no failure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/table.h"
#include "facts/fact.h"
#include "facts/fact_id.h"

namespace hfilter {

struct FactContext;

/// What must be read or asked before a fact is known. A set of bits.
using Needs = unsigned;
inline constexpr Needs kNeedsNothing = 0;
inline constexpr Needs kNeedsTrace = 1u << 0;
inline constexpr Needs kNeedsHead = 1u << 1;
inline constexpr Needs kNeedsBody = 1u << 2;
inline constexpr Needs kNeedsMime = 1u << 3;
inline constexpr Needs kNeedsDnsPtr = 1u << 4;
inline constexpr Needs kNeedsDnsHelo = 1u << 5;
inline constexpr Needs kNeedsSpf = 1u << 6;
inline constexpr Needs kNeedsResults = 1u << 7;
inline constexpr Needs kNeedsSpfHelo = 1u << 8;
inline constexpr Needs kNeedsDnsList = 1u << 9;
/// PTR, but only where the writer of the border line does not verify names. For a hop DNS is not asked.
inline constexpr Needs kNeedsConfirmation = 1u << 10;
/// Zones of the stranger's choice are asked.
inline constexpr Needs kNeedsStrangersZones = kNeedsDnsPtr | kNeedsDnsHelo | kNeedsSpf | kNeedsSpfHelo;
/// Any of them asks DNS, and so speaks of the stranger only, never of a hop.
inline constexpr Needs kNeedsDns = kNeedsStrangersZones | kNeedsDnsList;
/// These cost nothing beyond reading the header.
inline constexpr Needs kNeedsHeaderOnly = kNeedsTrace | kNeedsHead | kNeedsResults;

/// Which conditions the grammar allows on a fact.
enum class FactType { kFlag, kName, kIp, kAddress, kText, kWord, kNumber, kSize, kDuration, kDate };

const char* fact_type_name(FactType type);

/// A value for people: a day as 2004-03-24, a duration as "3d 4h", a size as "31.0 K (31745 B)", the null sender as <>.
std::string typed_text(FactType type, const Scalar& scalar);

/// Who can give a condition the value that he wants. Closed: `check` warns by it, hfilterrc(5) prints it.
enum class Forger : unsigned char {
  kProof,      // nobody, and its truth says who handed the message in: an `accept` may rest on it
  kNobody,     // nobody, but it does not say who handed the message in
  kRules,      // whoever can forge what the rules above ask
  kOwnDomain,  // every owner of a domain: his own domain passes
  kChoice,     // the stranger chooses it; it is not a reason to trust him
  kClaim,      // the stranger writes it, and it looks like a reason to trust him
};

/// Who can make a condition unknown that would otherwise be true or false. Closed, as Forger.
enum class Silencer : unsigned char {
  kNobody,        // nobody outside: only the set-up or a fault of your own servers
  kListOwner,     // the operator of the DNS list
  kRules,         // whoever can make unknown what the rules above ask
  kWriter,        // the stranger, by the choice of a server that does not write it
  kConversation,  // the stranger, by what he leaves out in SMTP
  kMessage,       // the stranger, by what he writes into the message: beyond a limit, in an unknown character set
  kZone,          // the stranger, by name servers that do not answer
};

/// Text for people, such as "nobody" or "the stranger, by his name servers".
const char* forger_text(Forger forger);
const char* silencer_text(Silencer silencer);

/// Returns true iff the silencer is the stranger, even if he needs a certain server for it (kWriter).
bool is_stranger(Silencer silencer);

struct Threat {
  Forger forger;
  Silencer silencer;
  const char* note;  // for the manual; may be empty
};

/// The rest of what `hfilter words NAME` says about a fact.
struct FactManual {
  const char* source;        // where the value comes from
  const char* unknown_when;  // "never", or the cases
  const char* examples[2];   // conditions
};

struct FactDef {
  FactId id;
  const char* name;  // as written in rules, with blanks: "message size"
  FactType type;
  Needs needs;
  bool per_hop;  // may stand after `any hop` and `hop N`
  const char* help;
  FactValue (*eval)(const FactContext&);
  Threat threat;
  FactManual manual;
};

/// A word after `is`. Several words of one fact can be true at once.
struct WordDef {
  FactId fact;
  const char* word;
  Needs needs;
  const char* help;
  Truth (*eval)(const FactContext&);  // null: true if the fact's value is this very word
};

/// A condition that proves something: `fact is value`.
struct ProofDef {
  FactId fact;
  const char* value;  // one of its words, or "yes" or "no" of a flag
  FactId proven;      // the fact whose name is then true; kCount: it says by itself who handed the message in
};

/// Two words of a fact: where `word` is certainly false, `opposite` is true.
struct OppositeDef {
  FactId fact;
  const char* word;
  const char* opposite;
};

/// A condition of the grammar that is not a named fact: `header "X"`, `via SET`, `any hop`, `hop N`, `tagged`.
struct SyntaxDef {
  const char* name;
  const char* form;  // "via SET"
  Needs needs;
  const char* help;
  FactManual manual;
  Threat threat;
  const char* advice;  // for an `accept` that rests on it and that anybody can forge; may be empty
};

const FactDef& fact_def(FactId id);
/// By its whole name ("message size"), any case; null if there is none.
const FactDef* find_fact(std::string_view name);
Table<FactDef> all_facts();
Table<WordDef> all_words();
Table<ProofDef> all_proofs();
Table<OppositeDef> all_opposites();
Table<SyntaxDef> all_syntax();
std::vector<const WordDef*> words_of(FactId id);
const WordDef* find_word(FactId id, std::string_view word);
/// REQUIRES: `name` is that of a SYNTAX row.
const SyntaxDef& syntax_def(std::string_view name);

}  // namespace hfilter
