// SPDX-License-Identifier: BSD-2-Clause
#include "mime/mime_field.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/header_cursor.h"
#include "base/limits.h"
#include "base/text.h"

namespace hfilter {
namespace {

struct MarkText {
  MimeMarks mark;
  const char* text;
};
constexpr MarkText kMarkTexts[] = {
    {kMarkQuotedSeparator, "a quoted ; in a boundary or name"},
    {kMarkTypeComment, "a comment in Content-Type"},
    {kMarkTypeBlank, "blanks around the / of a type"},
    {kMarkTypeBroken, "a Content-Type without type/subtype"},
    {kMarkParameterTwice, "a parameter given twice"},
    {kMarkFieldTwice, "a Content- field given twice"},
    {kMarkUnclosedQuote, "a quote that never ends"},
    {kMarkNoBoundary, "a multipart whose boundary never occurs"},
    {kMarkUnclosedBoundary, "a multipart without its closing line"},
    {kMarkBoundaryTwice, "two multiparts with one boundary"},
    {kMarkBoundaryPrefix, "a line that only begins with a boundary"},
    {kMarkEncodedMultipart, "an encoded multipart or message"},
    {kMarkUnknownEncoding, "an unknown Content-Transfer-Encoding"},
    {kMarkStrangeBase64, "base64 with strange octets"},
    {kMarkNotAField, "a line in a part's header that is not a field"},
    {kMarkNul, "a NUL in a part's header"},
    {kMarkLineAfterClosing, "a boundary line after the closing one"},
    {kMarkLongBoundary, "an overlong boundary"},
};
static_assert(std::size(kMarkTexts) == kMimeMarkCount);

constexpr std::string_view kSeparators = ";=\"( \t\r\n";

/// One parameter before continuations are joined: "name*3*=value".
struct RawParameter {
  std::string name;
  int section = -1;  // the number of a continuation (RFC 2231); -1 if the parameter is not one
  bool extended = false;
  std::string value;
};

RawParameter split_name(std::string_view name) {
  RawParameter raw;
  std::string text = lower(name);
  if (!text.empty() && text.back() == '*') {
    raw.extended = true;
    text.pop_back();
  }
  const size_t star = text.rfind('*');
  if (star != std::string::npos && star + 1 < text.size() && text.size() - star <= 5 &&
      std::all_of(text.begin() + static_cast<std::ptrdiff_t>(star) + 1, text.end(), is_digit)) {
    raw.section = 0;
    for (size_t i = star + 1; i < text.size(); ++i) raw.section = raw.section * 10 + (text[i] - '0');
    text.resize(star);
  }
  raw.name = std::move(text);
  return raw;
}

std::optional<RawParameter> read_parameter(HeaderCursor* cursor, MimeMarks* marks) {
  cursor->skip_gap();
  const std::string_view name = cursor->take_until(kSeparators);
  bool comment = cursor->skip_gap().comment;
  if (name.empty() || !cursor->take('=')) {
    cursor->take_until(";");
    return std::nullopt;
  }
  comment |= cursor->skip_gap().comment;
  if (comment) *marks |= kMarkTypeComment;
  RawParameter raw = split_name(name);
  if (cursor->peek() == '"') {
    bool closed = true;
    raw.value = cursor->take_quoted(QuotedPairs::kOnlyQuoteAndBackslash, &closed);
    if (!closed) *marks |= kMarkUnclosedQuote;
    if (raw.value.find(';') != std::string::npos) *marks |= kMarkQuotedSeparator;
    cursor->take_until(";");
  } else {
    // Real mail has unquoted values with blanks ("name=my file.exe"), so a value extends to ";".
    raw.value = unfold(cursor->take_until(";"));
  }
  return raw;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      out.push_back(static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

/// Removes "charset'language'" from the front of "charset'language'text" (RFC 2231 4). Returns the charset.
std::string take_charset(std::string_view* text) {
  const size_t first = text->find('\'');
  if (first == std::string_view::npos) return {};
  const size_t second = text->find('\'', first + 1);
  if (second == std::string_view::npos) return {};
  std::string charset = lower(text->substr(0, first));
  text->remove_prefix(second + 1);
  return charset;
}

MimeParameter join_sections(std::vector<RawParameter*>* sections) {
  std::stable_sort(sections->begin(), sections->end(),
                   [](const RawParameter* a, const RawParameter* b) { return a->section < b->section; });
  MimeParameter out;
  out.name = sections->front()->name;
  bool first = true;
  for (const RawParameter* raw : *sections) {
    std::string_view text = raw->value;
    if (raw->extended) {
      out.extended = true;
      if (first) out.charset = take_charset(&text);
      out.value += percent_decoded(text);
    } else {
      out.value += text;
    }
    first = false;
  }
  return out;
}

/// Joins continuations in any order (RFC 2231 3). If a name has an extended and a plain form, both stay, in this order,
/// so that each is judged.
std::vector<MimeParameter> joined(std::vector<RawParameter>* raws, MimeMarks* marks) {
  std::vector<MimeParameter> out;
  std::map<std::string, std::vector<RawParameter*>> continued;
  for (RawParameter& raw : *raws) {
    if (raw.section >= 0) continued[raw.name].push_back(&raw);
  }
  for (auto& [name, sections] : continued) out.push_back(join_sections(&sections));
  for (const bool extended : {true, false}) {
    for (RawParameter& raw : *raws) {
      if (raw.section >= 0 || raw.extended != extended) continue;
      std::vector<RawParameter*> alone{&raw};
      MimeParameter parameter = join_sections(&alone);
      for (const MimeParameter& other : out) {
        if (other.name == parameter.name && other.extended == parameter.extended && other.value != parameter.value) {
          *marks |= kMarkParameterTwice;
        }
      }
      out.push_back(std::move(parameter));
    }
  }
  return out;
}

void read_parameters(HeaderCursor* cursor, MimeField* field) {
  std::vector<RawParameter> raws;
  MimeMarks marks = 0;
  size_t deciding = 0, others = 0;
  while (cursor->take(';')) {
    MimeMarks own = 0;
    std::optional<RawParameter> raw = read_parameter(cursor, &own);
    if (!raw) continue;
    // Only these parameters can hide a part; a ";" in "reply-type" cannot.
    const bool decides = raw->name == "name" || raw->name == "filename" || raw->name == "boundary";
    marks |= decides ? own : own & ~kMarkQuotedSeparator;
    if (++(decides ? deciding : others) > kMaxMimeParameters) {
      field->may_lack_name = field->may_lack_name || decides;
    } else {
      raws.push_back(std::move(*raw));
    }
  }
  field->parameters = joined(&raws, &marks);
  field->marks |= marks;
}

}  // namespace

std::string mime_marks_text(MimeMarks marks) {
  std::string out;
  for (const MarkText& row : kMarkTexts) {
    if (!(marks & row.mark)) continue;
    if (!out.empty()) out += ", ";
    out += row.text;
  }
  return out;
}

const MimeParameter* MimeField::find(std::string_view name) const {
  for (const MimeParameter& parameter : parameters) {
    if (parameter.name == name) return &parameter;
  }
  return nullptr;
}

MimeField parse_content_type(std::string_view value) {
  MimeField field;
  field.may_lack_name = value.size() > kMaxMimeFieldBytes;
  HeaderCursor cursor(value.substr(0, kMaxMimeFieldBytes));
  bool comment = cursor.skip_gap().comment;
  // The token includes the "/": "text/plain", "multipart / mixed", "multipart/(x)mixed".
  std::string token(cursor.take_until(kSeparators));
  while (!cursor.at_end() && cursor.peek() != ';') {
    const HeaderCursor::Gap gap = cursor.skip_gap();
    comment |= gap.comment;
    const std::string_view more = cursor.take_until(kSeparators);
    if (more.empty()) {
      cursor.take_until(";");
      break;
    }
    const bool around_slash = (!token.empty() && token.back() == '/') || more.front() == '/';
    if (!around_slash) {  // the ";" is missing: "text/plain charset=x"
      field.marks |= kMarkTypeBroken;
      cursor.take_until(";");
      break;
    }
    if (gap.blanks) field.marks |= kMarkTypeBlank;
    token += more;
  }
  if (comment) field.marks |= kMarkTypeComment;
  field.token = lower(token);
  const size_t slash = field.token.find('/');
  if (slash == std::string::npos || slash == 0 || slash + 1 == field.token.size()) field.marks |= kMarkTypeBroken;
  read_parameters(&cursor, &field);
  return field;
}

MimeField parse_content_disposition(std::string_view value) {
  MimeField field;
  field.may_lack_name = value.size() > kMaxMimeFieldBytes;
  HeaderCursor cursor(value.substr(0, kMaxMimeFieldBytes));
  cursor.skip_gap();
  field.token = lower(cursor.take_until(kSeparators));
  cursor.take_until(";");
  read_parameters(&cursor, &field);
  return field;
}

}  // namespace hfilter
