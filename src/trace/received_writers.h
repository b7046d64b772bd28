// SPDX-License-Identifier: BSD-2-Clause
//
// Table of the writers of Received lines, one row per format. To add an MTA, add a row here and a line to
// tests/unit/trace/received_writers_test.cc (see HACKING.md).
#pragma once

#include <string_view>

#include "base/table.h"
#include "trace/received_layouts.h"

namespace hfilter {

/// The place of a writer's mark in the line.
enum class MarkPlace : unsigned char {
  kStart,        // the value begins with the mark
  kBy,           // the `by` host ends with the mark
  kByAddress,    // the `by` host is an address that begins with the mark, without comments
  kByComment,    // a comment after the `by` host begins with the mark
  kByVersion,    // like kByComment; the comment is a version and not an address
  kByUserid,     // the first comment after the `by` host contains the mark
  kByWords,      // the words after the `by` host begin with the mark
  kWith,         // the `with` clause begins with the mark
  kWithComment,  // a comment in the `with` clause begins with the mark
  kTailComment,  // the mark is as for kByComment or kWithComment
  kHeadComment,  // the last comment of the head begins with the mark
  kHeadHolds,    // the head contains the mark after its first word
  kVia,          // the `via` clause begins with the mark
  kIdShape,      // the id has this shape: x is a letter or digit, h one or more hexadecimal digits
  kIdEnd,        // the id ends with this shape: x is a letter or digit
  kSemicolon,    // no mark: only `by`, `with` and the date, with a blank before the semicolon
  kBare,         // no mark: only `by`, `with` and the date, and only comments of qmail's patches
  kAny,          // the writer has no mark; its layout decides
};

/// Reliability of the client's name in the line, and the meaning of a missing name.
enum class Names : unsigned char {
  kVerified,    // the writer verifies names in both directions; a missing name means that the client has none
  kUnverified,  // the writer takes the PTR alone, or this is not known; a missing name means that the client has none
  kSometimes,   // like kUnverified, but a missing name has no meaning
  kNever,       // the writer does not look up names
};

struct Writer {
  const char* name;  // the name of the writer, as `explain` shows it
  HopKind kind;      // the kind of the hop; the `with` clause may change kSmtp to kLmtp, kRetrieval or kLocal
  MarkPlace place;
  std::string_view mark;
  bool from;  // the line has a `from` clause
  Layout layout;
  Names names;
  bool sender_behind_date = false;  // the writer puts (envelope-from x) after the date; elsewhere it can be a client's

  /// Returns true if only this writer uses the mark. A line with the mark and another layout is then unreadable.
  bool is_sure() const {
    return place == MarkPlace::kStart || place == MarkPlace::kByComment || place == MarkPlace::kByVersion ||
           place == MarkPlace::kWithComment || place == MarkPlace::kTailComment;
  }
};

/// Returns the rows in the order in which they are tried. The first row whose mark and layout fit wins.
Table<Writer> received_writers();

/// Returns the row for writers that are not in the table.
const Writer& unknown_writer();

/// Returns true if the mark of `writer` is in its place.
bool has_mark(const ReceivedLine& line, const Writer& writer);

}  // namespace hfilter
