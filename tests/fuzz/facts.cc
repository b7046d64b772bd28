// SPDX-License-Identifier: BSD-2-Clause
// Any bytes as a message, and every fact and word asked of it, of the border and of single hops: no crash, no answer
// that changes, no unknown without a reason.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "facts/facts.h"
#include "unit/fakes.h"

namespace hfilter {
namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

void check(const FactValue& value) { check(value.known() || !value.why_unknown().text.empty()); }

void add(List& list, const char* entry) {
  list.mark_set();
  list.add_entry(*parse_list_entry(list.kind(), entry), "fuzz");
}

TrustLists some_trust() {
  TrustLists trust;
  add(trust.mydomains, "hewgill.com");
  add(trust.mynetworks, "192.0.2.0/24");
  add(trust.myhosts, "mx.hewgill.net");
  return trust;
}

void ask_all(Facts& facts, int hops) {
  for (const FactDef& fact : all_facts()) {
    check(facts.value(fact.id));
    check(facts.was_asked(fact.id));
    if (!fact.per_hop) continue;
    // The last number has no hop.
    for (int number = 1; number <= hops + 1; ++number) check(facts.hop_value(fact.id, number));
  }
  for (const WordDef& word : all_words()) {
    const Truth once = facts.word(word);
    const Truth again = facts.word(word);
    check(once.value == again.value && once.why == again.why);
    check(!once.is_unknown() || !once.why.empty());
    if (!fact_def(word.fact).per_hop) continue;
    for (int number = 1; number <= hops + 1; ++number) facts.hop_word(word, number);
  }
}

}  // namespace
}  // namespace hfilter

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hfilter;
  constexpr int kHopsAsked = 4;
  const std::string text(reinterpret_cast<const char*>(data), size);
  size_t end = Message::header_end(text);
  if (end == std::string::npos) end = text.size();
  const Message message(text.substr(0, end), std::make_unique<MemoryBody>(text.substr(end)));
  const RelayChain chain(message);
  static const TrustLists trust = some_trust();
  const Border border = find_border(chain, trust);
  const Envelope envelope;
  const FakeClock clock;
  Facts facts(FactContext{message, chain, border, trust, envelope, clock});
  ask_all(facts, chain.size() < kHopsAsked ? chain.size() : kHopsAsked);
  for (const HeaderField& field : message.fields()) {
    check(facts.header(field.name));
    check(facts.header_missing(field.name).is_false());
    if (&field - message.fields().data() > 20) break;
  }
  return 0;
}
