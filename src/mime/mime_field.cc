// SPDX-License-Identifier: BSD-2-Clause
#include "mime/mime_field.h"

#include <algorithm>
#include <map>
#include <optional>

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
    {kMarkNotAField, "a line in a part's header that is no field"},
    {kMarkNul, "a NUL in a part's header"},
    {kMarkBehindEnd, "a boundary line behind the closing one"},
    {kMarkLongBoundary, "an overlong boundary"},
};
static_assert(std::size(kMarkTexts) == kMimeMarkCount);

bool is_separator(char c) { return c == ';' || c == '=' || c == '"' || c == '(' || is_space(c); }

/// A cursor over one field's value.
class Reader {
 public:
  Reader(std::string_view text, MimeMarks* marks) : text_(text), marks_(marks) {}

  bool at_end() const { return pos_ >= text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[pos_]; }
  bool take(char c) {
    if (at_end() || text_[pos_] != c) return false;
    ++pos_;
    return true;
  }

  /// Blanks and (nested) comments; true if there were blanks, `*comment` if there was a comment.
  bool skip_cfws(bool* comment = nullptr) {
    bool blanks = false;
    while (!at_end()) {
      if (is_space(text_[pos_])) {
        blanks = true;
        ++pos_;
      } else if (text_[pos_] == '(') {
        skip_comment();
        if (comment) *comment = true;
      } else {
        break;
      }
    }
    return blanks;
  }

  std::string_view token() {
    const size_t start = pos_;
    while (!at_end() && !is_separator(text_[pos_])) ++pos_;
    return text_.substr(start, pos_ - start);
  }

  /// A value without quotes: real writers leave blanks and other marks unquoted ("name=my file.exe"), so all up to
  /// ";" is meant.
  std::string_view loose_value() {
    const size_t start = pos_;
    pos_ = std::min(text_.find(';', pos_), text_.size());
    return trim(text_.substr(start, pos_ - start));
  }

  std::string quoted() {
    std::string out;
    ++pos_;
    while (!at_end()) {
      char c = text_[pos_++];
      if (c == '"') return out;
      // Windows writers send "C:\dir\x.exe": RFC 822 quotes only before a mark that needs it.
      if (c == '\\' && (peek() == '"' || peek() == '\\')) c = text_[pos_++];
      if (c == '\r' || c == '\n') continue;  // folding
      out.push_back(c);
    }
    *marks_ |= kMarkUnclosedQuote;
    return out;
  }

  void skip_to_semicolon() { pos_ = std::min(text_.find(';', pos_), text_.size()); }

 private:
  void skip_comment() {
    int depth = 0;
    while (!at_end()) {
      const char c = text_[pos_++];
      if (c == '\\' && !at_end()) ++pos_;
      if (c == '(') ++depth;
      if (c == ')' && --depth == 0) return;
    }
  }

  std::string_view text_;
  MimeMarks* marks_;
  size_t pos_ = 0;
};

/// One "name*3*=value" as it stands.
struct RawParameter {
  std::string name;
  int section = -1;  // -1: no continuation
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

std::optional<RawParameter> read_parameter(Reader& reader, MimeMarks* marks) {
  reader.skip_cfws();
  const std::string_view name = reader.token();
  bool comment = false;
  reader.skip_cfws(&comment);
  if (name.empty() || !reader.take('=')) {
    reader.skip_to_semicolon();
    return std::nullopt;
  }
  reader.skip_cfws(&comment);
  if (comment) *marks |= kMarkTypeComment;
  RawParameter raw = split_name(name);
  const bool quoted = reader.peek() == '"';
  raw.value = quoted ? reader.quoted() : unfold(reader.loose_value());
  if (quoted && raw.value.find(';') != std::string::npos) *marks |= kMarkQuotedSeparator;
  reader.skip_to_semicolon();
  return raw;
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  c = to_lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
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

/// "charset'language'text" (RFC 2231 4): takes the first two away.
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

/// RFC 2231 3: the pieces may stand in any order. Where a plain and an extended form of one name stand together, the
/// extended one is meant; both are kept, so that each reader's view can be judged.
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

void read_parameters(Reader& reader, MimeField* field) {
  std::vector<RawParameter> raws;
  MimeMarks marks = 0;
  size_t deciding = 0, others = 0;
  while (reader.take(';')) {
    MimeMarks own = 0;
    std::optional<RawParameter> raw = read_parameter(reader, &own);
    if (!raw) continue;
    // Only these decide what a part is; a ";" in "reply-type" hides nothing.
    const bool decides = raw->name == "name" || raw->name == "filename" || raw->name == "boundary";
    marks |= decides ? own : own & ~kMarkQuotedSeparator;
    if (++(decides ? deciding : others) > kMaxMimeParameters) {
      field->cut = field->cut || decides;
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
  field.cut = value.size() > kMaxMimeFieldBytes;
  Reader reader(value.substr(0, kMaxMimeFieldBytes), &field.marks);
  bool comment = false;
  reader.skip_cfws(&comment);
  // The "/" belongs to the token here: "text/plain", "multipart / mixed", "multipart/(x)mixed".
  std::string token(reader.token());
  while (!reader.at_end() && reader.peek() != ';') {
    const bool blanks = reader.skip_cfws(&comment);
    const std::string_view more = reader.token();
    if (more.empty()) {
      if (reader.peek() != ';') reader.skip_to_semicolon();
      break;
    }
    const bool around_slash = (!token.empty() && token.back() == '/') || more.front() == '/';
    if (!around_slash) {  // "text/plain charset=x": a forgotten ";"
      field.marks |= kMarkTypeBroken;
      reader.skip_to_semicolon();
      break;
    }
    if (blanks) field.marks |= kMarkTypeBlank;
    token += more;
  }
  if (comment) field.marks |= kMarkTypeComment;
  field.token = lower(token);
  const size_t slash = field.token.find('/');
  if (slash == std::string::npos || slash == 0 || slash + 1 == field.token.size()) field.marks |= kMarkTypeBroken;
  read_parameters(reader, &field);
  return field;
}

MimeField parse_content_disposition(std::string_view value) {
  MimeField field;
  field.cut = value.size() > kMaxMimeFieldBytes;
  Reader reader(value.substr(0, kMaxMimeFieldBytes), &field.marks);
  reader.skip_cfws();
  field.token = lower(reader.token());
  reader.skip_to_semicolon();
  read_parameters(reader, &field);
  return field;
}

}  // namespace hfilter
