// SPDX-License-Identifier: BSD-2-Clause
#include "language/lexer.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/text.h"

namespace hfilter {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; }
constexpr bool is_operator_char(char c) { return c == '=' || c == '<' || c == '>' || c == '~' || c == '&' || c == '|'; }

/// What other languages end or enclose statements with: a token of its own, so that it can be named.
constexpr bool is_mark(char c) { return c == ';' || c == '{' || c == '}'; }

/// Which characters a bare word goes on with: tables, since each octet of a file is asked.
using CharTable = std::array<bool, 256>;
constexpr CharTable word_chars() {
  CharTable table{};
  for (size_t c = 0; c < table.size(); ++c) {
    const char as_char = static_cast<char>(c);
    table[c] = !(as_char == ' ' || as_char == '\t' || as_char == ',' || as_char == '(' || as_char == ')' ||
                 as_char == '"' || is_mark(as_char) || is_operator_char(as_char) || is_control(as_char));
  }
  return table;
}
constexpr CharTable kWordChars = word_chars();

/// Those that need no second look, at the beginning or within.
constexpr CharTable plain_chars() {
  CharTable table{};
  for (size_t c = 0; c < table.size(); ++c) table[c] = is_alnum(static_cast<char>(c)) || c == '-' || c == '.';
  return table;
}
constexpr CharTable kPlainChars = plain_chars();

/// Blanks, then quotes, that word processors and web pages write instead of the plain ones.
constexpr size_t kBlanks = 6;
constexpr std::string_view kTypographic[] = {
    "\xC2\xA0", "\xE2\x80\x87", "\xE2\x80\x8B", "\xE2\x80\xAF", "\xE3\x80\x80", "\xEF\xBB\xBF", "\xC2\xAB",
    "\xC2\xBB", "\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9A", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E",
};

/// Returns the typographic blank or quote at the beginning of `text`, or null.
const std::string_view* typographic(std::string_view text) {
  if (text.empty() || static_cast<unsigned char>(text[0]) < 0x80) return nullptr;
  const auto* const found = std::find_if(std::begin(kTypographic), std::end(kTypographic),
                                         [&](std::string_view sign) { return text.substr(0, sign.size()) == sign; });
  return found == std::end(kTypographic) ? nullptr : found;
}

bool is_typographic_blank(std::string_view text) {
  const std::string_view* sign = typographic(text);
  return sign != nullptr && sign < kTypographic + kBlanks;
}

bool is_word_char(char c) { return kWordChars[static_cast<unsigned char>(c)]; }
bool is_plain_char(char c) { return kPlainChars[static_cast<unsigned char>(c)]; }

/// One line, token by token.
class LineLexer {
 public:
  LineLexer(std::string_view line, int number, std::vector<RuleToken>* tokens, size_t most)
      : line_(line), number_(number), most_(most), tokens_(*tokens) {}

  void run() {
    const size_t first = tokens_.size();
    while (tokens_.size() < most_ && skip_blanks()) lex_one();
    if (tokens_.size() > first && is_blank(line_[0])) tokens_[first].first_in_line = true;
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
    if (is_alnum(c)) return lex_word();
    if (c == '(') return push(RuleToken::Kind::kOpen, 1);
    if (c == ')') return push(RuleToken::Kind::kClose, 1);
    if (c == ',') return push(RuleToken::Kind::kComma, 1);
    if (c == '"') return lex_string();
    if (c == '/' && !tokens_.empty() && tokens_.back().is("matches")) return lex_regex();
    if (is_control(c)) return push(RuleToken::Kind::kBad, 1);
    if (is_mark(c)) return push(RuleToken::Kind::kOperator, 1);
    if (c == '\'') return lex_other_quotes(1);
    if (const std::string_view* sign = typographic(line_.substr(at_))) {
      return is_typographic_blank(*sign) ? push(RuleToken::Kind::kBad, sign->size()) : lex_other_quotes(sign->size());
    }
    if (lex_operator()) return;
    lex_word();
  }

  void push(RuleToken::Kind kind, size_t length) {
    RuleToken& token = tokens_.emplace_back();
    token.kind = kind;
    token.raw = token.text = std::string_view(line_.data() + at_, length);
    token.line = number_;
    at_ += length;
  }

  void lex_string() {
    size_t end = at_ + 1;
    while (end < line_.size() && line_[end] != '"' && !is_control(line_[end])) end += line_[end] == '\\' ? 2 : 1;
    if (end < line_.size() && is_control(line_[end])) return push(RuleToken::Kind::kBad, end + 1 - at_);
    if (end >= line_.size()) return push(RuleToken::Kind::kBad, line_.size() - at_);
    push(RuleToken::Kind::kString, end + 1 - at_);
    tokens_.back().text = tokens_.back().raw.substr(1, tokens_.back().raw.size() - 2);
  }

  /// Makes one bad token of a text in single or typographic quotes; `opening` is the size of the first quote.
  void lex_other_quotes(size_t opening) {
    const auto closing = [&](size_t at) -> size_t {
      if (line_[at] == '\'' || line_[at] == '"') return 1;
      const std::string_view* sign = typographic(line_.substr(at));
      return sign != nullptr && !is_typographic_blank(*sign) ? sign->size() : 0;
    };
    size_t end = at_ + opening;
    while (end < line_.size() && closing(end) == 0) ++end;
    if (end < line_.size()) return push(RuleToken::Kind::kBad, end + closing(end) - at_);
    push(RuleToken::Kind::kBad, std::min(line_.find_first_of(" \t,()", at_ + opening), line_.size()) - at_);
  }

  void lex_regex() {
    size_t end = at_ + 1;
    while (end < line_.size() && line_[end] != '/') end += line_[end] == '\\' ? 2 : 1;
    if (end >= line_.size()) return push(RuleToken::Kind::kBad, line_.size() - at_);
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
    const std::string_view line = line_;
    size_t end = at_ + 1;
    if (line[at_] == '!' && end < line.size() && line[end] == '=') ++end;
    for (; end < line.size(); ++end) {
      if (is_plain_char(line[end])) continue;
      if (!is_word_char(line[end]) || typographic(line.substr(end)) != nullptr) break;
      if (line[end] == '+' && end + 1 < line.size() && line[end + 1] == '=') break;
    }
    push(RuleToken::Kind::kWord, end - at_);
  }

  std::string_view line_;
  int number_;
  size_t most_;
  std::vector<RuleToken>& tokens_;
  size_t at_ = 0;
};

bool says_nothing(std::string_view line) {
  const std::string_view text = trim(line);
  return text.empty() || text[0] == '#';
}

/// Without its end; `rest` goes on behind it.
std::string_view take_line(std::string_view* rest) {
  const size_t end = rest->find('\n');
  std::string_view line = rest->substr(0, end);
  rest->remove_prefix(end == rest->npos ? rest->size() : end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

}  // namespace

Lexer::Lexer(std::string_view text) : rest_(text) {
  if (rest_.substr(0, kByteOrderMark.size()) == kByteOrderMark) rest_.remove_prefix(kByteOrderMark.size());
}

bool Lexer::next_line() {
  if (rest_.empty()) return false;
  line_ = take_line(&rest_);
  ++number_;
  return true;
}

std::optional<Statement> Lexer::next() {
  while (!have_line_ || says_nothing(line_)) {
    have_line_ = next_line();
    if (!have_line_) return std::nullopt;
  }
  const int number = number_;
  const char* const begin = line_.data();
  const char* end = begin;
  do {
    if (says_nothing(line_)) continue;
    const bool goes_on = line_.data() == begin || is_blank(line_[0]) || is_typographic_blank(line_);
    if (!goes_on) break;
    end = line_.data() + line_.size();
  } while ((have_line_ = next_line()));
  return Statement{std::string_view(begin, static_cast<size_t>(end - begin)), number};
}

void lex(const Statement& statement, std::vector<RuleToken>* tokens, size_t most) {
  constexpr size_t kUsual = 32;  // most statements grow no further
  tokens->clear();
  tokens->reserve(kUsual);
  RuleToken end;
  end.raw = end.text = statement.text.substr(statement.text.size());
  std::string_view rest = statement.text;
  for (int number = statement.line; !rest.empty() && tokens->size() < most; ++number) {
    const std::string_view line = take_line(&rest);
    if (says_nothing(line)) continue;
    LineLexer(line, number, tokens, most).run();
    end.line = number;
    end.raw = end.text = line.substr(line.size());
  }
  if (!tokens->empty()) {
    const std::string_view last = tokens->back().raw;
    end.raw = end.text = last.substr(last.size());
  }
  tokens->push_back(end);
}

bool unquote(std::string_view inside, std::string* value, size_t* at) {
  const size_t plain = std::min(inside.find('\\'), inside.size());
  value->assign(inside.substr(0, plain));
  for (size_t i = plain; i < inside.size(); ++i) {
    if (inside[i] == '\\') {
      if (i + 1 == inside.size() || (inside[i + 1] != '"' && inside[i + 1] != '\\')) {
        *at = i;
        return false;
      }
      ++i;
    }
    value->push_back(inside[i]);
  }
  return true;
}

bool is_name(std::string_view text) {
  if (text.empty() || !is_alpha(text[0])) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_alnum(c) || c == '-'; });
}

}  // namespace hfilter
