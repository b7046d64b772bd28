// SPDX-License-Identifier: BSD-2-Clause
#include "message/header_edit.h"

#include <algorithm>

#include "base/escape.h"
#include "base/limits.h"
#include "base/text.h"

namespace hfilter {

bool is_protected_field(std::string_view name) {
  return begins_ignoring_case(name, "X-HFilter-") || equal_ignoring_case(name, "Received") ||
         equal_ignoring_case(name, "Return-Path");
}

namespace {

constexpr size_t kFoldBytes = 78;  // The length of a written line (RFC 5322 2.1.1: SHOULD).

/// Returns "Name: value" without a final line end. Folds a long line before a blank, and splits a word of more than 499
/// octets. Never folds directly behind the colon, because some readers take that for an empty value.
std::string new_field(std::string_view name, std::string_view text, std::string_view line_end) {
  const std::string value = escape_header(text, kMaxNewValueBytes);
  std::string out(name);
  out += ':';
  size_t line_bytes = out.size();
  for (size_t at = 0; at < value.size();) {
    size_t end = std::min(value.find(' ', at), value.size());
    end = std::min(end, at + kMaxLineBytes / 2);
    if (at > 0 && line_bytes + 1 + end - at > kFoldBytes) {
      out += line_end;
      line_bytes = 0;
    }
    out += ' ';
    out.append(value, at, end - at);
    line_bytes += 1 + end - at;
    at = end < value.size() && value[end] == ' ' ? end + 1 : end;
  }
  return out;
}

std::string_view line_end_of(std::string_view raw, std::string_view otherwise) {
  if (raw.empty() || raw.back() != '\n') return otherwise;
  return raw.size() > 1 && raw[raw.size() - 2] == '\r' ? "\r\n" : "\n";
}

/// Returns true if `subject` begins with `prefix`, perhaps behind marks such as "Re:", "Fwd:" and "[list]".
bool has_prefix(std::string_view subject, std::string_view prefix) {
  while (true) {
    subject = trim(subject);
    if (begins_ignoring_case(subject, prefix)) return true;
    size_t mark = 0;
    if (!subject.empty() && subject[0] == '[') {
      mark = subject.find(']');
    } else {
      while (mark < subject.size() && !is_space(subject[mark]) && subject[mark] != ':') ++mark;
      if (mark == subject.size() || subject[mark] != ':') mark = std::string_view::npos;
    }
    if (mark == std::string_view::npos) return false;
    subject.remove_prefix(mark + 1);
  }
}

/// Inserts `prefix` before the text of a raw field. All other bytes stay unchanged.
std::string prefixed_subject(std::string_view raw, std::string_view prefix, std::string_view line_end) {
  const size_t colon = raw.find(':');
  size_t text = colon + 1;
  while (text < raw.size() && is_blank(raw[text])) ++text;
  std::string out(raw.substr(0, text));
  if (text == colon + 1) out += ' ';
  out += prefix;
  const std::string_view rest = raw.substr(text);
  if (rest.empty() || rest[0] == '\n' || rest.substr(0, 2) == "\r\n") return out.append(rest);
  if (out.size() + 1 + std::min(rest.find('\n'), rest.size()) > kMaxLineBytes) out += line_end;
  out += ' ';
  return out.append(rest);
}

}  // namespace

/// Calls `visit(number, field)` for all fields, including those beyond kMaxFields, so that a forged field cannot hide
/// behind 100,000 others.
template <class Visit>
void HeaderEdit::each_field(Visit visit) const {
  size_t number = 0;
  for (const HeaderField& field : message_.fields()) visit(number++, field);
  FieldScanner scanner(message_.more_fields(), message_.header_complete());
  HeaderField field;
  while (scanner.next(&field)) visit(number++, field);
}

void HeaderEdit::take_out(size_t number) {
  if (number >= removed_.size()) removed_.resize(number + 1);
  removed_[number] = true;
  replaced_.erase(number);
}

void HeaderEdit::remove_if(const std::function<bool(const HeaderField&)>& wanted) {
  each_field([&](size_t number, const HeaderField& field) {
    if (wanted(field)) take_out(number);
  });
  const auto is_wanted = [&](const NewField& field) { return wanted({field.name, field.value, {}}); };
  added_.erase(std::remove_if(added_.begin(), added_.end(), is_wanted), added_.end());
}

void HeaderEdit::remove(std::string_view name) {
  remove_if([&](const HeaderField& field) { return equal_ignoring_case(field.name, name); });
}

void HeaderEdit::add(std::string_view name, std::string_view value) {
  if (is_field_name(name)) added_.push_back({std::string(name), std::string(value)});
}

void HeaderEdit::set(std::string_view name, std::string_view value) {
  if (!is_field_name(name)) return;
  bool placed = false;
  each_field([&](size_t number, const HeaderField& field) {
    if (!equal_ignoring_case(field.name, name) || is_removed(number)) return;
    if (placed) return take_out(number);
    placed = true;
    replaced_[number] =
        new_field(name, value, line_end_of(field.raw, message_.line_end())).append(line_end_of(field.raw, ""));
  });
  const auto is_named = [&](const NewField& field) { return equal_ignoring_case(field.name, name); };
  auto first = std::find_if(added_.begin(), added_.end(), is_named);
  if (!placed && first != added_.end()) {
    first->value = value;
    ++first;
    placed = true;
  }
  added_.erase(std::remove_if(first, added_.end(), is_named), added_.end());
  if (!placed) add(name, value);
}

void HeaderEdit::subject_prefix(std::string_view prefix) {
  const std::string safe = escape_header(prefix, kMaxHeaderTextBytes);
  if (safe.empty()) return;
  bool found = false;
  each_field([&](size_t number, const HeaderField& field) {
    if (found || !equal_ignoring_case(field.name, "Subject") || is_removed(number)) return;
    found = true;
    const auto replaced = replaced_.find(number);
    const std::string raw = replaced == replaced_.end() ? std::string(field.raw) : replaced->second;
    if (has_prefix(unfold(std::string_view(raw).substr(raw.find(':') + 1)), safe)) return;
    replaced_[number] = prefixed_subject(raw, safe, line_end_of(raw, message_.line_end()));
  });
  if (found) return;
  for (NewField& field : added_) {
    if (!equal_ignoring_case(field.name, "Subject")) continue;
    if (!has_prefix(field.value, safe)) field.value = safe + " " + field.value;
    return;
  }
  add("Subject", safe);
}

bool HeaderEdit::empty() const { return removed_.empty() && replaced_.empty() && added_.empty(); }

/// Returns the offset for new fields: behind Return-Path if that is the first field, otherwise behind "From ", and
/// behind continuation lines there, which would become part of a new field.
size_t HeaderEdit::top() const {
  const std::string_view header = message_.header();
  const auto& fields = message_.fields();
  if (!fields.empty() && equal_ignoring_case(fields[0].name, "Return-Path")) {
    return static_cast<size_t>(fields[0].raw.data() + fields[0].raw.size() - header.data());
  }
  const size_t begin = message_.from_line().size();
  size_t at = begin;
  while (at < header.size() && is_blank(header[at])) {
    const size_t lf = header.find('\n', at);
    // A line without an end here continues in the body.
    if (lf == std::string_view::npos && !message_.header_complete()) return begin;
    at = lf == std::string_view::npos ? header.size() : lf + 1;
  }
  return at;
}

/// Returns the end of the line at `offset`, or at the end of the header that of the last line.
std::string_view HeaderEdit::line_end_at(size_t offset) const {
  const std::string_view header = message_.header();
  const size_t lf = header.find('\n', offset);
  const size_t size = lf == std::string_view::npos ? offset : lf + 1;
  return line_end_of(header.substr(0, size), message_.line_end());
}

std::string HeaderEdit::added_lines(std::string_view line_end) const {
  std::string lines;
  for (const NewField& field : added_) lines.append(new_field(field.name, field.value, line_end)).append(line_end);
  return lines;
}

std::string HeaderEdit::result() const {
  const std::string_view header = message_.header();
  const size_t top = added_.empty() ? std::string_view::npos : this->top();
  std::string out;
  out.reserve(header.size() + 1024);
  size_t done = 0;
  bool added = added_.empty();
  // Copies up to `end`, and inserts the new fields on passing `top`.
  const auto copy_to = [&](size_t end) {
    if (!added && top <= end) {
      added = true;
      out.append(header, done, top - done);
      done = top;
      const std::string_view line_end = line_end_at(top);
      std::string lines = added_lines(line_end);
      if (!out.empty() && out.back() != '\n') {  // the last line has no line end, so the new last line gets none
        out += line_end;
        lines.resize(lines.size() - line_end.size());
      }
      out += lines;
    }
    out.append(header, done, end - done);
  };
  auto replaced = replaced_.begin();
  each_field([&](size_t number, const HeaderField& field) {
    const bool is_replaced = replaced != replaced_.end() && replaced->first == number;
    if (!is_replaced && !is_removed(number)) return;
    copy_to(static_cast<size_t>(field.raw.data() - header.data()));
    if (is_replaced) out += (replaced++)->second;
    done = static_cast<size_t>(field.raw.data() + field.raw.size() - header.data());
  });
  copy_to(header.size());
  return out;
}

}  // namespace hfilter
