// SPDX-License-Identifier: BSD-2-Clause
#include "rules/regex/regex_literals.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "rules/regex/regex_syntax.h"

namespace hfilter {

namespace {

constexpr size_t kMaxLiterals = 32;  // The most literals of a search. More would cost more time.
// The only letters outside ASCII that equal an ASCII letter if case is ignored (Unicode, CaseFolding.txt).
constexpr std::string_view kLongS = "\xC5\xBF";           // This is U+017F, which equals s if case is ignored.
constexpr std::string_view kKelvinSign = "\xE2\x84\xAA";  // This is U+212A, which equals k if case is ignored.

/// Each match contains one of these literals. Empty if nothing is known.
using Required = std::vector<std::string>;

size_t shortest(const Required& required) {
  size_t bytes = required.empty() ? 0 : required[0].size();
  for (const std::string& literal : required) bytes = std::min(bytes, literal.size());
  return bytes;
}

/// The pieces of the current alternative of a pattern.
struct Sequence {
  Required best;
  std::string run;                // the adjacent literal characters
  std::optional<Required> group;  // the literals of the last piece, if the last piece is a group

  void keep_better(Required other) {
    if (shortest(other) > shortest(best) || (shortest(other) == shortest(best) && other.size() < best.size())) {
      best = std::move(other);
    }
  }
  /// Records that the pieces so far are in each match.
  void require_pieces() {
    if (!run.empty()) keep_better({std::move(run)});
    if (group) keep_better(std::move(*group));
    run.clear();
    group.reset();
  }
  /// Records that the last piece may be missing in a match.
  void make_last_optional() {
    if (!group && !run.empty()) run.pop_back();
    group.reset();
    require_pieces();
  }
};

class LiteralFinder : public RegexVisitor {
 public:
  Required result() { return levels_.back().end(); }

 private:
  /// A group of a pattern, or the whole pattern, as far as it was read.
  struct Level {
    Required all;  // the literals of the alternatives before the current one
    bool known = true;
    Sequence pieces;

    void end_alternative() {
      pieces.require_pieces();
      known = known && !pieces.best.empty();
      all.insert(all.end(), pieces.best.begin(), pieces.best.end());
      pieces = Sequence();
    }
    Required end() {
      end_alternative();
      return known && all.size() <= kMaxLiterals ? std::move(all) : Required();
    }
  };

  Sequence& pieces() { return levels_.back().pieces; }

  void character(char32_t rune) override {
    if (rune >= 0x80) return other();
    if (pieces().group) pieces().require_pieces();
    pieces().run += static_cast<char>(rune);
  }
  void other() override { pieces().require_pieces(); }
  void alternative() override { levels_.back().end_alternative(); }
  void open_group() override {
    pieces().require_pieces();
    levels_.emplace_back();
  }
  void close_group() override {
    Required group = levels_.back().end();
    levels_.pop_back();
    pieces().group = std::move(group);
  }
  /// The result depends on whether a repeated piece must appear, and not on how often.
  void repeat(int64_t min) override { return min > 0 ? pieces().require_pieces() : pieces().make_last_optional(); }

  std::vector<Level> levels_ = std::vector<Level>(1);
};

}  // namespace

std::vector<std::string> required_literals(std::string_view pattern) {
  LiteralFinder finder;
  return walk_regex(pattern, &finder) ? Required() : finder.result();
}

bool lacks_all(std::string_view text, const std::vector<std::string>& literals) {
  if (literals.empty() || text.find(kLongS) != text.npos || text.find(kKelvinSign) != text.npos) return false;
  return std::all_of(literals.begin(), literals.end(),
                     [text](const std::string& literal) { return find_ignoring_case(text, literal) == text.npos; });
}

}  // namespace hfilter
