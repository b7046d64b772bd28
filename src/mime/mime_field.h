// SPDX-License-Identifier: BSD-2-Clause
//
// Parses Content-Type and Content-Disposition: a token and its parameters. Accepts real fields and those of attackers,
// and marks text that two mail programs can read differently. Linear.
// Errors: none; kMaxMimeFieldBytes and kMaxMimeParameters cut a field.
// Source: RFC 2045 5.1, RFC 2183, RFC 2231 (continuations, charset and language).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hfilter {

/// Oddities in the MIME structure of a message, as a set of bits. With each of them a sender can hide content from one
/// program that another one shows.
using MimeMarks = unsigned;
inline constexpr MimeMarks kMarkQuotedSeparator = 1u << 0;    // a quoted ";" in a boundary or a name
inline constexpr MimeMarks kMarkTypeComment = 1u << 1;        // a comment in Content-Type
inline constexpr MimeMarks kMarkTypeBlank = 1u << 2;          // blanks around the "/" of a type
inline constexpr MimeMarks kMarkTypeBroken = 1u << 3;         // a Content-Type that is not type/subtype
inline constexpr MimeMarks kMarkParameterTwice = 1u << 4;     // a parameter occurs twice, with different values
inline constexpr MimeMarks kMarkFieldTwice = 1u << 5;         // two Content-Type (-Disposition ...) in one header
inline constexpr MimeMarks kMarkUnclosedQuote = 1u << 6;      // a quote that never ends
inline constexpr MimeMarks kMarkNoBoundary = 1u << 7;         // a multipart whose boundary is missing or never occurs
inline constexpr MimeMarks kMarkUnclosedBoundary = 1u << 8;   // a multipart without a closing boundary line
inline constexpr MimeMarks kMarkBoundaryTwice = 1u << 9;      // two multiparts share a boundary
inline constexpr MimeMarks kMarkBoundaryPrefix = 1u << 10;    // a line that only begins with a boundary
inline constexpr MimeMarks kMarkEncodedMultipart = 1u << 11;  // a multipart or message in base64 or quoted-printable
inline constexpr MimeMarks kMarkUnknownEncoding = 1u << 12;   // an unknown Content-Transfer-Encoding
inline constexpr MimeMarks kMarkStrangeBase64 = 1u << 13;     // invalid octets in base64
inline constexpr MimeMarks kMarkNotAField = 1u << 14;         // a line in the header of a part that is not a field
inline constexpr MimeMarks kMarkNul = 1u << 15;               // a NUL in the header of a part
inline constexpr MimeMarks kMarkLongBoundary = 1u << 16;      // a boundary beyond kMaxBoundaryBytes; RFC 2046 allows 70
inline constexpr MimeMarks kMarkLineAfterClosing = 1u << 17;  // a boundary line after the closing one
inline constexpr int kMimeMarkCount = 18;

/// Returns text for explain: "a quoted ; in a boundary or name", with commas between several.
std::string mime_marks_text(MimeMarks marks);

struct MimeParameter {
  std::string name;       // the name in lower case, without the "*0*" of RFC 2231
  std::string value;      // the octets of the value; quotes, continuations and percent signs are decoded
  std::string charset;    // the charset that an RFC 2231 value names, in lower case; otherwise empty
  bool extended = false;  // the parameter has RFC 2231 syntax: RFC 2047 words in the value are plain text
};

struct MimeField {
  std::string token;  // the first word of the field in lower case: "text/plain", "attachment"; empty if missing
  std::vector<MimeParameter> parameters;
  MimeMarks marks = 0;
  bool may_lack_name = false;  // a bound was reached, so a name or a boundary can be missing

  /// Returns the first parameter of that name (lower case), or null.
  const MimeParameter* find(std::string_view name) const;
};

/// Parses a field value, folded or not.
MimeField parse_content_type(std::string_view value);
MimeField parse_content_disposition(std::string_view value);

}  // namespace hfilter
