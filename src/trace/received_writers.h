// SPDX-License-Identifier: BSD-2-Clause
//
// The table of who writes Received lines and how: one row a format. To add an MTA, add a row (and a golden line to
// tests/unit/trace/received_writers_test.cc); HACKING.md tells how. Static data, no failure.
#ifndef HFILTER_TRACE_RECEIVED_WRITERS_H_
#define HFILTER_TRACE_RECEIVED_WRITERS_H_

#include <string_view>
#include <vector>

#include "trace/received_layouts.h"

namespace hfilter {

/// Where a writer's own mark stands.
enum class MarkPlace : unsigned char {
  kStart,        // the value begins with it
  kBy,           // the `by` host ends with it
  kByComment,    // a comment behind the `by` host begins with it
  kByVersion,    // the same, and it is a version, not an address
  kByWords,      // the words behind the `by` host begin with it
  kWith,         // the `with` clause begins with it
  kWithComment,  // a comment of the `with` clause begins with it
  kTailComment,  // any comment of the tail up to the recipient begins with it
  kHeadComment,  // a comment of the head begins with it, behind the first word
  kVia,          // the `via` clause begins with it
  kIdShape,      // the id has this shape: h stands for one or more hexadecimal digits, others for themselves
  kSemicolon,    // the semicolon begins a line
  kBare,         // `by`, `with` and the date, and no other clause; comments only as qmail's patches write them
};

/// What a client can put into its HELO.
enum class HeloText : unsigned char {
  kBounded,   // cleaned or validated: the head can be read in one way only
  kAnything,  // blanks and brackets, too: it can imitate every other format
};

struct Writer {
  const char* name;  // shown by explain
  HopKind kind;      // kSmtp may become kLmtp, kRetrieval ... by the `with` clause
  MarkPlace place;
  std::string_view mark;
  bool from;  // the line has a `from`
  Layout layout;
  RdnsState rdns;  // of a name, where it stands: what the writer's look-up is worth
  HeloText helo = HeloText::kBounded;
};

const std::vector<Writer>& received_writers();

/// True if `writer`'s mark stands in its place.
bool has_mark(const ReceivedLine& line, const Writer& writer);

}  // namespace hfilter

#endif  // HFILTER_TRACE_RECEIVED_WRITERS_H_
