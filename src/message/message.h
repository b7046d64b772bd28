// SPDX-License-Identifier: BSD-2-Clause
//
// One message: the unchanged bytes of its header, the fields as views into them, and a body that is read on demand.
// Errors: none, any bytes are a message. header() keeps lines that are not fields; fields() skips them.
// Lifetime: HeaderField, hops, and names in them are views that must not outlive the Message. A Message is neither
// copied nor moved. A Verdict contains no such views.
// Source: RFC 5322 2.1, 2.2 and 4.5 (obsolete: blanks before the colon); RFC 4155 (a leading "From " line).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "message/body_source.h"

namespace hfilter {

struct HeaderField {
  std::string_view name;   // the name without blanks before the colon: "Subject"
  std::string_view value;  // the text between the colon and the last line end, with its folding
  std::string_view raw;    // the whole field with its last line end
};

/// Returns true for a field name (RFC 5322 3.6.8): at most 249 printable ASCII characters without blanks and colon.
bool is_field_name(std::string_view name);

/// Iterates over the fields of a header. A line that begins with a blank continues the line before it.
class FieldScanner {
 public:
  /// `complete` is false if `header` was cut. The last field can then be cut, too, and next() does not return it.
  explicit FieldScanner(std::string_view header, bool complete = true) : header_(header), complete_(complete) {}

  /// Moves to the next field. Returns false at the empty line or at the end. Skips lines that are not fields.
  bool next(HeaderField* field);
  /// Returns the offset behind the last field that was returned.
  size_t offset() const { return at_; }

 private:
  std::string_view header_;
  bool complete_;
  size_t at_ = 0;
};

class Message {
 public:
  /// `header` is all before the body: an optional "From " line, the fields and the empty line, if any. `complete` is
  /// false if the header exceeds kMaxHeaderBytes; its rest is then at the front of `body`.
  Message(std::string header, std::unique_ptr<BodySource> body, bool complete = true);
  Message(const Message&) = delete;
  Message& operator=(const Message&) = delete;

  std::string_view header() const { return header_; }
  bool header_complete() const { return complete_; }
  /// Returns the mbox line with its line end, or an empty view.
  std::string_view from_line() const { return from_line_; }
  /// Returns the first kMaxFields fields in order, without lines that are not fields.
  const std::vector<HeaderField>& fields() const { return fields_; }
  /// Returns true if there are more fields; more_fields() is then the rest of the header.
  bool fields_truncated() const { return !more_fields_.empty(); }
  std::string_view more_fields() const { return more_fields_; }
  /// Returns the first field of that name, ignoring ASCII case, or null.
  const HeaderField* find(std::string_view name) const;
  /// Returns the end of the first header line, "\r\n" or "\n".
  std::string_view line_end() const { return line_end_; }
  BodySource& body() const { return *body_; }

  /// Returns the offset behind the empty line that ends the header, or npos if there is none yet. Lines end with LF or
  /// CRLF; a message can begin with the empty line. A caller that has more bytes now passes the previous size as
  /// `from`; all calls together are then linear.
  static size_t header_end(std::string_view bytes, size_t from = 0);

 private:
  void scan();

  std::string header_;
  std::unique_ptr<BodySource> body_;
  bool complete_;
  std::string_view from_line_;
  std::string_view line_end_ = "\n";
  std::vector<HeaderField> fields_;
  std::string_view more_fields_;
};

}  // namespace hfilter
