// SPDX-License-Identifier: BSD-2-Clause
#include "rules/lexer.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace hfilter {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; }
constexpr bool is_operator_char(char c) { return c == '=' || c == '<' || c == '>' || c == '~' || c == '&' || c == '|'; }

/// What other languages end or enclose statements with: a token of its own, so that it can be named.
constexpr bool is_mark(char c) { return c == ';' || c == '{' || c == '}'; }

/// Which characters a bare word goes on with: a table, since each octet of a file is asked.
constexpr std::array<bool, 256> word_chars() {
  std::array<bool, 256> table{};
  for (size_t c = 0; c < table.size(); ++c) {
    const char as_char = static_cast<char>(c);
    table[c] = !(as_char == ' ' || as_char == '\t' || as_char == ',' || as_char == '(' || as_char == ')' ||
                 as_char == '"' || is_mark(as_char) || is_operator_char(as_char) || is_control(as_char));
  }
  return table;
}
constexpr std::array<bool, 256> kWordChars = word_chars();

/// What word processors and web pages make of a blank or a quote.
struct StrangeSign {
  std::string_view octets;
  bool quote;
};
constexpr StrangeSign kStrangeSigns[] = {
    {"\xC2\xA0", false},     {"\xE2\x80\x87", false}, {"\xE2\x80\x8B", false}, {"\xE2\x80\xAF", false},
    {"\xE3\x80\x80", false}, {"\xEF\xBB\xBF", false}, {"\xC2\xAB", true},      {"\xC2\xBB", true},
    {"\xE2\x80\x98", true},  {"\xE2\x80\x99", true},  {"\xE2\x80\x9A", true},  {"\xE2\x80\x9C", true},
    {"\xE2\x80\x9D", true},  {"\xE2\x80\x9E", true},
};

const StrangeSign* strange_sign(std::string_view text) {
  if (text.empty() || static_cast<unsigned char>(text[0]) < 0x80) return nullptr;
  for (const StrangeSign& sign : kStrangeSigns) {
    if (text.substr(0, sign.octets.size()) == sign.octets) return &sign;
  }
  return nullptr;
}

bool is_strange_blank(std::string_view text) {
  const StrangeSign* sign = strange_sign(text);
  return sign != nullptr && !sign->quote;
}

bool is_word_char(char c) { return kWordChars[static_cast<unsigned char>(c)]; }

/// One line, token by token.
class LineLexer {
 public:
  LineLexer(std::string_view line, int number, std::vector<RuleToken>& tokens)
      : line_(line), number_(number), tokens_(tokens) {}

  void run() {
    bool first = !line_.empty() && is_blank(line_[0]);
    while (skip_blanks()) {
      const size_t before = tokens_.size();
      lex_one();
      if (first && tokens_.size() > before) tokens_[before].first_in_line = true;
      first = false;
    }
  }

 private:
  /// False at the end of the line or where a comment begins.
  bool skip_blanks() {
    const size_t start = at_;
    while (at_ < line_.size() && is_blank(line_[at_])) ++at_;
    if (at_ == line_.size()) return false;
    return line_[at_] != '#' || (at_ > 0 && at_ == start);
  }

  void lex_one() {
    const char c = line_[at_];
    if (c == '(') return push(RuleToken::Kind::kOpen, 1);
    if (c == ')') return push(RuleToken::Kind::kClose, 1);
    if (c == ',') return push(RuleToken::Kind::kComma, 1);
    if (c == '"') return lex_string();
    if (c == '/' && !tokens_.empty() && tokens_.back().is("matches")) return lex_regex();
    if (is_control(c)) return bad(1, "a control character");
    if (is_mark(c)) return push(RuleToken::Kind::kOperator, 1);
    if (c == '\'') return lex_foreign_quotes(1, "a text stands in double quotes");
    if (const StrangeSign* sign = strange_sign(line_.substr(at_))) {
      if (!sign->quote) return bad(sign->octets.size(), "this is no plain blank but a no-break space or the like");
      return lex_foreign_quotes(sign->octets.size(), "these are typographic quotes; a text stands in plain ones");
    }
    if (lex_operator()) return;
    lex_word();
  }

  void push(RuleToken::Kind kind, size_t length) {
    RuleToken token;
    token.kind = kind;
    token.raw = token.text = line_.substr(at_, length);
    token.line = number_;
    tokens_.push_back(token);
    at_ += length;
  }

  void bad(size_t length, std::string_view fault) {
    push(RuleToken::Kind::kBad, length);
    tokens_.back().text = fault;
  }

  void lex_string() {
    size_t end = at_ + 1;
    while (end < line_.size() && line_[end] != '"' && !is_control(line_[end])) end += line_[end] == '\\' ? 2 : 1;
    if (end < line_.size() && is_control(line_[end])) return bad(end + 1 - at_, "a control character in a text");
    if (end >= line_.size()) return unclosed("the closing quote is missing");
    push(RuleToken::Kind::kString, end + 1 - at_);
    tokens_.back().text = tokens_.back().raw.substr(1, tokens_.back().raw.size() - 2);
  }

  /// A quote or slash whose partner is missing: what was meant ends where the rule seems to go on.
  void unclosed(std::string_view fault) {
    bad(line_.size() - at_, fault);
    std::string_view inside = tokens_.back().raw.substr(1);
    for (const char* word : {" then ", " and ", " or ", " unless ", ", "}) {
      inside = inside.substr(0, find_ignoring_case(inside, word));
    }
    tokens_.back().inside = trim(inside);
  }

  /// 'x y' or “x y”, refused as one token; `opening` octets stand at the cursor.
  void lex_foreign_quotes(size_t opening, std::string_view fault) {
    const auto closes = [&](size_t at) -> size_t {
      if (line_[at] == '\'' || line_[at] == '"') return 1;
      const StrangeSign* sign = strange_sign(line_.substr(at));
      return sign != nullptr && sign->quote ? sign->octets.size() : 0;
    };
    const size_t begin = at_ + opening;
    size_t end = begin;
    while (end < line_.size() && closes(end) == 0) ++end;
    size_t closing = end < line_.size() ? closes(end) : 0;
    if (closing == 0) end = std::min(line_.find_first_of(" \t,()", begin), line_.size());
    bad(end + closing - at_, fault);
    tokens_.back().inside = line_.substr(begin, end - begin);
  }

  void lex_regex() {
    size_t end = at_ + 1;
    while (end < line_.size() && line_[end] != '/') end += line_[end] == '\\' ? 2 : 1;
    if (end >= line_.size()) return unclosed("the closing slash of the regular expression is missing");
    const size_t inside = end - at_ - 1;
    ++end;
    while (end < line_.size() && is_alnum(line_[end])) ++end;
    push(RuleToken::Kind::kRegex, end - at_);
    tokens_.back().text = tokens_.back().raw.substr(1, inside);
  }

  /// `=x` is a word (the entry that is only itself), `= x` and `=(` have an operator.
  bool lex_operator() {
    size_t end = at_;
    if (line_[at_] == '+' || line_[at_] == '!' || line_[at_] == '-') ++end;
    const size_t first = end;
    while (end < line_.size() && is_operator_char(line_[end])) ++end;
    if (end == first) return false;
    if (line_[at_] == '-' && line_[end - 1] != '>') return false;
    const bool more = end < line_.size() && is_word_char(line_[end]) && line_[end] != '"';
    const bool entry = end == at_ + 1 && line_[at_] == '=';
    const bool excluded = end == at_ + 2 && line_[at_] == '!' && line_[first] == '=';
    if (more && (entry || excluded)) return false;
    push(RuleToken::Kind::kOperator, end - at_);
    return true;
  }

  void lex_word() {
    size_t end = at_ + 1;
    if (line_[at_] == '!' && end < line_.size() && line_[end] == '=') ++end;
    while (end < line_.size() && is_word_char(line_[end]) && !is_strange(end)) {
      if (line_[end] == '+' && end + 1 < line_.size() && line_[end + 1] == '=') break;
      ++end;
    }
    push(RuleToken::Kind::kWord, end - at_);
  }

  /// Asked of each octet of a file: most are ASCII.
  bool is_strange(size_t at) const {
    return static_cast<unsigned char>(line_[at]) >= 0x80 && strange_sign(line_.substr(at)) != nullptr;
  }

  std::string_view line_;
  int number_;
  std::vector<RuleToken>& tokens_;
  size_t at_ = 0;
};

bool says_nothing(std::string_view line) {
  const std::string_view text = trim(line);
  return text.empty() || text[0] == '#';
}

}  // namespace

bool RuleToken::is(std::string_view keyword) const {
  return kind == Kind::kWord && text.size() == keyword.size() &&
         (text == keyword || equal_ignoring_case(text, keyword));
}

Lexer::Lexer(std::string_view text) : rest_(text) {
  if (rest_.substr(0, kByteOrderMark.size()) == kByteOrderMark) rest_.remove_prefix(kByteOrderMark.size());
}

bool Lexer::next_line() {
  if (rest_.empty()) return false;
  const size_t end = rest_.find('\n');
  line_ = rest_.substr(0, end);
  rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + 1);
  if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
  ++number_;
  return true;
}

void Lexer::lex_line(std::vector<RuleToken>& tokens) { LineLexer(line_, number_, tokens).run(); }

bool Lexer::next_statement(std::vector<RuleToken>& tokens) {
  tokens.clear();
  while (have_line_ || next_line()) {
    have_line_ = false;
    if (!says_nothing(line_)) break;
    line_ = {};
  }
  if (says_nothing(line_)) return false;
  lex_line(tokens);
  int last = number_;
  size_t length = line_.size();
  std::string_view last_line = line_;
  while (next_line()) {
    if (says_nothing(line_)) continue;
    if (!is_blank(line_[0]) && !is_strange_blank(line_)) {
      have_line_ = true;
      break;
    }
    lex_line(tokens);
    last = number_;
    length = line_.size();
    last_line = line_;
  }
  if (!have_line_) line_ = {};
  RuleToken end;
  end.line = last;
  end.raw = end.text = last_line.substr(length);
  if (!tokens.empty()) {
    const RuleToken& before = tokens.back();
    end.raw = end.text = std::string_view(before.raw.data() + before.raw.size(), 0);
  }
  tokens.push_back(end);
  return true;
}

bool unquote(std::string_view inside, std::string& value, size_t* at) {
  value.clear();
  value.reserve(inside.size());
  for (size_t i = 0; i < inside.size(); ++i) {
    if (inside[i] == '\\') {
      if (i + 1 == inside.size() || (inside[i + 1] != '"' && inside[i + 1] != '\\')) {
        *at = i;
        return false;
      }
      ++i;
    }
    value.push_back(inside[i]);
  }
  return true;
}

}  // namespace hfilter
