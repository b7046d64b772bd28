// SPDX-License-Identifier: BSD-2-Clause
#include "rules/regex/regex.h"

#include <re2/re2.h>

#include <algorithm>

#include "base/utf8.h"
#include "rules/regex/regex_literals.h"
#include "rules/regex/regex_syntax.h"

namespace hfilter {

namespace {

// A step is one instruction of RE2's program for one octet. In the worst case all of them run, at 3.6 ns each.
constexpr uint64_t kWorstStepsPerMs = 280'000;
constexpr size_t kStepsPerOctetRead = 16;  // The steps that cost as much as one octet of the work budget.
constexpr int kUncountedMs = 2;            // A text with at most this worst-case time is searched whole.
constexpr int kPiecesAtWorst = 4;          // The pieces that fit into the time if each takes its worst case.
constexpr size_t kSmallestPiece = 64;
constexpr int64_t kMaxProgramBytes = int64_t{8} << 20;  // The default limit of RE2. Real patterns need some kilobytes.
// The most octets of text times literals. A larger search for literals costs as much as compiling (25 us).
constexpr size_t kMaxSearchWork = 32 << 10;

/// Converts `text` to UTF-8: an octet that belongs to no character becomes the character with its number (ISO 8859-1).
/// Returns false if `text` is UTF-8.
bool convert_to_utf8(std::string_view text, std::string* converted) {
  size_t good = 0;
  while (good < text.size()) {
    const Utf8Step step = utf8_step(text.substr(good));
    if (!step.valid) break;
    good += step.size;
  }
  if (good == text.size()) return false;
  converted->assign(text.substr(0, good));
  for (std::string_view rest = text.substr(good); !rest.empty();) {
    const Utf8Step step = utf8_step(rest);
    append_utf8(converted, step.code);
    rest.remove_prefix(step.size);
  }
  return true;
}

Error limit(std::string text) { return failure(ErrorKind::kLimit, std::move(text)); }

}  // namespace

std::optional<Error> check_regex(std::string_view pattern) {
  RegexVisitor nothing;
  return walk_regex(pattern, &nothing);
}

struct Regex::Compiled {
  explicit Compiled(const std::string& pattern, const RE2::Options& options) : regex(pattern, options) {}
  RE2 regex;
};

Regex::Regex(std::string pattern, bool case_matters) : pattern_(std::move(pattern)), case_matters_(case_matters) {}
Regex::~Regex() = default;

Status Regex::compile() const {
  if (!compiled_) {
    RE2::Options options;
    options.set_case_sensitive(case_matters_);
    options.set_log_errors(false);
    options.set_dot_nl(true);
    options.set_max_mem(kMaxProgramBytes);
    compiled_ = std::make_unique<Compiled>(pattern_, options);
  }
  if (compiled_->regex.ok()) return Done{};
  return failure(ErrorKind::kLimit, "the regular expression cannot be used: " + compiled_->regex.error(),
                 "make it simpler");
}

bool Regex::lacks_required_literals(std::string_view text) const {
  if (!literals_) literals_ = required_literals(pattern_);
  return literals_->size() * text.size() <= kMaxSearchWork && lacks_all(text, *literals_);
}

uint64_t Regex::worst_case_octets(int ms) const {
  const Status compiled = compile();
  const uint64_t size = compiled ? static_cast<uint64_t>(std::max(1, compiled_->regex.ProgramSize())) : 0;
  return compiled ? static_cast<uint64_t>(ms) * kWorstStepsPerMs / size : 0;
}

Result<bool> Regex::matches(std::string_view text, WorkBudget& work) const {
  if (!compiled_ && lacks_required_literals(text)) return false;
  if (Status compiled = compile(); !compiled) return compiled.error();
  const auto size = static_cast<size_t>(std::max(1, compiled_->regex.ProgramSize()));
  if (!work.spend(1 + text.size() * size / kStepsPerOctetRead)) return limit(kWorkLimitText);
  std::string converted;
  if (convert_to_utf8(text, &converted)) text = converted;
  if (text.size() > worst_case_octets(kUncountedMs) && text.size() > worst_case_octets(work.left_ms())) {
    return search_in_pieces(text, work);
  }
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), compiled_->regex);
}

Result<bool> Regex::search_in_pieces(std::string_view text, WorkBudget& work) const {
  const auto piece = static_cast<size_t>(worst_case_octets(work.left_ms() / kPiecesAtWorst));
  if (piece < kSmallestPiece) return limit("the regular expression is too expensive for this text");
  const re2::StringPiece whole(text.data(), text.size());
  for (size_t at = 0; at < text.size(); at += piece / 2) {
    if (work.is_exhausted()) return limit(kWorkLimitText);
    const size_t end = std::min(text.size(), at + piece);
    if (compiled_->regex.Match(whole, at, end, RE2::UNANCHORED, nullptr, 0)) return true;
    if (end == text.size()) break;
  }
  return limit("the text is too long to be searched as a whole, and nothing was found in pieces of " +
               std::to_string(piece) + " octets");
}

}  // namespace hfilter
