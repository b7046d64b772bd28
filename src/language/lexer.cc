// SPDX-License-Identifier: BSD-2-Clause
#include "language/lexer.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace hfilter {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; }
constexpr bool is_operator_char(char c) { return std::string_view("=<>~&|").find(c) != std::string_view::npos; }

/// The role of a character within a bare word. The roles are in a table for speed: each octet of a file is asked.
enum class InWord : unsigned char { kEnds, kPlain, kOther };

constexpr std::array<InWord, 256> word_chars() {
  std::array<InWord, 256> table{};
  for (size_t i = 0; i < table.size(); ++i) {
    const char c = static_cast<char>(i);
    const bool ends = std::string_view(" \t,()\";{}").find(c) != std::string_view::npos || is_operator_char(c);
    const bool plain = is_alnum(c) || c == '-' || c == '.';
    table[i] = plain ? InWord::kPlain : ends || is_control(c) ? InWord::kEnds : InWord::kOther;
  }
  return table;
}

constexpr std::array<InWord, 256> kWordChars = word_chars();
InWord in_word(char c) { return kWordChars[static_cast<unsigned char>(c)]; }

/// Signs that word processors and web pages write instead of plain blanks and quotes.
constexpr std::string_view kBlanks[] = {"\xC2\xA0",     "\xE2\x80\x87", "\xE2\x80\x8B",
                                        "\xE2\x80\xAF", "\xE3\x80\x80", kByteOrderMark};
constexpr std::string_view kQuotes[] = {"\xC2\xAB",     "\xC2\xBB",     "\xE2\x80\x98", "\xE2\x80\x99",
                                        "\xE2\x80\x9A", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E"};

/// Returns the size of the sign at the beginning of `text`; 0 if it is none of `signs`.
template <size_t N>
size_t sign_size(std::string_view text, const std::string_view (&signs)[N]) {
  if (text.empty() || static_cast<unsigned char>(text[0]) < 0x80) return 0;
  const auto* const found =
      std::find_if(signs, signs + N, [&](std::string_view sign) { return text.substr(0, sign.size()) == sign; });
  return found == signs + N ? 0 : found->size();
}

/// Reads one line, token by token.
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
  /// Skips blanks. Returns false at the end of the line, or where a comment begins.
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
    if (c == ';' || c == '{' || c == '}') return push(RuleToken::Kind::kOperator, 1);
    if (const size_t size = sign_size(line_.substr(at_), kBlanks)) return push(RuleToken::Kind::kBad, size);
    if (const size_t size = quote_size(at_)) return lex_other_quotes(size);
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
    if (end >= line_.size()) return push(RuleToken::Kind::kBad, line_.size() - at_);
    if (is_control(line_[end])) return push(RuleToken::Kind::kBad, end + 1 - at_);
    push(RuleToken::Kind::kString, end + 1 - at_);
    tokens_.back().text = tokens_.back().raw.substr(1, tokens_.back().raw.size() - 2);
  }

  size_t quote_size(size_t at) const {
    return line_[at] == '\'' || line_[at] == '"' ? 1 : sign_size(line_.substr(at), kQuotes);
  }

  /// Makes one bad token of a text in single or typographic quotes; `opening` is the size of the first quote.
  void lex_other_quotes(size_t opening) {
    size_t end = at_ + opening;
    while (end < line_.size() && quote_size(end) == 0) ++end;
    if (end < line_.size()) return push(RuleToken::Kind::kBad, end + quote_size(end) - at_);
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

  /// Reads an operator: `= x` and `=(` have one, but `=x` is a word (the entry that is only itself).
  bool lex_operator() {
    size_t end = at_;
    if (line_[at_] == '+' || line_[at_] == '!' || line_[at_] == '-') ++end;
    const size_t first = end;
    while (end < line_.size() && is_operator_char(line_[end])) ++end;
    if (end == first) return false;
    if (line_[at_] == '-' && line_[end - 1] != '>') return false;
    const bool more = end < line_.size() && in_word(line_[end]) != InWord::kEnds;
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
      if (in_word(line[end]) == InWord::kPlain) continue;
      const std::string_view rest = line.substr(end);
      if (in_word(rest[0]) == InWord::kEnds || sign_size(rest, kBlanks) + sign_size(rest, kQuotes) > 0) break;
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

/// Removes the first line from `*rest` and returns it without its line end.
std::string_view take_line(std::string_view* rest) {
  const size_t end = rest->find('\n');
  std::string_view line = rest->substr(0, end);
  rest->remove_prefix(end == rest->npos ? rest->size() : end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

}  // namespace

std::optional<Statement> take_statement(std::string_view* rest, int* lines) {
  const bool mark = *lines == 0 && rest->substr(0, kByteOrderMark.size()) == kByteOrderMark;
  if (mark) rest->remove_prefix(kByteOrderMark.size());
  std::optional<Statement> statement;
  while (!rest->empty()) {
    std::string_view behind = *rest;
    const std::string_view line = take_line(&behind);
    if (!says_nothing(line)) {
      const bool continues = is_blank(line[0]) || sign_size(line, kBlanks) > 0;
      if (statement && !continues) break;
      if (!statement) statement = Statement{line, *lines + 1};
      const char* const begin = statement->text.data();
      statement->text = std::string_view(begin, static_cast<size_t>(line.data() + line.size() - begin));
    }
    *rest = behind;
    ++*lines;
  }
  return statement;
}

void lex(const Statement& statement, std::vector<RuleToken>* tokens, size_t most) {
  constexpr size_t kUsual = 32;  // Most statements have fewer tokens.
  tokens->clear();
  tokens->reserve(kUsual);
  RuleToken end;
  std::string_view rest = statement.text;
  for (int number = statement.line; !rest.empty() && tokens->size() < most; ++number) {
    const std::string_view line = take_line(&rest);
    if (says_nothing(line)) continue;
    LineLexer(line, number, tokens, most).run();
    end.line = number;
  }
  const std::string_view last = tokens->empty() ? statement.text : tokens->back().raw;
  end.raw = end.text = last.substr(last.size());
  tokens->push_back(end);
}

size_t unquote(std::string_view inside, std::string* value) {
  for (size_t i = 0; i < inside.size(); ++i) {
    const bool known = i + 1 < inside.size() && (inside[i + 1] == '"' || inside[i + 1] == '\\');
    if (inside[i] == '\\' && !known) return i;
    if (inside[i] == '\\') ++i;
    value->push_back(inside[i]);
  }
  return inside.npos;
}

}  // namespace hfilter
