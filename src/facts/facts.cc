// SPDX-License-Identifier: BSD-2-Clause
#include "facts/facts.h"

#include "base/text.h"
#include "facts/connection/dns_facts.h"
#include "facts/message/header_text.h"
#include "mime/mime_content.h"

namespace hfilter {

namespace {

std::string with_evidence(const std::string& text, const FactValue& value) {
  return value.evidence().empty() ? text : text + ": " + value.evidence();
}

// Evaluates a word that equals the fact's value (VALUE_WORD).
Truth is_value(const FactValue& value, const WordDef& word) {
  if (!value.known()) return Truth::unknown(value.why_unknown());
  for (const Scalar& scalar : value.values()) {
    if (scalar_text(scalar) == word.word) return Truth::yes(with_evidence(word.word, value));
  }
  const std::vector<Scalar>& all = value.values();
  return value.false_if_complete(
      Truth::no(all.empty() ? "there is no value" : with_evidence(scalar_text(all.front()), value)));
}

size_t index_of(const WordDef& word) { return static_cast<size_t>(&word - all_words().data()); }

}  // namespace

const FactValue& Facts::value(FactId id) {
  std::optional<FactValue>& memo = values_[static_cast<size_t>(id)];
  // The score changes while the rules are judged. Any other fact is computed once.
  if (!memo || id == FactId::score) memo = fact_def(id).eval(context_);
  return *memo;
}

FactValue Facts::hop_value(FactId id, int number) const {
  if (number < 1 || number > context_.chain.size()) return FactValue::none();
  FactContext context = context_;
  context.hop = &context_.chain.hop(number);
  return fact_def(id).eval(context);
}

Truth Facts::word(const WordDef& word) {
  asked_[static_cast<size_t>(word.fact)] = true;
  if (!word.eval) return is_value(value(word.fact), word);
  if (words_.empty()) words_.resize(all_words().size());
  std::optional<Truth>& memo = words_[index_of(word)];
  if (!memo) memo = word.eval(context_);
  return *memo;
}

const FactValue* Facts::asked_value(FactId id) const {
  const std::optional<FactValue>& memo = values_[static_cast<size_t>(id)];
  return memo ? &*memo : nullptr;
}

std::optional<Unknown> Facts::asked_unknown(FactId id) const {
  const FactValue* value = asked_value(id);
  if (value != nullptr && !value->known()) return value->why_unknown();
  for (size_t i = 0; i < words_.size(); ++i) {
    const std::optional<Truth>& truth = words_[i];
    if (!truth || !truth->is_unknown() || all_words()[i].fact != id) continue;
    return Unknown{truth->reason, truth->why, truth->temporary};
  }
  return std::nullopt;
}

Truth Facts::hop_word(const WordDef& word, int number) const {
  if (number < 1 || number > context_.chain.size()) return Truth::no("there is no hop " + std::to_string(number));
  if (!word.eval) return is_value(hop_value(word.fact, number), word);
  FactContext context = context_;
  context.hop = &context_.chain.hop(number);
  return word.eval(context);
}

Truth Facts::listed(const std::string& zone, const std::vector<Network>& networks) const {
  const Finding<DnsFacts*> dns = dns_of(context_);
  return dns.known() ? (*dns)->listed(context_, zone, networks) : Truth::unknown(dns.why());
}

void Facts::set_needs(Needs needs) {
  if (context_.dns != nullptr) context_.dns->set_needs(needs);
}

const Finding<std::vector<Attachment>>* Facts::attachments() const {
  return context_.mime ? &context_.mime->attachments() : nullptr;
}

FactValue Facts::attachment_value(FactId id, const Attachment& attachment) const {
  FactContext context = context_;
  context.attachment = &attachment;
  return fact_def(id).eval(context);
}

Truth Facts::attachment_word(const WordDef& word, const Attachment& attachment) const {
  FactContext context = context_;
  context.attachment = &attachment;
  return word.eval ? word.eval(context) : is_value(fact_def(word.fact).eval(context), word);
}

const FactValue& Facts::header(std::string_view name, HeaderScope header_scope) {
  const auto [memo, is_new] = headers_.try_emplace({lower(name), header_scope});
  if (is_new) memo->second = header_text(context_, name, header_scope);
  return memo->second;
}
Truth Facts::header_missing(std::string_view name, HeaderScope header_scope) const {
  return is_header_missing(context_, name, header_scope);
}
Truth Facts::header_empty(std::string_view name, HeaderScope header_scope) const {
  return is_header_empty(context_, name, header_scope);
}

}  // namespace hfilter
