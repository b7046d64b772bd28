// SPDX-License-Identifier: BSD-2-Clause
//
// The text of a list file: one entry a line, `#` comments, optional `until DATE`. One pass, nothing is kept: a file is
// asked once or twice a message. A line that is no entry is an Error with its number, and so is a text without any
// entry (kNotFound). Linear. Matches own their text.
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

/// The lines of a list file that say something: without line ends, comments, outer blanks, byte order mark.
class ListLines {
 public:
  /// `lines_before`: how many lines stand before `text` in its file.
  explicit ListLines(std::string_view text, int lines_before = 0);
  /// False at the end.
  bool next();
  /// The next line as it stands, whatever it says. False at the end.
  bool next_raw();
  /// Takes from a raw line what says nothing. False if nothing is left.
  bool tidy();
  std::string_view line() const { return line_; }
  int number() const { return number_; }

 private:
  std::string_view rest_;
  std::string_view line_;
  int number_ = 0;
};

/// One line as an entry, `until` included; `line` of the entry is `number`.
Result<ListEntry> parse_list_line(ListKind kind, std::string_view line, int number);

struct ListMatch {
  ListEntry entry;
  int rank = 0;
};

/// Keeps the one of higher rank; between equal ones the exclusion.
void keep_closer(std::optional<ListMatch>* best, ListEntry entry, int rank);

/// The closest entry, in force on day `today`, of a file of `size` octets. It is read in blocks: no memory is filled
/// with what is looked at once.
Result<std::optional<ListMatch>> scan_list_file(ListKind kind, ListFile& file, uint64_t size, const ListQuery& query,
                                                int64_t today);

/// The words of a text, for lists of words: linear to make, each word of a list is then looked up by its first part.
class WordIndex {
 public:
  explicit WordIndex(std::string_view text);
  bool has(std::string_view lower_case_word) const;

 private:
  std::string text_;
  std::unordered_map<std::string_view, std::vector<size_t>> places_;  // views into text_
};

Result<std::optional<ListMatch>> scan_words(std::string_view text, const WordIndex& words, int64_t today);

/// The error of a text without entries.
Error no_entries();

}  // namespace hfilter
