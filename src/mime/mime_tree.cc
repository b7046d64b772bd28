// SPDX-License-Identifier: BSD-2-Clause
#include "mime/mime_tree.h"

#include <algorithm>

#include "base/limits.h"

namespace hfilter {

Result<std::vector<MimePart>> build_mime_tree(const MimeScan& scan, const std::vector<MimeEntityReport>& report,
                                              uint64_t body_size) {
  std::vector<MimePart> parts;
  const auto wrong = [] { return failure(ErrorKind::kIo, "the answer of the MIME process does not fit the message"); };
  for (const MimeEntityReport& entity : report) {
    const auto number = static_cast<int>(parts.size());
    if (entity.block < 0 || entity.block >= static_cast<int>(scan.blocks().size())) return wrong();
    if (entity.parent < -1 || entity.parent >= number || (entity.parent == -1) != (number == 0)) return wrong();
    if (entity.end_line < -1 || entity.end_line >= static_cast<int>(scan.boundary_lines().size())) return wrong();
    const MimeBlock& block = scan.blocks()[static_cast<size_t>(entity.block)];
    MimePart part;
    part.parent = entity.parent;
    part.block = entity.block;
    if (number > 0) {
      MimePart& parent = parts[static_cast<size_t>(entity.parent)];
      parent.leaf = false;
      part.depth = parent.depth + 1;
    }
    if (part.depth > kMaxMimeDepth) return failure(ErrorKind::kLimit, "the parts are nested more than 50 levels deep");
    part.begin = std::min(block.body_begin, body_size);
    part.end = entity.end_line < 0 ? body_size : scan.boundary_lines()[static_cast<size_t>(entity.end_line)].begin;
    part.end = std::max(part.begin, std::min(part.end, body_size));
    parts.push_back(part);
  }
  if (parts.empty()) return wrong();
  return parts;
}

namespace {

MimePart flat_part(const MimeScan& scan, size_t number) {
  const MimeBlock& block = scan.blocks()[number];
  MimePart part;
  part.block = static_cast<int>(number);
  part.begin = block.body_begin;
  part.end = block.body_end;
  part.leaf = block.is_leaf();
  return part;
}

}  // namespace

std::vector<MimePart> flat_mime_parts(const MimeScan& scan) {
  std::vector<MimePart> parts;
  for (size_t i = 0; i < scan.blocks().size(); ++i) parts.push_back(flat_part(scan, i));
  return parts;
}

void add_unreported_parts(const MimeScan& scan, std::vector<MimePart>* parts) {
  std::vector<bool> reported(scan.blocks().size(), false);
  for (const MimePart& part : *parts) reported[static_cast<size_t>(part.block)] = true;
  for (size_t i = 0; i < reported.size(); ++i) {
    if (!reported[i]) parts->push_back(flat_part(scan, i));
  }
}

}  // namespace hfilter
