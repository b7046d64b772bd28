// SPDX-License-Identifier: BSD-2-Clause
//
// All facts of one message: computed only when asked, at most once, and never with a side effect.
// How it fails: it does not; what cannot be told is an Unknown. Facts keeps references: everything handed in must
// outlive it.
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

  /// The fact of the border or of the message. Memoised, but for `score`.
  const FactValue& value(FactId id);
  /// The same fact of hop `number`; none if there is no such hop.
  FactValue hop_value(FactId id, int number) const;
  /// The attachments, for `any attachment`; null if nothing reads them.
  const Finding<std::vector<Attachment>>* attachments() const;
  /// The same fact of one attachment.
  FactValue attachment_value(FactId id, const Attachment& attachment) const;
  Truth attachment_word(const WordDef& word, const Attachment& attachment) const;
  /// `header "X"`: the unfolded values of all fields of that name. Memoised, because a sender can make decoding costly.
  const FactValue& header(std::string_view name, Writers writers = Writers::kAnybody);
  /// `header "X" is missing`, `header "X" is empty`: also where a value cannot be decoded.
  Truth header_missing(std::string_view name, Writers writers = Writers::kAnybody) const;
  Truth header_empty(std::string_view name, Writers writers = Writers::kAnybody) const;

  /// `FACT is WORD`. Memoised.
  Truth word(const WordDef& word);
  Truth hop_word(const WordDef& word, int number) const;

  /// `client listed in "zone" as ...`; no networks: the usual 127.0.0.0/24.
  Truth listed(const std::string& zone, const std::vector<Network>& networks) const;
  /// What the rules from here on need: at the first DNS fact that is reached it is asked together.
  void set_needs(Needs needs);

  const FactContext& context() const { return context_; }
  void set_score(FactValue score) {
    score_ = std::move(score);
    context_.score = &score_;
  }
  /// For explain: has value(id) or one of its words been asked?
  bool was_asked(FactId id) const {
    return values_[static_cast<size_t>(id)].has_value() || asked_[static_cast<size_t>(id)];
  }

  // For the record of a delivery. They evaluate nothing.

  /// Returns value(id) if it was asked, else null.
  const FactValue* asked_value(FactId id) const;
  /// Returns why value(id), or a word of it, was unknown; nullopt if that was not asked or is known.
  std::optional<Unknown> asked_unknown(FactId id) const;

 private:
  FactValue score_;
  FactContext context_;
  std::array<std::optional<FactValue>, static_cast<size_t>(FactId::kCount)> values_;
  std::array<bool, static_cast<size_t>(FactId::kCount)> asked_{};  // by word()
  std::vector<std::optional<Truth>> words_;                        // by index into all_words()
  std::map<std::pair<std::string, Writers>, FactValue> headers_;   // by the name in lower case
};

}  // namespace hfilter
