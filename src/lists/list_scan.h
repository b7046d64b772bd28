// SPDX-License-Identifier: BSD-2-Clause
//
// Look-up in a list file: one entry on each line, `#` comments, optional `until DATE`. A look-up reads the file once
// and caches nothing, because a message needs only one or two.
// Errors: an invalid line, with its number; a file without entries (kNotFound).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lists/list_entry.h"
#include "lists/list_file.h"

namespace hfilter {

/// Iterates over lines without line ends, comments, outer blanks and byte order mark.
class ListLines {
 public:
  /// `lines_before` is the number of lines before `text` in its file.
  explicit ListLines(std::string_view text, int lines_before = 0);
  /// Moves to the next line with content. Returns false at the end.
  bool next();
  /// Moves to the next line and strips only the line end. Returns false at the end.
  bool next_raw();
  /// Strips comment and outer blanks. Returns false if nothing is left.
  bool strip_comment();
  std::string_view line() const { return line_; }
  int number() const { return number_; }

 private:
  std::string_view rest_;
  std::string_view line_;
  int number_ = 0;
};

/// Parses one line with an optional `until`. `number` is its line number.
Result<ListEntry> parse_list_line(ListKind kind, std::string_view line, int number);

struct ListMatch {
  ListEntry entry;
  int rank = 0;
};

/// Replaces `*best` if `entry` has a higher rank, or an equal one and a `!`.
void keep_higher_rank(std::optional<ListMatch>* best, ListEntry entry, int rank);

/// Returns the closest entry of a file of `size` octets that is valid on day `today`. Reads in blocks to save memory.
Result<std::optional<ListMatch>> scan_list_file(ListKind kind, ListFile& file, uint64_t size, const ListQuery& query,
                                                int64_t today);

/// An index of the words in a text, built in linear time. Words are looked up by their first run of letters.
class WordIndex {
 public:
  explicit WordIndex(std::string_view text);
  bool has(std::string_view lower_case_word) const;

 private:
  std::string text_;
  std::unordered_map<std::string_view, std::vector<size_t>> places_;  // the places of each word, a view into text_
};

Result<std::optional<ListMatch>> scan_words(std::string_view text, const WordIndex& words, int64_t today);

Error no_entries();

}  // namespace hfilter
