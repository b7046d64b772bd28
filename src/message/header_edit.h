// SPDX-License-Identifier: BSD-2-Clause
//
// Edits the header of a message. Removes, replaces and inserts whole fields, and leaves all other bytes unchanged.
// New fields come behind a leading "From " line and Return-Path, with the line end of the adjacent line. Values pass
// escape_header(), so that no text can add a line.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "message/message.h"

namespace hfilter {

/// Returns true for the fields that no rule may change: they say how the message came here, or they are hfilter's own.
bool is_protected_field(std::string_view name);

struct NewField {
  std::string name;
  std::string value;  // the value as one line; if it is longer than 78 octets, it is folded at blanks when written
};

class HeaderEdit {
 public:
  /// Keeps a reference: `message` must outlive the edit.
  explicit HeaderEdit(const Message& message) : message_(message) {}

  // A call with an invalid name (see is_field_name()) is a no-op. The rule parser refuses such names.

  /// Removes each field for which `wanted` is true, including fields added here (their `raw` is empty).
  void remove_if(const std::function<bool(const HeaderField&)>& wanted);
  void remove(std::string_view name);
  /// Adds a field at the top, behind "From " and Return-Path. Fields keep the order of the calls.
  void add(std::string_view name, std::string_view value);
  /// Replaces the first field of that name and removes the others. Adds the field at the top if there is none.
  void set(std::string_view name, std::string_view value);
  /// Puts `prefix` before the text of the first Subject, unless it is already there (also behind "Re:" or "[list]").
  /// Adds a Subject if there is none.
  void subject_prefix(std::string_view prefix);

  bool empty() const;
  /// Returns the new header with the unchanged empty line.
  std::string result() const;

 private:
  template <class Visit>
  void each_field(Visit visit) const;
  size_t top() const;
  std::string_view line_end_at(size_t offset) const;
  std::string added_lines(std::string_view line_end) const;

  void take_out(size_t number);
  bool is_removed(size_t number) const { return number < removed_.size() && removed_[number]; }

  const Message& message_;
  // Indexed by field number. One rule can remove 1.4 million fields of a hostile header, so this is a bit vector.
  std::vector<bool> removed_;
  std::map<size_t, std::string> replaced_;
  std::vector<NewField> added_;
};

}  // namespace hfilter
