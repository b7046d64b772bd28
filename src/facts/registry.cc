// SPDX-License-Identifier: BSD-2-Clause
#include "facts/registry.h"

#include <algorithm>
#include <cstdio>
#include <iterator>

#include "base/mail_date.h"
#include "base/text.h"

namespace hfilter {

#define FACT(id, name, type, needs, per_hop, help) FactValue fact_##id(const FactContext& context);
#define WORD(fact, id, word, needs, help) Truth word_##fact##_##id(const FactContext& context);
#include "facts/all.def"

namespace {

// A FACT without its THREAT or ABOUT row does not compile, because kFacts names their constants.
#define THREAT(fact, forger, silencer, note) \
  constexpr Threat kThreat_##fact = {Forger::forger, Silencer::silencer, note};
#define ABOUT(fact, source, unknown_when, example1, example2) \
  constexpr FactManual kManual_##fact = {source, unknown_when, {example1, example2}};
#include "facts/all.def"

constexpr FactDef kFacts[] = {
#define FACT(id, name, type, needs, per_hop, help) \
  {FactId::id, name, FactType::type, needs, per_hop, help, fact_##id, kThreat_##id, kManual_##id},
#include "facts/all.def"
};

constexpr bool is_listed_in_order() {
  for (size_t i = 0; i < std::size(kFacts); ++i) {
    if (kFacts[i].id != static_cast<FactId>(i)) return false;
  }
  return std::size(kFacts) == static_cast<size_t>(FactId::kCount);
}
static_assert(is_listed_in_order(), "facts/fact_id.h must list the facts of facts/all.def in the same order");

constexpr WordDef kWords[] = {
#define WORD(fact, id, word, needs, help) {FactId::fact, word, needs, help, word_##fact##_##id},
#define VALUE_WORD(fact, word, help) \
  {FactId::fact, word, kFacts[static_cast<size_t>(FactId::fact)].needs, help, nullptr},
#include "facts/all.def"
};

constexpr ProofDef kProofs[] = {
#define PROVEN(fact, by, value) {FactId::by, value, FactId::fact},
#define PROOF(fact, value) {FactId::fact, value, FactId::kCount},
#include "facts/all.def"
};

// Returns true if the fact has a proof. `check` warns of an `accept` that depends only on the fact, and suggests it.
constexpr bool has_proof(const FactDef& fact) {
  for (const ProofDef& proof : kProofs) {
    if (proof.fact == fact.id) return true;
  }
  return false;
}
constexpr bool do_own_domains_prove() {
  for (const FactDef& fact : kFacts) {
    if (fact.threat.forger == Forger::kOwnDomain && !has_proof(fact)) return false;
  }
  return true;
}
static_assert(do_own_domains_prove(), "a fact with kOwnDomain needs a row PROVEN: whose name does it prove?");

constexpr OppositeDef kOpposites[] = {
#define OPPOSITE(fact, word, opposite) {FactId::fact, word, opposite},
#include "facts/all.def"
};

constexpr SyntaxDef kSyntax[] = {
#define SYNTAX(name, form, needs, help, source, unknown_when, example1, example2, forger, silencer, note, advice)      \
  {name,  form, needs, help, {source, unknown_when, {example1, example2}}, {Forger::forger, Silencer::silencer, note}, \
   advice},
#include "facts/all.def"
};

}  // namespace

Table<FactDef> all_facts() { return Table<FactDef>(kFacts); }
Table<WordDef> all_words() { return Table<WordDef>(kWords); }
Table<ProofDef> all_proofs() { return Table<ProofDef>(kProofs); }
Table<OppositeDef> all_opposites() { return Table<OppositeDef>(kOpposites); }
Table<SyntaxDef> all_syntax() { return Table<SyntaxDef>(kSyntax); }

const SyntaxDef& syntax_def(std::string_view name) {
  return *std::find_if(std::begin(kSyntax), std::end(kSyntax),
                       [&](const SyntaxDef& syntax) { return syntax.name == name; });
}

const FactDef& fact_def(FactId id) { return kFacts[static_cast<size_t>(id)]; }

const FactDef* find_fact(std::string_view name) {
  const char first = name.empty() ? '\0' : to_lower(name[0]);  // This is for speed: rules may look up a thousand names.
  for (const FactDef& fact : kFacts) {
    if (fact.name[0] == first && equal_ignoring_case(fact.name, name)) return &fact;
  }
  return nullptr;
}

const FactDef* find_fact(std::string_view first, std::string_view second, size_t* words) {
  const char letter = first.empty() ? '\0' : to_lower(first[0]);
  for (const FactDef& fact : all_facts()) {
    if (fact.name[0] != letter) continue;
    const std::string_view name = fact.name;
    const size_t blank = name.find(' ');
    if (blank == name.npos) continue;
    const bool both =
        equal_ignoring_case(first, name.substr(0, blank)) && equal_ignoring_case(second, name.substr(blank + 1));
    if (!both) continue;
    *words = 2;
    return &fact;
  }
  *words = 1;
  return find_fact(first);
}

std::vector<const WordDef*> words_of(FactId id) {
  std::vector<const WordDef*> words;
  for (const WordDef& word : kWords) {
    if (word.fact == id) words.push_back(&word);
  }
  return words;
}

const WordDef* find_word(FactId id, std::string_view text) {
  for (const WordDef& word : kWords) {
    if (word.fact == id && equal_ignoring_case(word.word, text)) return &word;
  }
  return nullptr;
}

namespace {

std::string duration_text(int64_t seconds) {
  struct Unit {
    int64_t seconds;
    char letter;
  };
  constexpr Unit kUnits[] = {{86'400, 'd'}, {3'600, 'h'}, {60, 'm'}, {1, 's'}};
  std::string text = seconds < 0 ? "-" : "";
  int64_t left = seconds < 0 ? -seconds : seconds;
  int shown = 0;  // the number of units shown; a duration shows at most two
  for (const Unit& unit : kUnits) {
    if (shown == 0 && left < unit.seconds && unit.seconds > 1) continue;
    if (++shown > 2) break;
    const int64_t count = left / unit.seconds;
    left %= unit.seconds;
    if (count > 0 || shown == 1) text += (shown > 1 ? " " : "") + std::to_string(count) + unit.letter;
  }
  return text;
}

std::string size_text(double bytes) {
  constexpr double kKibi = 1024;
  char text[64];
  if (bytes < kKibi) {
    snprintf(text, sizeof text, "%.0f B", bytes);
  } else if (bytes < kKibi * kKibi) {
    snprintf(text, sizeof text, "%.1f K (%.0f B)", bytes / kKibi, bytes);
  } else {
    snprintf(text, sizeof text, "%.1f M (%.0f B)", bytes / kKibi / kKibi, bytes);
  }
  return text;
}

}  // namespace

std::string typed_text(FactType type, const Scalar& scalar) {
  if (const auto* number = std::get_if<double>(&scalar)) {
    if (type == FactType::kDate) return format_day(static_cast<int64_t>(*number));
    if (type == FactType::kSize) return size_text(*number);
    if (type == FactType::kDuration) return duration_text(static_cast<int64_t>(*number));
  }
  const auto* mail = std::get_if<MailAddress>(&scalar);
  return mail && mail->text.empty() ? "<>" : scalar_text(scalar);
}

const char* forger_text(Forger forger) {
  static constexpr const char* kTexts[] = {"nobody, so an accept may rely on it",
                                           "nobody, but it does not say who sent the message",
                                           "whoever can forge the facts that the rules above ask for",
                                           "everybody gets this result for a domain of his own",
                                           "the stranger: he chooses the value",
                                           "the stranger: he writes the value himself"};
  static_assert(std::size(kTexts) == static_cast<size_t>(Forger::kClaim) + 1);
  return kTexts[static_cast<size_t>(forger)];
}

const char* silencer_text(Silencer silencer) {
  static constexpr const char* kTexts[] = {
      "no outsider",
      "the operator of the DNS list",
      "whoever can make the facts unknown that the rules above ask for",
      "the stranger, if he hands the mail to a server of yours that does not write this fact down",
      "the stranger, if he leaves out this part of the SMTP session",
      "the stranger, by what he writes in the message",
      "the stranger, if his name servers do not answer"};
  static_assert(std::size(kTexts) == static_cast<size_t>(Silencer::kZone) + 1);
  return kTexts[static_cast<size_t>(silencer)];
}

bool is_stranger(Silencer silencer) { return silencer >= Silencer::kWriter; }

const char* fact_type_name(FactType type) {
  static constexpr const char* kNames[] = {"flag",   "name", "address of a host", "mail address", "text", "word",
                                           "number", "size", "duration",          "date"};
  static_assert(std::size(kNames) == static_cast<size_t>(FactType::kDate) + 1);
  return kNames[static_cast<size_t>(type)];
}

}  // namespace hfilter
