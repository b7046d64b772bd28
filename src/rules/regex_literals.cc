// SPDX-License-Identifier: BSD-2-Clause
#include "rules/regex_literals.h"

#include <algorithm>
#include <optional>

#include "base/limits.h"
#include "base/text.h"

namespace hfilter {

namespace {

constexpr size_t kMaxLiterals = 32;  // more are dearer to look for than what they save
// Letters outside ASCII that are a letter of ASCII in another case (Unicode, CaseFolding.txt): all there are.
constexpr std::string_view kLongS = "\xC5\xBF";           // U+017F, as s
constexpr std::string_view kKelvinSign = "\xE2\x84\xAA";  // U+212A, as k

/// One of these is in each match; empty: nothing is known.
using Required = std::vector<std::string>;

size_t shortest(const Required& required) {
  size_t bytes = required.empty() ? 0 : required[0].size();
  for (const std::string& literal : required) bytes = std::min(bytes, literal.size());
  return bytes;
}

class Reader {
 public:
  explicit Reader(std::string_view pattern) : text_(pattern) {}

  Required read() {
    Required required = alternatives(0);
    if (given_up_ || at_ < text_.size()) return {};
    return required;
  }

 private:
  /// The pieces of one alternative so far.
  struct Sequence {
    Required best;
    std::string run;                // literal characters side by side
    std::optional<Required> group;  // the piece just read, if it is a group

    void take(Required other) {
      if (shortest(other) > shortest(best) || (shortest(other) == shortest(best) && other.size() < best.size())) {
        best = std::move(other);
      }
    }
    /// What was read is certainly there.
    void settle() {
      if (!run.empty()) take({std::move(run)});
      if (group) take(std::move(*group));
      run.clear();
      group.reset();
    }
    /// The last piece may be missing.
    void drop_last() {
      if (!group && !run.empty()) run.pop_back();
      group.reset();
      settle();
    }
  };

  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  Required alternatives(size_t depth) {
    Required all;
    bool known = true;
    for (bool more = true; more;) {
      Required one = sequence(depth);
      known = known && !one.empty();
      all.insert(all.end(), one.begin(), one.end());
      more = peek() == '|';
      if (more) ++at_;
    }
    return known && all.size() <= kMaxLiterals ? all : Required();
  }

  Required sequence(size_t depth) {
    Sequence pieces;
    while (!given_up_ && at_ < text_.size() && text_[at_] != '|' && text_[at_] != ')') piece(pieces, depth);
    pieces.settle();
    return std::move(pieces.best);
  }

  void piece(Sequence& pieces, size_t depth) {
    const char c = text_[at_];
    if (c == '*' || c == '?' || c == '+' || c == '{') return repetition(pieces);
    if (c == '(') return group(pieces, depth);
    if (pieces.group) pieces.settle();
    if (c == '[') {
      skip_class();
    } else if (c == '\\') {
      return escape(pieces);
    } else {
      ++at_;
      const bool is_letter = static_cast<unsigned char>(c) < 0x80 && c != '.' && c != '^' && c != '$';
      if (is_letter) pieces.run += c;
      if (is_letter) return;
    }
    pieces.settle();
  }

  /// Whatever is repeated, only its being there counts; only `+` says so for certain.
  void repetition(Sequence& pieces) {
    const char c = text_[at_++];
    if (c == '+') {
      pieces.settle();
    } else {
      pieces.drop_last();
    }
    if (c == '{') {
      // `{2,5}`, or a brace itself: then its digits may be lost, which is no harm.
      while (is_digit(peek()) || peek() == ',') ++at_;
      if (peek() == '}') ++at_;
    }
    if (peek() == '?') ++at_;
  }

  void group(Sequence& pieces, size_t depth) {
    ++at_;
    if (peek() == '?') {
      const size_t end = text_.find_first_of(":)>", at_);
      if (end == text_.npos) return give_up();
      at_ = end + 1;
      if (text_[end] == ')') return;  // flags for what follows; in `a(?i)*` it is the a that is repeated
    }
    pieces.settle();
    if (depth == kMaxRegexGroupDepth) return give_up();
    pieces.group = alternatives(depth + 1);
    if (peek() != ')') return give_up();
    ++at_;
  }

  void escape(Sequence& pieces) {
    const char c = peek(1);
    at_ += 2;
    if (std::string_view("dDsSwWbBAzCnrtafv").find(c) != std::string_view::npos) return pieces.settle();
    const bool itself = c > 0x20 && c < 0x7F && !is_alnum(c) && c != '_';
    if (!itself) return give_up();  // \Q, \p, numbers: seldom written
    pieces.run += c;
  }

  void skip_class() {
    ++at_;
    if (peek() == '^') ++at_;
    for (bool first = true; at_ < text_.size() && (first || text_[at_] != ']'); first = false) {
      const size_t named = text_.compare(at_, 2, "[:") == 0 ? text_.find(":]", at_ + 2) : text_.npos;
      at_ = named != text_.npos ? named + 2 : at_ + (text_[at_] == '\\' ? 2 : 1);
    }
    if (at_ >= text_.size()) return give_up();
    ++at_;
  }

  void give_up() {
    given_up_ = true;
    at_ = text_.size();
  }

  std::string_view text_;
  size_t at_ = 0;
  bool given_up_ = false;
};

}  // namespace

std::vector<std::string> required_literals(std::string_view pattern) { return Reader(pattern).read(); }

bool lacks_all(std::string_view text, const std::vector<std::string>& literals) {
  if (literals.empty() || text.find(kLongS) != text.npos || text.find(kKelvinSign) != text.npos) return false;
  return std::all_of(literals.begin(), literals.end(),
                     [text](const std::string& literal) { return find_ignoring_case(text, literal) == text.npos; });
}

}  // namespace hfilter
