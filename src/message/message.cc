// SPDX-License-Identifier: BSD-2-Clause
#include "message/message.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/text.h"

namespace hfilter {
namespace {

bool is_name_char(char c) { return c > 0x20 && c < 0x7f && c != ':'; }

/// Returns the offset behind the line that begins at `begin`.
size_t line_end_of(std::string_view text, size_t begin) {
  const size_t lf = text.find('\n', begin);
  return lf == std::string_view::npos ? text.size() : lf + 1;
}

/// Returns the offset behind the line that begins at `begin` and its continuation lines.
size_t folded_end_of(std::string_view text, size_t begin) {
  size_t end = line_end_of(text, begin);
  while (end < text.size() && is_blank(text[end])) end = line_end_of(text, end);
  return end;
}

bool is_empty_line(std::string_view text, size_t begin) {
  if (begin >= text.size()) return false;
  return text[begin] == '\n' || text.substr(begin, 2) == "\r\n";
}

std::string_view without_line_end(std::string_view line) {
  if (!line.empty() && line.back() == '\n') {
    line.remove_suffix(1);
  } else {
    return line;
  }
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

/// Splits a field into name and value. Returns false if `raw` does not begin with a name and a colon.
bool split_field(std::string_view raw, HeaderField* field) {
  size_t name_end = 0;
  while (name_end < raw.size() && is_name_char(raw[name_end])) ++name_end;
  size_t colon = name_end;
  while (colon < raw.size() && is_blank(raw[colon])) ++colon;
  if (name_end == 0 || colon == raw.size() || raw[colon] != ':') return false;
  field->name = raw.substr(0, name_end);
  field->value = without_line_end(raw.substr(colon + 1));
  field->raw = raw;
  return true;
}

/// Returns true for an mbox line, "From bob@example.com Wed Mar 24 ...", and false for "From : bob@example.com", an
/// obsolete form of a field.
bool begins_with_from_line(std::string_view header) {
  if (header.substr(0, 5) != "From ") return false;
  const size_t next = header.find_first_not_of(" \t", 5);
  return next == std::string_view::npos || header[next] != ':';
}

}  // namespace

bool is_field_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxLineBytes / 4 && std::all_of(name.begin(), name.end(), is_name_char);
}

bool FieldScanner::next(HeaderField* field) {
  while (at_ < header_.size() && !is_empty_line(header_, at_)) {
    const size_t end = folded_end_of(header_, at_);
    if (end == header_.size() && !complete_) return false;
    const std::string_view raw = header_.substr(at_, end - at_);
    at_ = end;
    if (split_field(raw, field)) return true;
  }
  return false;
}

Message::Message(std::string header, std::unique_ptr<BodySource> body, bool complete)
    : header_(std::move(header)), body_(std::move(body)), complete_(complete) {
  scan();
}

void Message::scan() {
  const std::string_view header = header_;
  const size_t first_lf = header.find('\n');
  if (first_lf != std::string_view::npos && first_lf > 0 && header[first_lf - 1] == '\r') line_end_ = "\r\n";
  if (begins_with_from_line(header) && (complete_ || first_lf != std::string_view::npos)) {
    from_line_ = header.substr(0, line_end_of(header, 0));
  }
  const std::string_view rest = header.substr(from_line_.size());
  FieldScanner scanner(rest, complete_);
  HeaderField field;
  while (scanner.next(&field)) {
    if (fields_.size() == kMaxFields) {
      more_fields_ = rest.substr(static_cast<size_t>(field.raw.data() - rest.data()));
      return;
    }
    fields_.push_back(field);
  }
}

const HeaderField* Message::find(std::string_view name) const {
  for (const HeaderField& field : fields_) {
    if (equal_ignoring_case(field.name, name)) return &field;
  }
  return nullptr;
}

size_t Message::header_end(std::string_view bytes, size_t from) {
  if (from <= 2 && is_empty_line(bytes, 0)) return bytes[0] == '\n' ? 1 : 2;
  // The bytes before `from` can end with LF or LF CR, the first part of an empty line.
  size_t lf = bytes.find('\n', from < 2 ? 0 : from - 2);
  for (; lf != std::string_view::npos; lf = bytes.find('\n', lf + 1)) {
    if (is_empty_line(bytes, lf + 1)) return lf + (bytes[lf + 1] == '\n' ? 2 : 3);
  }
  return std::string_view::npos;
}

}  // namespace hfilter
