// SPDX-License-Identifier: BSD-2-Clause
//
// The table of who writes Received lines and how: one row a format. To add an MTA, add a row here and a line to
// tests/unit/trace/received_writers_test.cc; HACKING.md tells how. Static data, no failure.
#pragma once

#include <string_view>

#include "base/table.h"
#include "trace/received_layouts.h"

namespace hfilter {

/// Where a writer's own mark stands.
enum class MarkPlace : unsigned char {
  kStart,        // the value begins with it
  kBy,           // the `by` host ends with it
  kByAddress,    // the `by` host is an address that begins with it
  kByComment,    // a comment behind the `by` host begins with it
  kByVersion,    // the same, and it is a version, not an address
  kByUserid,     // the first comment behind the `by` host holds it
  kByWords,      // the words behind the `by` host begin with it
  kWith,         // the `with` clause begins with it
  kWithComment,  // a comment of the `with` clause begins with it
  kTailComment,  // one of either kind
  kHeadComment,  // the last comment of the head begins with it
  kHeadHolds,    // the head holds it, behind the first word
  kVia,          // the `via` clause begins with it
  kIdShape,      // the id has this shape: x for a letter or digit, h for one or more hexadecimal digits
  kIdEnd,        // the id ends with this shape of x and other characters
  kSemicolon,    // `by`, `with`, a blank before the semicolon, and no other clause
  kBare,         // `by`, `with`, the date, and no other clause; comments only as qmail's patches write them
  kAny,          // no mark: the layout tells it
};

/// What a name that stands in the line is worth, and what it means when none does.
enum class Names : unsigned char {
  kVerified,    // looked up both ways; none: there is none
  kUnverified,  // the PTR alone, or nobody knows; none: there is none
  kSometimes,   // the same; but no name tells nothing
  kNever,       // the writer does not look
};

struct Writer {
  const char* name;  // shown by explain
  HopKind kind;      // kSmtp may become kLmtp, kRetrieval ... by the `with` clause
  MarkPlace place;
  std::string_view mark;
  bool from;  // the line has a `from`
  Layout layout;
  Names names;
  bool sender_behind_date = false;  // it writes (envelope-from x) there; in other lines the client may have

  /// The mark stands for this writer alone: a line that has it and does not fit is nobody else's.
  bool is_sure() const {
    return place == MarkPlace::kStart || place == MarkPlace::kByComment || place == MarkPlace::kByVersion ||
           place == MarkPlace::kWithComment || place == MarkPlace::kTailComment;
  }
};

/// The rows, in the order in which they are tried: the first whose mark stands there and whose layout fits.
Table<Writer> received_writers();

/// For lines of nobody in the table.
const Writer& unknown_writer();

/// True if `writer`'s mark stands in its place.
bool has_mark(const ReceivedLine& line, const Writer& writer);

}  // namespace hfilter
