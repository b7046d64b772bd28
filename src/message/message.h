// SPDX-License-Identifier: BSD-2-Clause
//
// One message: the header bytes exactly as they came, its fields as views, and a body that is read only on demand.
// Total: any bytes are a message; what is no field is kept and reported as `junk` lines. Linear in the header.
// Lifetime: HeaderField, hops, and names taken from them are views into the Message and must not outlive it. A Message
// is neither copied nor moved. Nothing reachable from a Verdict is such a view. Source: RFC 5322 2.1, 2.2 and 4.5
// (obsolete: blanks before the colon); the leading "From " line is mbox (RFC 4155).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "message/body_source.h"

namespace hfilter {

struct HeaderField {
  std::string_view name;   // "Subject": without the blanks that may stand before the colon
  std::string_view value;  // after the colon up to the last line end of the field, folding and all
  std::string_view raw;    // from the first octet of the name to its last line end, both included
};

/// True if `name` can be the name of a field: printable ASCII without blanks and colon (RFC 5322 3.6.8).
bool is_field_name(std::string_view name);

/// Steps through the lines of a header. A line that begins with a blank belongs to the line before it.
class FieldScanner {
 public:
  /// `complete` is false if `header` was cut: the field that reaches its end is then not returned, it may be cut, too.
  explicit FieldScanner(std::string_view header, bool complete = true) : header_(header), complete_(complete) {}

  /// The next field; false at the empty line or at the end. Lines that are no field are skipped.
  bool next(HeaderField* field);
  /// Just behind the last field that was returned.
  size_t offset() const { return at_; }

 private:
  std::string_view header_;
  bool complete_;
  size_t at_ = 0;
};

class Message {
 public:
  /// `header` is what stands before the body: the optional "From " line, the fields, and the empty line where there is
  /// one. `complete` is false if the header went on beyond kMaxHeaderBytes (the rest is then at the front of `body`).
  Message(std::string header, std::unique_ptr<BodySource> body, bool complete = true);
  Message(const Message&) = delete;
  Message& operator=(const Message&) = delete;

  /// All bytes before the body.
  std::string_view header() const { return header_; }
  bool header_complete() const { return complete_; }
  /// The mbox line with its line end, or empty.
  std::string_view from_line() const { return from_line_; }
  /// The fields in their order. Lines that are no field (and are not folded onto one) are skipped here, kept in
  /// header().
  const std::vector<HeaderField>& fields() const { return fields_; }
  /// More than kMaxFields: the rest of the header, more_fields(), is not in fields().
  bool fields_truncated() const { return !more_fields_.empty(); }
  std::string_view more_fields() const { return more_fields_; }
  /// The first field of that name (ASCII case ignored), or null.
  const HeaderField* find(std::string_view name) const;
  /// "\r\n" or "\n": how the first line of the header ends.
  std::string_view line_end() const { return line_end_; }
  BodySource& body() const { return *body_; }

  /// Finds where the header of `bytes` ends: the offset just behind the empty line, or npos if there is none yet.
  /// An empty line is LF LF, LF CRLF, CRLF LF or CRLF CRLF; a message may also begin with it. `from` lets a reader go
  /// on where it stopped (it backs up by itself), so that the search is linear over all calls.
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
