// SPDX-License-Identifier: BSD-2-Clause
//
// Divides the value of a Received field into two parts at its `by` clause. The head (`from HELO ...`) contains text
// that the client chose. In the tail (`by`, `with`, `id`, `for`, date) the writer describes itself. The folding of a
// value matters in two cases only, because no client can make an MTA begin a physical line: a line that begins with
// `by` is the writer's own, and text after the line that ends with the date is ignored. The parser goes from left to
// right at the top level, so it never takes the client's text in a comment, an address or a HELO for a clause. Linear.
// Lifetime: results are views into the value, or into `Unfolded::text`.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "trace/received_tokens.h"

namespace hfilter {

/// The texts inside the comments of one clause. Keeps at most the first eight comments.
class Comments {
 public:
  void add(std::string_view inside) {
    if (count_ < kept_.size()) kept_[count_++] = trim(inside);
  }
  const std::string_view* begin() const { return kept_.data(); }
  const std::string_view* end() const { return kept_.data() + count_; }
  bool empty() const { return count_ == 0; }
  /// Returns the first comment that begins with `prefix`, or nullopt.
  std::optional<std::string_view> find(std::string_view prefix) const;

 private:
  std::array<std::string_view, 8> kept_;
  size_t count_ = 0;
};

/// The clauses in which the writer describes itself.
struct Tail {
  std::string_view by;         // the host name of the writer
  std::string_view by_words;   // the words between the host name and the next clause: "Inbound Mail Agent"
  Comments by_comments;        // the comments after the host name: "Postfix", "8.17.1/8.17.1"
  std::string_view with;       // the words of the `with` clause: "ESMTPS", "Microsoft SMTP Server"
  Comments with_comments;      // the comments before or after these words: "Exim 4.96"
  std::string_view via;        // the words of the `via` clause: "Frontend Transport", "smap"
  std::string_view id;         // the queue id, without angle brackets
  std::string_view recipient;  // the address of `for`, without angle brackets
  std::optional<std::string_view> envelope_from;  // the envelope sender, without angle brackets
  Comments other_comments;                        // the comments after `id`, `via` and `for`
  Comments date_comments;                         // the comments after the date
  std::string_view date;                          // the text after the semicolon, usually the date
  std::optional<int64_t> time;                    // the date in seconds since 1970, if unfold_value() found none
  bool blank_before_semicolon = false;
  bool in_order = true;  // each clause appears once and in a usual order, no other words appear, a date is last
};

struct ReceivedLine {
  std::string_view start;  // the text before the tail, or the tail itself if no text precedes it
  bool has_from = false;
  std::string_view head;  // the text after `from`, trimmed; without `from` the text before `by` or the date
  bool has_by = false;
  Tail tail;
};

/// A value without its folding: each line end becomes one blank, together with the blanks around it. Members are views
/// into the value, or into `text` if lines were joined.
struct Unfolded {
  std::string_view head;  // the lines before the first line that begins with `by`; all lines if none does
  bool has_tail = false;
  std::string_view tail;         // the lines after the head, up to the end of the writer's text
  std::string_view date;         // the date at their end, after its semicolon; data() is null if the lines have no date
  std::optional<int64_t> time;   // `date` in seconds since 1970
  bool by_follows_date = false;  // the client may have written the `by` line: a date or kMaxHeadLines lines precede it
  bool too_many_lines = false;   // more than kMaxTokensPerLine lines precede the date
  std::shared_ptr<const std::string> text;  // owns the joined lines; null if none were joined
};

/// Unfolds `value`. Ignores the text after the line that ends with the date: some MTAs write their line directly above
/// the client's message, and a message that begins with a blank looks like a continuation of that line. Keeps comments
/// directly after the date; Writer::sender_behind_date says whether the writer wrote them. Does not copy a head or tail
/// of one line.
Unfolded unfold_value(std::string_view value);

/// Returns the position of each word `by` at the top level of the head, where the tail may begin; none if the tail
/// begins a physical line. Returns nullopt if the head has more than kMaxTokensPerLine tokens.
std::optional<std::vector<size_t>> find_by(const Unfolded& unfolded);

/// Divides the line at `by_at`, a position in its head. With npos the tail is the one that begins a physical line, or
/// is empty. Returns nullopt if the tail has more than kMaxTokensPerLine tokens before its date.
std::optional<ReceivedLine> cut_line(const Unfolded& unfolded, size_t by_at);

}  // namespace hfilter
