// SPDX-License-Identifier: BSD-2-Clause
#include "trace/received_line.h"

#include <algorithm>

#include "base/limits.h"
#include "base/mail_date.h"
#include "base/text.h"

namespace hfilter {
namespace {

constexpr size_t npos = std::string_view::npos;

/// The offset of the first octet that is no white space, from `at` on.
size_t skip_space(std::string_view text, size_t at) {
  while (at < text.size() && is_space(text[at])) at++;
  return at;
}

/// True if the word `word` stands at `at` and a blank or line end follows it.
bool word_at(std::string_view text, size_t at, std::string_view word) {
  return begins_ignoring_case(text.substr(at), word) && at + word.size() < text.size() &&
         is_space(text[at + word.size()]);
}

size_t offset_in(std::string_view text, std::string_view part) {
  return static_cast<size_t>(part.data() - text.data());
}

/// One view over both; `later` stands behind `earlier` in the same value.
std::string_view joined(std::string_view earlier, std::string_view later) {
  if (earlier.empty()) return later;
  return {earlier.data(), static_cast<size_t>(later.data() + later.size() - earlier.data())};
}

/// True if `text` begins with a date that reaches to a line end within three lines.
bool date_ends_line(std::string_view text) {
  text = text.substr(0, kMaxDateBytes);
  size_t end = 0;
  for (int lines = 0; lines < 3 && end != npos; lines++) {
    end = text.find('\n', end == 0 ? 0 : end + 1);
    if (parse_mail_date(trim(text.substr(0, end)))) return true;
  }
  return false;
}

/// Reads the tokens of a tail, clause by clause.
class TailReader {
 public:
  TailReader(std::string_view value, const std::vector<Token>& tokens, ReceivedLine* line)
      : value_(value), tokens_(tokens), tail_(line->tail) {}

  void read() {
    while (at_ < tokens_.size()) {
      const Token& token = tokens_[at_++];
      switch (token.kind) {
        case TokenKind::kSemicolon:
          semicolon(token);
          break;
        case TokenKind::kComment:
          comment(token.inner());
          break;
        case TokenKind::kBroken:
          break;
        default:
          // OpenSMTPD before 6.0 has a semicolon before its `for`.
          if (clause_ != Clause::kDate || (!dated_ && token.is("for"))) word(token);
      }
    }
    if (clause_ != Clause::kDate) tail_.in_order = false;
  }

 private:
  enum class Clause { kNone, kBy, kWith, kVia, kId, kFor, kDate };

  void semicolon(const Token& token) {
    if (dated_) return;
    clause_ = Clause::kDate;
    const size_t at = offset_in(value_, token.text);
    tail_.date = trim(value_.substr(at + 1));
    dated_ = date_ends_line(tail_.date);
    size_t before = at;
    while (before > 0 && is_blank(value_[before - 1])) before--;
    tail_.semicolon_begins_line = before > 0 && value_[before - 1] == '\n';
  }

  void comment(std::string_view inside) {
    if (clause_ == Clause::kBy)
      tail_.by_comments.add(inside);
    else if (clause_ == Clause::kWith)
      tail_.with_comments.add(inside);
    else if (clause_ == Clause::kDate)
      tail_.date_comments.add(inside);
    else
      tail_.other_comments.add(inside);
    after_comment_ = true;
  }

  void word(const Token& token) {
    if (keyword(token)) return;
    switch (clause_) {
      case Clause::kBy:
        tail_.by_words = joined(tail_.by_words, token.text);
        break;
      case Clause::kWith:  // Exim's "tls CIPHER" stands behind the comment and is not the protocol
        if (!after_comment_ || tail_.with.empty()) tail_.with = joined(tail_.with, token.text);
        break;
      case Clause::kVia:
        tail_.via = joined(tail_.via, token.text);
        break;
      default:
        tail_.in_order = false;
    }
  }

  /// Begins a clause, if `token` does that here.
  bool keyword(const Token& token) {
    if (token.is("by") && clause_ == Clause::kNone) {
      clause_ = Clause::kBy;
      if (at_ < tokens_.size() && tokens_[at_].kind == TokenKind::kWord) {
        tail_.by = tokens_[at_++].text;
        if (tail_.by.back() == ',') tail_.by.remove_suffix(1);
      }
    } else if (token.is("with") && !with_seen_ && !recipient_seen_) {
      clause_ = Clause::kWith;
      with_seen_ = true;
    } else if (token.is("via") && tail_.via.empty() && !recipient_seen_) {
      clause_ = Clause::kVia;
    } else if (token.is("id") && tail_.id.empty()) {
      clause_ = Clause::kId;
      tail_.id = value_word();
    } else if (token.is("for") && !recipient_seen_) {
      clause_ = Clause::kFor;
      recipient_seen_ = true;
      tail_.recipient = value_word();
    } else if ((token.is("envelope-from") || token.is("envelope-sender")) && !tail_.envelope_from) {
      clause_ = Clause::kFor;
      tail_.envelope_from = value_word();
    } else {
      return false;
    }
    after_comment_ = false;
    return true;
  }

  /// The word, string or <...> that follows, with what is glued to it; its inside if it is one <...>.
  std::string_view value_word() {
    if (at_ >= tokens_.size() || tokens_[at_].kind == TokenKind::kComment ||
        tokens_[at_].kind == TokenKind::kSemicolon || tokens_[at_].kind == TokenKind::kBroken)
      return {};
    const Token& first = tokens_[at_++];
    std::string_view all = first.text;
    bool one = true;
    while (at_ < tokens_.size() && tokens_[at_].glued && tokens_[at_].kind != TokenKind::kSemicolon &&
           tokens_[at_].kind != TokenKind::kComment && tokens_[at_].kind != TokenKind::kBroken) {
      all = joined(all, tokens_[at_++].text);
      one = false;
    }
    return one && first.kind == TokenKind::kAngle ? first.inner() : all;
  }

  std::string_view value_;
  const std::vector<Token>& tokens_;
  Tail& tail_;
  size_t at_ = 0;
  Clause clause_ = Clause::kNone;
  bool with_seen_ = false;
  bool recipient_seen_ = false;
  bool after_comment_ = false;
  bool dated_ = false;
};

/// The first line behind the first one that begins with the word `by`; npos if there is none.
size_t by_line(std::string_view value) {
  for (size_t end = value.find('\n'); end != npos; end = value.find('\n', end + 1)) {
    size_t at = end + 1;
    while (at < value.size() && is_blank(value[at])) at++;
    if (word_at(value, at, "by")) return at;
  }
  return npos;
}

/// True if one of the lines of `text`, which stands before the first `by` line, ends with a semicolon and a date; or if
/// there are more lines than any writer needs.
bool has_date_line(std::string_view text) {
  size_t begin = 0;
  for (size_t lines = 0; begin < text.size(); lines++) {
    if (lines == kMaxHeadLines) return true;
    const size_t end = std::min(text.find('\n', begin), text.size());
    const size_t semicolon = text.substr(begin, end - begin).rfind(';');
    if (semicolon != npos && date_ends_line(text.substr(begin + semicolon + 1))) return true;
    begin = end + 1;
  }
  return false;
}

/// The words `by` at the top level, behind at least one word after `from`.
void by_words(std::string_view value, ByPlaces* places) {
  std::vector<Token> tokens;
  places->too_many_tokens = !tokenise(value, &tokens);
  const size_t first = !tokens.empty() && tokens[0].is("from") ? 2 : 0;
  for (size_t i = first; i < tokens.size(); i++) {
    if (tokens[i].kind == TokenKind::kSemicolon && date_ends_line(value.substr(offset_in(value, tokens[i].text) + 1))) {
      places->too_many_tokens = false;
      return;
    }
    if (!tokens[i].is("by")) continue;
    if (places->count == ByPlaces::kMax) {
      places->more = true;
      return;
    }
    places->at[places->count++] = offset_in(value, tokens[i].text);
  }
}

}  // namespace

std::optional<std::string_view> Comments::find(std::string_view prefix) const {
  for (std::string_view inside : *this)
    if (begins_ignoring_case(inside, prefix)) return inside;
  return std::nullopt;
}

ByPlaces find_by(std::string_view value) {
  ByPlaces places;
  const size_t start = skip_space(value, 0);
  const size_t at = word_at(value, start, "by") ? start : by_line(value);
  if (at == npos) {
    by_words(value, &places);
    return places;
  }
  places.at[places.count++] = at;
  places.begins_line = true;
  places.ended = has_date_line(value.substr(0, at));
  return places;
}

std::optional<ReceivedLine> cut_line(std::string_view value, const ByPlaces& places, size_t by_at) {
  ReceivedLine line;
  line.value = value;
  line.has_by = by_at != npos;
  line.by_begins_line = line.has_by && places.begins_line;
  const size_t start = skip_space(value, 0);
  line.has_from = word_at(value, start, "from");
  const size_t head_at = line.has_from ? start + 4 : start;

  std::vector<Token> tokens;
  tokens.reserve(32);
  const size_t tail_at = line.has_by ? by_at : head_at;
  const bool whole = tokenise(value.substr(tail_at), &tokens);
  size_t head_end = tail_at;
  if (!line.has_by) {
    // There are no clauses; only the date is read.
    auto is_semicolon = [](const Token& token) { return token.kind == TokenKind::kSemicolon; };
    const auto date = std::find_if(tokens.begin(), tokens.end(), is_semicolon);
    head_end = date == tokens.end() ? value.size() : offset_in(value, date->text);
    tokens.erase(tokens.begin(), date);
  }
  line.head = trim(value.substr(head_at, head_end - head_at));
  if (!line.head.empty() && line.head.back() == ';') line.head.remove_suffix(1);  // OpenSMTPD before 6.0
  TailReader(value, tokens, &line).read();
  if (!whole && line.tail.date.empty()) return std::nullopt;
  return line;
}

}  // namespace hfilter
