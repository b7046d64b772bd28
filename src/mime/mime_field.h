// SPDX-License-Identifier: BSD-2-Clause
//
// The structured fields of MIME, Content-Type and Content-Disposition: a token and its parameters. Reads what writers
// really send and what evaders write on purpose; whatever two readers may read differently is marked. Total, linear,
// bounded by kMaxMimeFieldBytes and kMaxMimeParameters. Owns its text. Source: RFC 2045 5.1, RFC 2183, RFC 2231
// (continuations, charset and language).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hfilter {

/// What is odd about the MIME of a message: each is a way to show one reader something and hide it from another.
/// A set of bits.
using MimeMarks = unsigned;
inline constexpr MimeMarks kMarkQuotedSeparator = 1u << 0;    // a quoted ";" in a boundary or a name
inline constexpr MimeMarks kMarkTypeComment = 1u << 1;        // a comment in Content-Type
inline constexpr MimeMarks kMarkTypeBlank = 1u << 2;          // blanks around the "/" of a type
inline constexpr MimeMarks kMarkTypeBroken = 1u << 3;         // no type/subtype
inline constexpr MimeMarks kMarkParameterTwice = 1u << 4;     // name, filename or boundary twice and different
inline constexpr MimeMarks kMarkFieldTwice = 1u << 5;         // two Content-Type (or -Disposition ...) in one header
inline constexpr MimeMarks kMarkUnclosedQuote = 1u << 6;      // a quote that never ends
inline constexpr MimeMarks kMarkNoBoundary = 1u << 7;         // a multipart without boundary, or it never occurs
inline constexpr MimeMarks kMarkUnclosedBoundary = 1u << 8;   // no closing boundary line
inline constexpr MimeMarks kMarkBoundaryTwice = 1u << 9;      // two multiparts share a boundary
inline constexpr MimeMarks kMarkBoundaryPrefix = 1u << 10;    // a line that only begins with a boundary
inline constexpr MimeMarks kMarkEncodedMultipart = 1u << 11;  // base64 or quoted-printable over a multipart or message
inline constexpr MimeMarks kMarkUnknownEncoding = 1u << 12;   // a Content-Transfer-Encoding that does not exist
inline constexpr MimeMarks kMarkStrangeBase64 = 1u << 13;     // octets in base64 that have no place there
inline constexpr MimeMarks kMarkNotAField = 1u << 14;         // a line in the header of a part that is no field
inline constexpr MimeMarks kMarkNul = 1u << 15;               // a NUL in the header of a part
inline constexpr MimeMarks kMarkLongBoundary = 1u << 16;      // a boundary beyond kMaxBoundaryBytes; RFC 2046 allows 70
inline constexpr MimeMarks kMarkBehindEnd = 1u << 17;         // a boundary line behind the closing one
inline constexpr int kMimeMarkCount = 18;

/// For explain: "a quoted ; in a boundary or name", several separated by commas; empty for none.
std::string mime_marks_text(MimeMarks marks);

struct MimeParameter {
  std::string name;       // lower case, without the "*0*" of RFC 2231
  std::string value;      // octets: quotes, continuations and percent signs resolved
  std::string charset;    // what RFC 2231 says of the octets, lower case; empty: it does not say
  bool extended = false;  // RFC 2231 was used: RFC 2047 words in it are plain text
};

struct MimeField {
  std::string token;  // "text/plain", "attachment": lower case; empty if there is none
  std::vector<MimeParameter> parameters;
  MimeMarks marks = 0;
  bool cut = false;  // a name or a boundary may stand beyond kMaxMimeFieldBytes or kMaxMimeParameters

  /// The first of that (lower case) name, or null.
  const MimeParameter* find(std::string_view name) const;
};

/// `value` may be folded.
MimeField parse_content_type(std::string_view value);
MimeField parse_content_disposition(std::string_view value);

}  // namespace hfilter
