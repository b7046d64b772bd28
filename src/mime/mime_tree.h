// SPDX-License-Identifier: BSD-2-Clause
//
// The parts of a message and how they stand in one another, put together from the scan and from what the parser of
// structure said, which is decoded as hostile input: it may be wrong, but never outside of the scan. Owns its data;
// bodies are ranges of octets in the message's body.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "mime/mime_scan.h"

namespace hfilter {

/// One entity as the parser of structure reports it, parents before their children.
struct MimeEntityReport {
  int32_t parent = -1;    // index of its parent; -1: the message itself
  int32_t block = -1;     // MimeScan::blocks()
  int32_t end_line = -1;  // MimeScan::boundary_lines(): the one that ends its body; -1: the end of the message
};

struct MimePart {
  int parent = -1;
  int block = 0;
  int depth = 0;
  uint64_t begin = 0;
  uint64_t end = 0;
  bool leaf = true;
};

/// kMalformed text in the error where the report does not fit the scan, kLimit beyond kMaxMimeDepth.
Result<std::vector<MimePart>> build_mime_tree(const MimeScan& scan, const std::vector<MimeEntityReport>& report,
                                              uint64_t body_size);

/// The same without a parser of structure, for messages that are too large for one: each header is a part that ends at
/// the next boundary line, and none has a parent.
std::vector<MimePart> flat_mime_parts(const MimeScan& scan);

/// Adds the headers that the parser of structure did not report: other readers may show what stands behind a closing
/// line.
void add_unreported_parts(const MimeScan& scan, std::vector<MimePart>* parts);

}  // namespace hfilter
