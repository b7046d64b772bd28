// SPDX-License-Identifier: BSD-2-Clause
//
// All facts of one message. A fact is computed when asked, at most once, and without side effects.
// Errors: a value that cannot be determined is an Unknown.
// Lifetime: Facts keeps references; every input must outlive it.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.h"
#include "facts/fact_context.h"
#include "facts/registry.h"

namespace hfilter {

class Facts {
 public:
  explicit Facts(const FactContext& context) : context_(context) {}
  Facts(const Facts&) = delete;
  Facts& operator=(const Facts&) = delete;

  /// Returns the fact of the border or the message. Cached, except `score`.
  const FactValue& value(FactId id);
  /// Returns a fact of hop `number`; no value if that hop does not exist.
  FactValue hop_value(FactId id, int number) const;
  /// Returns the attachments, for `any attachment`; null if this run does not read MIME.
  const Finding<std::vector<Attachment>>* attachments() const;
  FactValue attachment_value(FactId id, const Attachment& attachment) const;
  Truth attachment_word(const WordDef& word, const Attachment& attachment) const;
  /// Evaluates `header "X"`: the unfolded values of all fields X. Cached, because a sender can make decoding expensive.
  const FactValue& header(std::string_view name, HeaderScope header_scope = HeaderScope::kAllFields);
  /// Evaluates `header "X" is missing` and `is empty`, even if a value cannot be decoded.
  Truth header_missing(std::string_view name, HeaderScope header_scope = HeaderScope::kAllFields) const;
  Truth header_empty(std::string_view name, HeaderScope header_scope = HeaderScope::kAllFields) const;

  /// Evaluates `FACT is WORD`. Cached.
  Truth word(const WordDef& word);
  Truth hop_word(const WordDef& word, int number) const;

  /// Evaluates `client listed in "zone" as ...`. No networks means the usual 127.0.0.0/24.
  Truth listed(const std::string& zone, const std::vector<Network>& networks) const;
  /// Sets what the current rule and all later ones need. The first DNS fact prefetches it together.
  void set_needs(Needs needs);

  const FactContext& context() const { return context_; }
  void set_score(FactValue score) {
    score_ = std::move(score);
    context_.score = &score_;
  }
  /// Returns true if value(id) or a word of this fact was asked. explain uses it.
  bool was_asked(FactId id) const {
    return values_[static_cast<size_t>(id)].has_value() || asked_[static_cast<size_t>(id)];
  }

  // The record of a delivery uses these functions. They evaluate nothing.

  /// Returns value(id) if it was asked, otherwise null.
  const FactValue* asked_value(FactId id) const;
  /// Returns why value(id) or a word of this fact was unknown; nullopt if it was known or not asked.
  std::optional<Unknown> asked_unknown(FactId id) const;

 private:
  FactValue score_;
  FactContext context_;
  std::array<std::optional<FactValue>, static_cast<size_t>(FactId::kCount)> values_;
  std::array<bool, static_cast<size_t>(FactId::kCount)> asked_{};  // true for each fact that word() was asked about
  std::vector<std::optional<Truth>> words_;                        // the cached results, indexed like all_words()
  // Cached results; the key has the name in lower case.
  std::map<std::pair<std::string, HeaderScope>, FactValue> headers_;
};

}  // namespace hfilter
