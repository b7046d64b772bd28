// SPDX-License-Identifier: BSD-2-Clause
#include "trace/received_line.h"

#include <algorithm>

#include "base/limits.h"
#include "base/mail_date.h"
#include "base/text.h"

namespace hfilter {
namespace {

constexpr size_t npos = std::string_view::npos;

/// Returns true if `word` is at position `at`, followed by a blank or the end of `text`.
bool word_at(std::string_view text, size_t at, std::string_view word) {
  const size_t end = at + word.size();
  return begins_ignoring_case(text.substr(at), word) && (end >= text.size() || is_space(text[end]));
}

bool holds_word(std::string_view text, std::string_view word) {
  constexpr char kGaps[] = " \t\r\n";
  size_t at = 0;
  while (at < text.size() && !word_at(text, at, word)) {
    at = text.find_first_not_of(kGaps, text.find_first_of(kGaps, at));
  }
  return at < text.size();
}

size_t offset_in(std::string_view text, std::string_view part) {
  return static_cast<size_t>(part.data() - text.data());
}

/// Returns one view of both parts. `later` follows `earlier` in the same text.
std::string_view joined(std::string_view earlier, std::string_view later) {
  if (earlier.empty()) return later;
  return {earlier.data(), static_cast<size_t>(later.data() + later.size() - earlier.data())};
}

/// The greatest length of a date with its comments. A comment may contain the sender's address, so it may be longer.
constexpr size_t kMaxBytesWithComments = 4 * kMaxDateBytes;

/// Parses a date with or without comments.
std::optional<int64_t> read_date(std::string_view text) {
  if (text.size() > kMaxBytesWithComments || std::min(text.find('('), text.size()) > kMaxDateBytes) return std::nullopt;
  return parse_mail_date(text);
}

/// Returns the position of the last semicolon outside comments and quoted strings, or npos. The date begins after it; a
/// sender can write semicolons into an address. A quote that is not closed is an ordinary character. If a comment is
/// not closed, the last semicolon of the line counts.
size_t last_semicolon(std::string_view line) {
  size_t found = line.npos;
  if (line.find(';') == line.npos) return found;
  int depth = 0;
  for (size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '"') {
      size_t end = at + 1;
      while (end < line.size() && line[end] != '"') end += line[end] == '\\' ? 2 : 1;
      if (end < line.size()) at = end;
    } else if (c == '\\') {
      ++at;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')' && depth > 0) {
      --depth;
    } else if (c == ';' && depth == 0) {
      found = at;
    }
  }
  return depth == 0 ? found : line.rfind(';');
}

/// Reads the tokens of a tail, clause by clause.
class TailReader {
 public:
  /// `tokens` are all tokens of `value`, or the last tokens of `value`.
  TailReader(std::string_view value, std::string_view date, const std::vector<Token>& tokens, Tail* tail)
      : value_(value), date_(date), tokens_(tokens), tail_(*tail) {}

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
    if (date_.data() == nullptr) tail_.time = read_date(tail_.date);
    dated_ = tail_.time || &value_[at] + 1 == date_.data();
    tail_.blank_before_semicolon = at > 0 && is_blank(value_[at - 1]);
  }

  void comment(std::string_view inside) {
    if (clause_ == Clause::kBy) {
      tail_.by_comments.add(inside);
    } else if (clause_ == Clause::kWith) {
      tail_.with_comments.add(inside);
    } else if (clause_ == Clause::kDate) {
      tail_.date_comments.add(inside);
    } else {
      tail_.other_comments.add(inside);
    }
    after_comment_ = true;
  }

  void word(const Token& token) {
    if (keyword(token)) return;
    switch (clause_) {
      case Clause::kBy:
        tail_.by_words = joined(tail_.by_words, token.text);
        break;
      case Clause::kWith:  // Exim's "tls CIPHER" follows the comment and is not the protocol
        if (!after_comment_ || tail_.with.empty()) tail_.with = joined(tail_.with, token.text);
        break;
      case Clause::kVia:
        tail_.via = joined(tail_.via, token.text);
        break;
      default:
        tail_.in_order = false;
    }
  }

  /// Begins a clause and returns true if `token` is the keyword of a clause here.
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

  /// Returns the next word, string or <...>, with all tokens glued to it. Removes the brackets of a single <...>.
  std::string_view value_word() {
    if (at_ >= tokens_.size() || tokens_[at_].kind == TokenKind::kComment ||
        tokens_[at_].kind == TokenKind::kSemicolon || tokens_[at_].kind == TokenKind::kBroken) {
      return {};
    }
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
  std::string_view date_;
  const std::vector<Token>& tokens_;
  Tail& tail_;
  size_t at_ = 0;
  Clause clause_ = Clause::kNone;
  bool with_seen_ = false;
  bool recipient_seen_ = false;
  bool after_comment_ = false;
  bool dated_ = false;
};

/// Joins the physical lines of a value.
class Unfolder {
 public:
  /// Unfolds a value. `size` is the length of the value in bytes.
  explicit Unfolder(size_t size) : size_(size) {}

  /// Adds `line`, which has no outer blanks. Returns false if the lines after it have no effect.
  bool add(std::string_view line) {
    if (!line.empty() && !unfolded_.has_tail && word_at(line, 0, "by")) {
      unfolded_.by_follows_date = dated_ || lines_ > kMaxHeadLines;
      if (unfolded_.by_follows_date) return false;
      begin_tail();
    }
    ++lines_;
    if (!ended_ && lines_ > kMaxTokensPerLine) {
      ended_ = true;
      unfolded_.too_many_lines = !dated_;
    }
    if (!ended_ && !line.empty()) append(line);
    return !ended_ || !unfolded_.has_tail;
  }

  Unfolded take() {
    if (dated_) unfolded_.date = part_->substr(date_at_);
    unfolded_.text = std::move(text_);
    return std::move(unfolded_);
  }

 private:
  void begin_tail() {
    unfolded_.has_tail = true;
    part_ = &unfolded_.tail;
    copied_ = false;
    date_at_ = npos;
  }

  /// Appends `line` to the current part. After a line with a date, more of the date may follow: "10:11:12", "+0000",
  /// "(UTC)".
  void append(std::string_view line) {
    const std::string_view before = *part_;
    const size_t line_at = before.empty() ? 0 : before.size() + 1;
    ended_ = dated_ && line_at + line.size() - date_at_ > kMaxBytesWithComments;
    if (ended_) return;
    join(line);
    // A date begins within kMaxBytesWithComments of the end of the line.
    const size_t last = line.size() - std::min(line.size(), kMaxBytesWithComments);
    const size_t semicolon = dated_ ? npos : last_semicolon(line);
    if (semicolon != npos && semicolon >= last) date_at_ = line_at + semicolon + 1;
    if (date_at_ == npos) return;
    const auto time = read_date(part_->substr(date_at_));
    if (time && !may_end_with_date()) {
      date_at_ = npos;
    } else if (time) {
      dated_ = true;
      unfolded_.time = time;
    } else if (dated_) {
      *part_ = before;
      ended_ = true;
    }
  }

  /// Returns true iff the current part may end with the writer's date, which follows its `by`. In a head that begins
  /// with `from`, the client wrote any date before `by`.
  bool may_end_with_date() {
    if (has_by_ || unfolded_.has_tail || !word_at(*part_, 0, "from")) return true;
    has_by_ = holds_word(part_->substr(searched_), "by");
    searched_ = part_->size();
    return has_by_;
  }

  /// Appends `line` to the current part. `text_` has room for `size_` bytes and never moves, so views of it stay valid.
  void join(std::string_view line) {
    if (part_->empty()) {
      *part_ = line;
      return;
    }
    if (!text_) {
      text_ = std::make_shared<std::string>();
      text_->reserve(size_);
    }
    if (!copied_) {
      part_at_ = text_->size();
      *text_ += *part_;
      copied_ = true;
    }
    *text_ += ' ';
    *text_ += line;
    *part_ = std::string_view(*text_).substr(part_at_);
  }

  size_t size_;
  Unfolded unfolded_;
  std::string_view* part_ = &unfolded_.head;  // the part that is being joined: the head or the tail
  std::shared_ptr<std::string> text_;
  size_t part_at_ = 0;     // where the current part begins in `text_`
  bool copied_ = false;    // the current part is in `text_`
  size_t date_at_ = npos;  // where the date begins in the current part, after a semicolon
  size_t searched_ = 0;    // the number of bytes at the start of the head that contain no `by`
  size_t lines_ = 0;
  bool has_by_ = false;  // the head contains `by`
  bool dated_ = false;   // a line ended with the date
  bool ended_ = false;   // the current part is complete: further lines are ignored
};

}  // namespace

std::optional<std::string_view> Comments::find(std::string_view prefix) const {
  for (std::string_view inside : *this) {
    if (begins_ignoring_case(inside, prefix)) return inside;
  }
  return std::nullopt;
}

Unfolded unfold_value(std::string_view value) {
  value = trim(value);
  Unfolder unfolder(value.size());
  for (size_t begin = 0, end = 0; end != npos; begin = end + 1) {
    end = value.find('\n', begin);
    const std::string_view line = trim(value.substr(begin, end == npos ? npos : end - begin));
    if (!unfolder.add(line)) break;
  }
  return unfolder.take();
}

std::optional<std::vector<size_t>> find_by(const Unfolded& unfolded) {
  std::vector<size_t> places;
  if (unfolded.has_tail) return places;
  std::vector<Token> tokens;
  if (!tokenise(unfolded.head, &tokens)) return std::nullopt;
  // At least one word follows `from`: the HELO may be "by".
  for (size_t i = !tokens.empty() && tokens[0].is("from") ? 2 : 0; i < tokens.size(); ++i) {
    if (tokens[i].is("by")) places.push_back(offset_in(unfolded.head, tokens[i].text));
  }
  return places;
}

std::optional<ReceivedLine> cut_line(const Unfolded& unfolded, size_t by_at) {
  ReceivedLine line;
  line.head = unfolded.head.substr(0, by_at);
  line.start = line.head.empty() ? unfolded.tail : line.head;
  line.has_by = unfolded.has_tail || by_at != npos;
  line.has_from = word_at(line.head, 0, "from");
  if (line.has_from) line.head.remove_prefix(4);

  std::vector<Token> tokens;
  tokens.reserve(32);
  const std::string_view tail = by_at != npos ? unfolded.head.substr(by_at) : line.has_by ? unfolded.tail : line.head;
  const bool whole = tokenise(tail, &tokens);
  if (!line.has_by) {
    // Without `by` there are no clauses, and only the date is read.
    auto is_semicolon = [](const Token& token) { return token.kind == TokenKind::kSemicolon; };
    const auto date = std::find_if(tokens.begin(), tokens.end(), is_semicolon);
    if (date != tokens.end()) line.head = tail.substr(0, offset_in(tail, date->text));
    tokens.erase(tokens.begin(), date);
  }
  line.head = trim(line.head);
  if (!line.head.empty() && line.head.back() == ';') line.head.remove_suffix(1);  // OpenSMTPD before 6.0 has it
  TailReader(tail, unfolded.date, tokens, &line.tail).read();
  if (!whole && line.tail.date.empty()) return std::nullopt;
  return line;
}

}  // namespace hfilter
