// SPDX-License-Identifier: BSD-2-Clause
//
// The registry of all facts and words, from all.def. The parser, `check`, `hfilter words`, completions and the test of
// the manual read it. No other file has a list of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/table.h"
#include "facts/fact.h"
#include "facts/fact_id.h"

namespace hfilter {

struct FactContext;

/// The inputs that a fact needs. A set of bits.
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
/// The fact needs a PTR lookup, unless the writer of the border line verifies names. Never used for a hop.
inline constexpr Needs kNeedsConfirmation = 1u << 10;
/// The fact asks DNS zones that the stranger chooses.
inline constexpr Needs kNeedsStrangersZones = kNeedsDnsPtr | kNeedsDnsHelo | kNeedsSpf | kNeedsSpfHelo;
/// Needs that ask DNS. They apply to the stranger and never to a hop.
inline constexpr Needs kNeedsDns = kNeedsStrangersZones | kNeedsDnsList;
/// Needs that only cost the reading of the header.
inline constexpr Needs kNeedsHeaderOnly = kNeedsTrace | kNeedsHead | kNeedsResults;

/// The type of a fact decides which conditions the grammar allows.
enum class FactType { kFlag, kName, kIp, kAddress, kText, kWord, kNumber, kSize, kDuration, kDate };

const char* fact_type_name(FactType type);

/// Formats a value for people: a day as 2004-03-24, a duration as "3d 4h", a size as "31.0 K (31745 B)", the null
/// sender as <>.
std::string typed_text(FactType type, const Scalar& scalar);

/// The person who can give a condition any value. `check` warns by this list, and hfilterrc(5) prints it.
enum class Forger : unsigned char {
  kProof,      // nobody can forge the value, and it says who handed the message in: an `accept` may depend on it
  kNobody,     // nobody can forge the value, but it does not say who handed the message in
  kRules,      // anyone who can forge the conditions of the rules above can forge the value
  kOwnDomain,  // each owner of a domain can make his own domain pass
  kChoice,     // the stranger chooses the value; it is no reason to trust him
  kClaim,      // the stranger writes the value, and it looks like a reason to trust him
};

/// The person who can make a condition unknown that would otherwise be true or false. hfilterrc(5) prints it, too.
enum class Silencer : unsigned char {
  kNobody,        // nobody outside can make it unknown, only the configuration or a fault of your own servers
  kListOwner,     // the operator of the DNS list can make the value unknown
  kRules,         // anyone who can make the conditions of the rules above unknown
  kWriter,        // the stranger can, if he chooses one of your servers that does not write the value
  kConversation,  // the stranger can, by omitting something in SMTP
  kMessage,       // the stranger can, by the message: beyond a limit, or in an unknown character set
  kZone,          // the stranger can, by name servers that do not answer
};

/// Returns a text for people, such as "no outsider" or "the stranger, if his name servers do not answer".
const char* forger_text(Forger forger);
const char* silencer_text(Silencer silencer);

/// Returns true iff the stranger can make the condition unknown, including kWriter.
bool is_stranger(Silencer silencer);

struct Threat {
  Forger forger;
  Silencer silencer;
  const char* note;  // the note for the manual; may be empty
};

/// Texts for `hfilter words NAME`.
struct FactManual {
  const char* source;        // where the value comes from
  const char* unknown_when;  // "never", or the cases in which the value is unknown
  const char* examples[2];   // example conditions with this fact
};

struct FactDef {
  FactId id;
  const char* name;  // the name as written in rules; may contain blanks: "message size"
  FactType type;
  Needs needs;
  bool per_hop;  // the fact is allowed after `any hop` and `hop N`
  const char* help;
  FactValue (*eval)(const FactContext&);
  Threat threat;
  FactManual manual;
};

/// A word that can follow `is`. Several words of one fact can be true at once.
struct WordDef {
  FactId fact;
  const char* word;
  Needs needs;
  const char* help;
  Truth (*eval)(const FactContext&);  // the test for the word; null: true if the fact's value equals `word`
};

/// A condition that proves something: `fact is value`.
struct ProofDef {
  FactId fact;
  const char* value;  // a word of `fact`, or "yes" or "no" for a flag
  FactId proven;      // the fact that this condition proves; kCount: the condition itself says who handed the mail in
};

/// Two words of one fact. If `word` is certainly false, `opposite` is true.
struct OppositeDef {
  FactId fact;
  const char* word;
  const char* opposite;
};

/// A condition of the grammar that is not a named fact: `header "X"`, `via SET`, `any hop`, `hop N`, `tagged`.
struct SyntaxDef {
  const char* name;
  const char* form;  // the syntax of the condition, such as "via SET"
  Needs needs;
  const char* help;
  FactManual manual;
  Threat threat;
  const char* advice;  // advice for an `accept` that depends on this condition if anybody can forge it; may be empty
};

const FactDef& fact_def(FactId id);
/// Finds a fact by its full name ("message size"), ignoring case; null if there is none.
const FactDef* find_fact(std::string_view name);
/// Returns the fact that `first`, or `first` and `second` name ("message size"), and the number of its words; or null.
const FactDef* find_fact(std::string_view first, std::string_view second, size_t* words);
Table<FactDef> all_facts();
Table<WordDef> all_words();
Table<ProofDef> all_proofs();
Table<OppositeDef> all_opposites();
Table<SyntaxDef> all_syntax();
std::vector<const WordDef*> words_of(FactId id);
const WordDef* find_word(FactId id, std::string_view word);
/// REQUIRES: `name` is the name of a SYNTAX row.
const SyntaxDef& syntax_def(std::string_view name);

}  // namespace hfilter
