// SPDX-License-Identifier: BSD-2-Clause
//
// A Received field's value, put on one line and cut in two at its `by`: the head, in which the client's words stand
// (from HELO ...), and the tail, in which the writer speaks of itself (by, with, id, for, the date). Everything is read
// from the line, so a field reads the same wherever it is folded. The folding tells two things only, because a client
// cannot make an MTA begin a line: a line that begins with `by` is the writer's own, and what stands behind a line that
// ends with the date is not. The line is read from left to right and at the top level, so that nothing a client put
// into a comment, an address or a HELO is taken for a clause. Total and linear. Views into the value, or into the
// text of its unfolded form.
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

/// The insides of the comments of one clause; those beyond the eighth are not kept.
class Comments {
 public:
  void add(std::string_view inside) {
    if (count_ < kept_.size()) kept_[count_++] = trim(inside);
  }
  const std::string_view* begin() const { return kept_.data(); }
  const std::string_view* end() const { return kept_.data() + count_; }
  bool empty() const { return count_ == 0; }
  /// The first comment that begins with `prefix`; empty optional if there is none.
  std::optional<std::string_view> find(std::string_view prefix) const;

 private:
  std::array<std::string_view, 8> kept_;
  size_t count_ = 0;
};

/// What the writer said of itself.
struct Tail {
  std::string_view by;                            // the host
  std::string_view by_words;                      // more words before the next clause: "Inbound Mail Agent"
  Comments by_comments;                           // behind the host: "Postfix", "8.17.1/8.17.1"
  std::string_view with;                          // all words of the clause: "ESMTPS", "Microsoft SMTP Server"
  Comments with_comments;                         // behind or before them: "Exim 4.96"
  std::string_view via;                           // "Frontend Transport", "smap"
  std::string_view id;                            // without angle brackets
  std::string_view recipient;                     // `for`, without angle brackets
  std::optional<std::string_view> envelope_from;  // without angle brackets
  Comments other_comments;                        // behind id, via and for
  Comments date_comments;                         // behind the date
  std::string_view date;                          // behind the semicolon
  std::optional<int64_t> time;                    // that date, if unfold_value() found none
  bool blank_before_semicolon = false;
  bool in_order = true;  // clauses once each and in a usual order, nothing else between them, and a date at the end
};

struct ReceivedLine {
  std::string_view start;  // the line up to its tail; its tail if nothing is before it
  bool has_from = false;
  std::string_view head;  // behind `from`, without outer blanks; the whole line if there is neither from nor by
  bool has_by = false;
  Tail tail;
};

/// A value without its folding: each line end, with the blanks around it, is one blank. Views of the value, or of
/// `text` where lines were put together.
struct Unfolded {
  std::string_view head;  // the lines before the first one that begins with `by`; all lines if none does
  bool has_tail = false;
  std::string_view tail;                    // the other lines, up to the end of the writer's own words
  std::string_view date;                    // the date that ends them, behind its semicolon; no data: there is none
  std::optional<int64_t> time;              // that date
  bool by_follows_date = false;             // a line of the head ends with the date: the tail is not the writer's
  bool too_many_lines = false;              // more than kMaxTokensPerLine before the date
  std::shared_ptr<const std::string> text;  // null if nothing was put together
};

/// Unfolds `value`. What stands behind the line that ends with the date is left out: some MTAs put their line right
/// before the client's message, and a message that begins with a blank goes on where the line ended. Comments directly
/// behind the date stay; the writer's row tells whether they are its own. A head or a tail of one line is not copied.
Unfolded unfold_value(std::string_view value);

/// Returns each word `by` at the top level of the head, where the tail may begin; none if the tail begins a line.
/// Nullopt if the head has more than kMaxTokensPerLine tokens.
std::optional<std::vector<size_t>> find_by(const Unfolded& unfolded);

/// Cuts the line at `by_at`, a place in its head (npos: where its tail begins a line; without one there is no tail).
/// Nullopt if the tail has more than kMaxTokensPerLine tokens.
std::optional<ReceivedLine> cut_line(const Unfolded& unfolded, size_t by_at);

}  // namespace hfilter
