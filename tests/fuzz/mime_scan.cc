// SPDX-License-Identifier: BSD-2-Clause
// The scan before mimetic, in two cuts, then mimetic over the skeleton: whatever the input, the parts lie in the body.
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>

#include "message/message.h"
#include "mime/mime_scan.h"
#include "mime/mime_tree.h"
#include "mime/uuencode.h"
#include "system/child/mime_mimetic.h"
#include "unit/fake_child.h"

using namespace hfilter;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void scan(MimeScan* scan, std::string_view body, size_t piece) {
  for (size_t at = 0; at < body.size(); at += piece) scan->feed(body.substr(at, piece));
  scan->finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t end = std::min(Message::header_end(input), input.size());
  const std::string_view body = input.substr(end);
  const Message message(std::string(input.substr(0, end)), std::make_unique<MemoryBody>(""));
  MimeScan whole(message), cut(message);
  scan(&whole, body, body.size() + 1);
  scan(&cut, body, 7);
  UuencodeFinder files;
  files.feed(body);
  files.finish();
  require(whole.limits() == cut.limits());
  for (const MimePart& part : flat_mime_parts(whole)) require(part.begin <= part.end && part.end <= body.size());
  if (!whole.is_whole()) return 0;
  require(whole.skeleton() == cut.skeleton());
  require(whole.marks() == cut.marks());
  for (const MimeBlock& block : whole.blocks()) require(block.body_begin <= body.size());
  for (const BoundaryLine& line : whole.boundary_lines()) require(line.begin <= line.end && line.end <= body.size());
  if (whole.has_no_parts()) return 0;

  FakeChild child(mimetic_job());
  const Result<std::string> answer = child.call(whole.skeleton(), size_t{1} << 20, 1'000);
  require(answer.ok());
  const auto report = decode_mime_answer(*answer);
  require(report.ok());
  const auto parts = build_mime_tree(whole, *report, body.size());
  if (!parts) {
    require(parts.error().kind == ErrorKind::kLimit);
    return 0;
  }
  for (const MimePart& part : *parts) require(part.begin <= part.end && part.end <= body.size());
  return 0;
}
