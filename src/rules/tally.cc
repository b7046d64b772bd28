// SPDX-License-Identifier: BSD-2-Clause
#include "rules/tally.h"

#include <algorithm>
#include <cmath>

#include "rules/expr.h"

namespace hfilter {

namespace {

constexpr size_t kMaxMoversShown = 5;

/// std::round would need libm; see score_text.
double round_half_away(double value) {
  if (!(std::fabs(value) < 4503599627370496.0)) return value;  // from 2^52 on each double is a whole number
  return static_cast<double>(static_cast<int64_t>(value + (value < 0 ? -0.5 : 0.5)));
}

/// Adds and rounds, so that ten times 0.1 reaches 1.
double sum_of(double a, double b) { return round_half_away((a + b) * 1e6) / 1e6; }

std::string signed_text(double score) { return (score >= 0 ? "+" : "") + score_text(score); }

}  // namespace

void Tally::add_score(double score) { score_ = sum_of(score_, score); }

void Tally::add_tag(const std::string& tag) {
  if (std::find(tags_.begin(), tags_.end(), tag) == tags_.end()) tags_.push_back(tag);
}

void Tally::add_undecided(const Rule& rule, const Unknown& why) {
  Mover mover{rule.title(), 0, why.temporary};
  for (const ActionItem& action : rule.actions) {
    if (action.kind == ActionItem::Kind::kScore) mover.score = sum_of(mover.score, action.score);
    if (action.kind != ActionItem::Kind::kTag) continue;
    Unknown unknown = why;
    unknown.text = "only " + mover.title + " could give the tag " + action.name + ", and it is undecided";
    const auto [tag, added] = undecided_tags_.emplace(action.name, unknown);
    if (!added && why.temporary) tag->second = std::move(unknown);
  }
  if (mover.score != 0) movers_.push_back(std::move(mover));
}

template <class Counts>
double Tally::sum_with(Counts counts) const {
  double sum = score_;
  for (const Mover& mover : movers_) {
    if (counts(mover)) sum = sum_of(sum, mover.score);
  }
  return sum;
}

FactValue::Bounds Tally::bounds() const {
  return {sum_with([](const Mover& mover) { return mover.score < 0; }),
          sum_with([](const Mover& mover) { return mover.score > 0; })};
}

/// Formats "score is 3; undecided: spf-pass (-4), list (+2)".
std::string Tally::undecided_text() const {
  std::string text = "score is " + score_text(score_) + "; undecided: ";
  for (size_t i = 0; i < movers_.size() && i < kMaxMoversShown; ++i) {
    text += (i > 0 ? ", " : "") + movers_[i].title + " (" + signed_text(movers_[i].score) + ")";
  }
  if (movers_.size() > kMaxMoversShown) text += " and " + std::to_string(movers_.size() - kMaxMoversShown) + " more";
  return text;
}

FactValue Tally::score_fact() const {
  if (movers_.empty()) return FactValue::one(score_);
  const bool temporary =
      std::any_of(movers_.begin(), movers_.end(), [](const Mover& mover) { return mover.temporary; });
  const FactValue::Bounds range = bounds();
  return FactValue::within(range.low, range.high, {UnknownReason::kUndecided, undecided_text(), temporary});
}

Truth Tally::is_at_least(double threshold) const {
  const FactValue::Bounds range = bounds();
  if (range.low >= threshold) return Truth::yes("score is " + score_text(score_));
  if (range.high < threshold) return Truth::no("score is " + score_text(score_));
  const double answered = sum_with([](const Mover& mover) { return mover.temporary == (mover.score > 0); });
  return Truth::unknown({UnknownReason::kUndecided, undecided_text(), answered >= threshold});
}

Truth Tally::is_tagged(const std::string& tag) const {
  if (std::find(tags_.begin(), tags_.end(), tag) != tags_.end()) return Truth::yes("tagged " + tag);
  const auto undecided = undecided_tags_.find(tag);
  return undecided == undecided_tags_.end() ? Truth::no("not tagged " + tag) : Truth::unknown(undecided->second);
}

std::vector<std::string> Tally::movers() const {
  std::vector<std::string> titles;
  for (const Mover& mover : movers_) titles.push_back(mover.title);
  return titles;
}

}  // namespace hfilter
