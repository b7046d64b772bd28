// SPDX-License-Identifier: BSD-2-Clause
#include "rules/regex.h"

#include <re2/re2.h>

#include <algorithm>

#include "base/limits.h"
#include "base/utf8.h"
#include "rules/regex_literals.h"

namespace hfilter {

namespace {

constexpr int64_t kMaxProgramBytes = int64_t{8} << 20;  // RE2's own default; real patterns need some kilobytes
// Where looking for literals would cost what compiling does (25 us), it is compiled: octets of text times literals.
constexpr size_t kMaxSearchWork = 32 << 10;

/// `text` as UTF-8: an octet that is part of no character is taken for the character of that number (ISO 8859-1).
/// False if that is `text` itself.
bool mend_utf8(std::string_view text, std::string& mended) {
  size_t good = 0;
  while (good < text.size()) {
    const Utf8Step step = utf8_step(text.substr(good));
    if (!step.valid) break;
    good += step.size;
  }
  if (good == text.size()) return false;
  mended.assign(text.substr(0, good));
  for (std::string_view rest = text.substr(good); !rest.empty();) {
    const Utf8Step step = utf8_step(rest);
    append_utf8(mended, step.code);
    rest.remove_prefix(step.size);
  }
  return true;
}

}  // namespace

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
  Error error;
  error.kind = ErrorKind::kLimit;
  error.text = "the regular expression cannot be used: " + compiled_->regex.error();
  error.help = "make it simpler";
  return error;
}

Result<bool> Regex::matches(std::string_view text) const {
  uint64_t octets = 0;
  return matches(text, octets);
}

bool Regex::plainly_misses(std::string_view text) const {
  if (!literals_) literals_ = required_literals(pattern_);
  return literals_->size() * text.size() <= kMaxSearchWork && lacks_all(text, *literals_);
}

uint64_t Regex::most_octets() const {
  const Status compiled = compile();
  return compiled ? kMaxRegexWork / static_cast<uint64_t>(std::max(1, compiled_->regex.ProgramSize())) : 0;
}

Result<bool> Regex::matches(std::string_view text, uint64_t& octets) const {
  if (!compiled_ && plainly_misses(text)) return false;
  if (Status compiled = compile(); !compiled) return compiled.error();
  octets += text.size();
  if (octets > most_octets()) {
    Error error;
    error.kind = ErrorKind::kLimit;
    error.text = "the regular expression is too costly for more than " + std::to_string(most_octets()) + " octets";
    error.help = "make it simpler: {1,900} counts as 900 copies";
    return error;
  }
  std::string mended;
  if (mend_utf8(text, mended)) text = mended;
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), compiled_->regex);
}

}  // namespace hfilter
