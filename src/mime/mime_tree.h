// SPDX-License-Identifier: BSD-2-Clause
//
// Builds the tree of parts from the scan and the report of the structure parser. The report is treated as hostile: it
// can be wrong, but cannot refer outside of the scan. The body of a part is a range of octets in the message's body.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "mime/mime_scan.h"

namespace hfilter {

/// One entity in the structure parser's report. A parent comes before its children.
struct MimeEntityReport {
  int32_t parent = -1;    // the index of the parent part; -1 for the message itself
  int32_t block = -1;     // the index of the part in MimeScan::blocks()
  int32_t end_line = -1;  // the index in MimeScan::boundary_lines() of its last line; -1: it ends with the message
};

struct MimePart {
  int parent = -1;
  int block = 0;
  int depth = 0;
  uint64_t begin = 0;
  uint64_t end = 0;
  bool leaf = true;
};

/// Builds the tree. Errors: kIo if the report does not fit the scan, kLimit beyond kMaxMimeDepth.
Result<std::vector<MimePart>> build_mime_tree(const MimeScan& scan, const std::vector<MimeEntityReport>& report,
                                              uint64_t body_size);

/// Returns a flat list of parts, for messages that are too large for the structure parser. Each header is a part
/// without a parent that ends at the next boundary line.
std::vector<MimePart> flat_mime_parts(const MimeScan& scan);

/// Adds the headers that the structure parser did not report, such as those behind a closing line. Some mail programs
/// show these parts.
void add_unreported_parts(const MimeScan& scan, std::vector<MimePart>* parts);

}  // namespace hfilter
