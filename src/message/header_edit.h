// SPDX-License-Identifier: BSD-2-Clause
//
// Changing a header and nothing else: fields are removed, replaced or inserted as whole lines; every other byte stays
// as it was. Total. New lines use the line end of their neighbour and stand behind a leading "From " line and
// Return-Path. Values are made safe here (escape_header): a text can never become a second line.
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
  std::string value;  // one line; folded when written if longer than 78 octets, at its blanks
};

class HeaderEdit {
 public:
  /// The edit keeps a reference: `message` must outlive it.
  explicit HeaderEdit(const Message& message) : message_(message) {}

  // A name that is no field name (is_field_name) makes a call do nothing: the rule parser refuses such names before.

  /// Removes each field for which `wanted` is true, also those that were added here (their `raw` is empty).
  void remove_if(const std::function<bool(const HeaderField&)>& wanted);
  void remove(std::string_view name);
  /// At the top, behind "From " and Return-Path, in the order of the calls.
  void add(std::string_view name, std::string_view value);
  /// Removes all fields of that name and puts the new one in the place of the first, or at the top if there was none.
  void set(std::string_view name, std::string_view value);
  /// Puts `prefix` before the text of the first Subject, unless it stands there already (also behind "Re:" or
  /// "[list]"); adds a Subject if there is none.
  void subject_prefix(std::string_view prefix);

  bool empty() const;
  /// The new header, with its empty line as it was.
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
  // By the number of the field: a sender has 1.4 million of them removed by one rule, but each rule writes few anew.
  std::vector<bool> removed_;
  std::map<size_t, std::string> replaced_;
  std::vector<NewField> added_;
};

}  // namespace hfilter
