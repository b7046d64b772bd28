// SPDX-License-Identifier: BSD-2-Clause
#include "rules/regex/regex_syntax.h"

#include <algorithm>
#include <vector>

#include "base/limits.h"
#include "base/text.h"
#include "base/utf8.h"

namespace hfilter {

namespace {

constexpr int kMaxRepeat = 1000;  // The limit of RE2; nested repetitions are multiplied.
constexpr char32_t kMaxRune = 0x10FFFF;

constexpr std::string_view kUnicodeClasses[] = {
    "Any",    "C",      "Cc",       "Cf",       "Co",       "Cs",         "L",        "Ll",    "Lm",
    "Lo",     "Lt",     "Lu",       "M",        "Mc",       "Me",         "Mn",       "N",     "Nd",
    "Nl",     "No",     "P",        "Pc",       "Pd",       "Pe",         "Pf",       "Pi",    "Po",
    "Ps",     "S",      "Sc",       "Sk",       "Sm",       "So",         "Z",        "Zl",    "Zp",
    "Zs",     "Arabic", "Armenian", "Bengali",  "Cyrillic", "Devanagari", "Georgian", "Greek", "Han",
    "Hangul", "Hebrew", "Hiragana", "Katakana", "Latin",    "Tamil",      "Thai"};

constexpr std::string_view kPosixClasses[] = {"alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph",
                                              "lower", "print", "punct", "space", "upper", "word",  "xdigit"};

template <size_t N>
bool is_one_of(const std::string_view (&table)[N], std::string_view text) {
  return std::find(std::begin(table), std::end(table), text) != std::end(table);
}

bool is_octal(char c) { return c >= '0' && c <= '7'; }

class Walker {
 public:
  Walker(std::string_view pattern, RegexVisitor* visitor) : text_(pattern), visitor_(visitor) {}

  std::optional<Error> run() {
    while (!error_ && at_ < text_.size()) step();
    if (!error_ && groups_.size() > 1) {
      fail(groups_.back().begin, "this group is not closed", "add the missing ), or write \\( for the character (");
    }
    return error_;
  }

 private:
  struct Group {
    size_t begin = 0;
    bool atom = false;      // the last item can be repeated
    bool repeated = false;  // the last item has a repetition already
    int64_t repeats = 1;    // the repetitions of the last item; nested ones are multiplied
    int64_t most = 1;       // the maximum of `repeats` in the group
  };

  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool starts(std::string_view what) const { return text_.compare(at_, what.size(), what) == 0; }

  void fail(size_t at, std::string text, std::string help = {}) {
    if (error_) return;
    error_ = failure(ErrorKind::kSyntax, std::move(text), std::move(help)).at({}, 0, static_cast<int>(at) + 1);
  }

  void character(char32_t rune) {
    atom(1);
    visitor_->character(rune);
  }

  void other() {
    atom(1);
    visitor_->other();
  }

  /// Records an item with `repeats` repetitions inside. The next operator may repeat the item.
  void atom(int64_t repeats) {
    Group& group = groups_.back();
    group.most = std::max(group.most, repeats);
    group.repeats = repeats;
    group.atom = true;
    group.repeated = false;
  }

  void step() {
    const char c = peek();
    switch (c) {
      case '(':
        return open_group();
      case ')':
        return close_group();
      case '|':
        groups_.back().atom = groups_.back().repeated = false;
        ++at_;
        return visitor_->alternative();
      case '*':
      case '?':
        return repeat(1, 0, 1);
      case '+':
        return repeat(1, 1, 1);
      case '{':
        return braces();
      case '[':
        return char_class();
      case '\\':
        return escape();
      case '^':
        if (peek(1) == '^') {
          return fail(at_, "`^^` is only known to procmail",
                      "write ^ for the beginning of the value, and $ for its end");
        }
        [[fallthrough]];
      case '$':
      case '.':
        ++at_;
        return other();
      default:
        break;
    }
    char32_t rune = 0;
    if (plain_character(&rune)) character(rune);
  }

  /// Reads a character that has no special meaning.
  bool plain_character(char32_t* rune) {
    const Utf8Step step = utf8_step(text_.substr(at_));
    if (!step.valid) {
      fail(at_, "the regular expression is not valid UTF-8");
      return false;
    }
    *rune = step.code;
    at_ += step.size;
    return true;
  }

  void open_group() {
    const size_t begin = at_;
    if (groups_.size() > kMaxRegexGroupDepth) {
      return fail(at_, "the regular expression has more than 200 nested groups");
    }
    ++at_;
    if (peek() == '?' && !group_flags(begin)) return;
    Group group;
    group.begin = begin;
    groups_.push_back(group);
    visitor_->open_group();
  }

  /// Parses the text after `(?`. Returns false after an error, and for flags without a group.
  bool group_flags(size_t begin) {
    ++at_;
    for (const char* look : {"=", "!", "<=", "<!"}) {
      if (!starts(look)) continue;
      fail(begin, "look-ahead and look-behind are not supported",
           "write two conditions: ... matches /a/ and not ... matches /b/");
      return false;
    }
    if (starts("P<")) return group_name(begin);
    if (starts("<") || starts("P")) {
      fail(begin, "this form of a named group is not supported", "write an ordinary group: (...)");
      return false;
    }
    bool minus = false;
    bool flag = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == ':' || c == ')') break;
      if (c == '-' && !minus) {
        minus = true;
        flag = false;
      } else if (c == 'i' || c == 'm' || c == 's' || c == 'U') {
        flag = true;
      } else {
        fail(begin, "this kind of group is not supported", "write (?:...), or one of the flags (?i) (?m) (?s) (?U)");
        return false;
      }
    }
    if (at_ == text_.size()) {
      fail(begin, "this group is not closed", "add the missing )");
      return false;
    }
    if (minus && !flag) {
      fail(begin, "a flag is missing after the -", "write, for example, (?-i)");
      return false;
    }
    const bool group = text_[at_++] == ':';
    return group;
  }

  bool group_name(size_t begin) {
    at_ += 2;
    const size_t end = text_.find('>', at_);
    const std::string_view name = text_.substr(at_, end == text_.npos ? 0 : end - at_);
    const bool good =
        !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return is_alnum(c) || c == '_'; });
    if (!good || std::find(names_.begin(), names_.end(), name) != names_.end()) {
      fail(begin, "the name of this group is not a valid name, or is used twice", "write an ordinary group: (...)");
      return false;
    }
    names_.push_back(name);
    at_ = end + 1;
    return true;
  }

  void close_group() {
    if (groups_.size() == 1) {
      return fail(at_, "this ) closes no group", "add the missing (, or write \\) for the character )");
    }
    const int64_t most = groups_.back().most;
    groups_.pop_back();
    ++at_;
    atom(most);
    visitor_->close_group();
  }

  /// Processes an operator of `length` octets that repeats at least `min` and at most `max` times (-1: no limit).
  void repeat(size_t length, int64_t min, int64_t max) {
    Group& group = groups_.back();
    if (!group.atom) {
      return fail(at_, "there is nothing to repeat before this character",
                  "`*`, `+`, `?` and `{}` repeat what is before them; for the character itself, write \\" +
                      std::string(1, peek()));
    }
    if (group.repeated) {
      return fail(at_, "a repetition cannot be repeated",
                  "write (?:a*)* instead of a**; for the character itself, write \\" + std::string(1, peek()));
    }
    const int64_t times = std::max<int64_t>(max < 0 ? min : max, 1);
    group.repeats *= times;
    group.most = std::max(group.most, group.repeats);
    if (group.repeats > kMaxRepeat && (min >= 2 || max >= 2)) {
      return fail(at_, "this repeats more than 1,000 times",
                  "write smaller numbers; the numbers of nested repetitions are multiplied");
    }
    group.repeated = true;
    at_ += length;
    if (peek() == '?') ++at_;  // skips the `?` after a repetition that is not greedy
    visitor_->repeat(min);
  }

  /// Reads an integer in RE2's form: no leading zeros, less than 10^9.
  bool integer(size_t* at, int64_t* value) const {
    const size_t begin = *at;
    for (*value = 0; *at < text_.size() && is_digit(text_[*at]); ++*at) {
      if (*value >= 100'000'000) return false;
      *value = *value * 10 + (text_[*at] - '0');
    }
    return *at > begin && (text_[begin] != '0' || *at == begin + 1);
  }

  /// Parses `{2,5}`. In any other text the brace is an ordinary character.
  void braces() {
    size_t at = at_ + 1;
    int64_t min = 0;
    int64_t max = 0;
    bool good = integer(&at, &min);
    max = min;
    if (good && at < text_.size() && text_[at] == ',') {
      ++at;
      max = -1;
      if (at < text_.size() && text_[at] != '}') good = integer(&at, &max);
    }
    if (!good || at >= text_.size() || text_[at] != '}') {
      ++at_;
      return character('{');
    }
    if (min > kMaxRepeat || max > kMaxRepeat || (max >= 0 && max < min)) {
      return fail(at_, "this is not a valid repetition", "write {MIN,MAX} with MIN at most MAX, and MAX at most 1,000");
    }
    repeat(at + 1 - at_, min, max);
  }

  void escape() {
    const char c = peek(1);
    if (c == '<' || c == '>') {
      return fail(at_, "`\\" + std::string(1, c) + "` is only known to procmail",
                  "write \\b for the beginning or the end of a word");
    }
    if (std::string_view("dDsSwWbBAzC").find(c) != std::string_view::npos) {
      at_ += 2;
      return other();
    }
    if (c == 'p' || c == 'P') {
      if (unicode_class()) other();
      return;
    }
    if (c == 'Q') return quoted();
    if (c == 'Z') return fail(at_, "`\\Z` is not supported", "write $ or \\z for the end of the value");
    char32_t rune = 0;
    if (character_escape(&rune)) character(rune);
  }

  /// Parses \Q...\E, which is literal text.
  void quoted() {
    at_ += 2;
    const size_t end = std::min(text_.find("\\E", at_), text_.size());
    char32_t rune = 0;
    while (at_ < end && plain_character(&rune)) character(rune);
    if (!error_) at_ = std::min(end + 2, text_.size());
  }

  /// Parses \pL, \p{Greek} or \p{^Greek}.
  bool unicode_class() {
    const size_t begin = at_;
    at_ += 2;
    std::string_view name = text_.substr(std::min(at_, text_.size()), 1);
    if (peek() == '{') {
      const size_t end = text_.find('}', at_);
      name = end == text_.npos ? std::string_view() : text_.substr(at_ + 1, end - at_ - 1);
      at_ = end == text_.npos ? text_.size() : end + 1;
      if (!name.empty() && name[0] == '^') name.remove_prefix(1);
    } else {
      at_ = std::min(at_ + 1, text_.size());
    }
    if (is_one_of(kUnicodeClasses, name)) return true;
    fail(begin, "`" + std::string(name.substr(0, 20)) + "` is not a class of characters",
         "write a class such as \\pL, \\p{Lu} or \\p{Cyrillic}");
    return false;
  }

  /// Parses an escape for one character. Returns false after an error.
  bool character_escape(char32_t* rune) {
    const size_t begin = at_;
    if (at_ + 1 >= text_.size()) {
      fail(begin, "there is no character after the last backslash", "write \\\\ for the character \\");
      return false;
    }
    const char c = text_[at_ + 1];
    at_ += 2;
    if (c == 'x') return hex_escape(begin, rune);
    if (is_octal(c)) {
      if (c != '0' && !is_octal(peek())) {
        fail(begin, "back references are not supported", "write the text itself, or two conditions");
        return false;
      }
      *rune = static_cast<char32_t>(c - '0');
      for (int i = 0; i < 2 && is_octal(peek()); ++i) *rune = *rune * 8 + static_cast<char32_t>(text_[at_++] - '0');
      return true;
    }
    const std::string_view letters = "nrtafv";
    const std::string_view values = "\n\r\t\a\f\v";
    const size_t known = letters.find(c);
    if (known != letters.npos) {
      *rune = static_cast<unsigned char>(values[known]);
      return true;
    }
    if (static_cast<unsigned char>(c) < 0x80 && !is_alnum(c) && c != '_' && static_cast<unsigned char>(c) >= 0x20) {
      *rune = static_cast<unsigned char>(c);
      return true;
    }
    fail(begin, "this escape is not supported",
         c == '8' || c == '9' ? "back references are not supported"
                              : "write \\d \\s \\w \\b, a capital letter for the opposite, \\n \\t \\xHH, or \\ before "
                                "a punctuation mark");
    return false;
  }

  bool hex_escape(size_t begin, char32_t* rune) {
    *rune = 0;
    const bool braced = peek() == '{';
    if (braced) ++at_;
    size_t digits = 0;
    while (at_ < text_.size() && hex_digit(text_[at_]) >= 0 && (braced || digits < 2) && *rune <= kMaxRune) {
      *rune = *rune * 16 + static_cast<char32_t>(hex_digit(text_[at_++]));
      ++digits;
    }
    const bool closed = !braced || peek() == '}';
    if (braced && closed) ++at_;
    if (closed && *rune <= kMaxRune && (braced ? digits > 0 : digits == 2)) return true;
    fail(begin, "the number of the character is missing or too large", "write \\xHH or \\x{HHHH}");
    return false;
  }

  void char_class() {
    const size_t begin = at_;
    ++at_;
    if (peek() == '^') ++at_;
    for (bool first = true; !error_; first = false) {
      if (at_ >= text_.size()) {
        return fail(begin, "this [ is not closed", "add the missing ], or write \\[ for the character [");
      }
      if (peek() == ']' && !first) break;
      class_item();
    }
    ++at_;
    if (!error_) other();
  }

  void class_item() {
    if (starts("[:")) {
      const size_t end = text_.find(":]", at_ + 2);
      if (end != text_.npos) return posix_class(end);
    }
    if (peek() == '\\' && std::string_view("dDsSwW").find(peek(1)) != std::string_view::npos &&
        at_ + 1 < text_.size()) {
      at_ += 2;
      return;
    }
    if (peek() == '\\' && (peek(1) == 'p' || peek(1) == 'P')) {
      unicode_class();
      return;
    }
    const size_t begin = at_;
    char32_t low = 0;
    char32_t high = 0;
    if (!class_character(&low) || peek() != '-' || at_ + 1 >= text_.size() || peek(1) == ']') return;
    ++at_;
    if (class_character(&high) && high < low) {
      fail(begin, "the first character of this range is after the last", "for the character - write it last: [a-z-]");
    }
  }

  bool class_character(char32_t* rune) {
    if (peek() != '\\') return plain_character(rune);
    if (peek(1) != '<' && peek(1) != '>') return character_escape(rune);
    *rune = static_cast<unsigned char>(peek(1));
    at_ += 2;
    return true;
  }

  void posix_class(size_t end) {
    std::string_view name = text_.substr(at_ + 2, end - at_ - 2);
    if (!name.empty() && name[0] == '^') name.remove_prefix(1);
    if (!is_one_of(kPosixClasses, name)) {
      return fail(at_, "`[:" + std::string(name.substr(0, 20)) + ":]` is not a class of characters",
                  name == "<" || name == ">" ? "write \\b for the beginning or the end of a word"
                                             : "write a class such as [:alpha:], [:digit:] or [:space:]");
    }
    at_ = end + 2;
  }

  std::string_view text_;
  RegexVisitor* const visitor_;
  size_t at_ = 0;
  std::vector<Group> groups_ = std::vector<Group>(1);
  std::vector<std::string_view> names_;
  std::optional<Error> error_;
};

}  // namespace

std::optional<Error> walk_regex(std::string_view pattern, RegexVisitor* visitor) {
  return Walker(pattern, visitor).run();
}

}  // namespace hfilter
