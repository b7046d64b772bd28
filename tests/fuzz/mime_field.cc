// SPDX-License-Identifier: BSD-2-Clause
// Content-Type, Content-Disposition, transfer encodings, and what file names and first octets say.
#include <cstdlib>
#include <string>

#include "archive/file_kind.h"
#include "mime/mime_field.h"
#include "mime/transfer_encoding.h"

using namespace hfilter;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const MimeField type = parse_content_type(input);
  const MimeField disposition = parse_content_disposition(input);
  size_t octets = 0;
  for (const MimeParameter& parameter : type.parameters) octets += parameter.value.size();
  if (octets > size) std::abort();  // decoding never makes text longer
  for (const MimeParameter& parameter : disposition.parameters) {
    const NameKind name = judge_file_name(parameter.value);
    contradiction(name, type.token, judge_content(input));
  }
  judge_file_name(input);
  mime_marks_text(type.marks | disposition.marks);
  for (const auto encoding : {TransferEncoding::kBase64, TransferEncoding::kQuotedPrintable}) {
    const std::string whole = decode_transfer(encoding, input);
    if (whole.size() > size + 3) std::abort();
    TransferDecoder decoder(encoding);
    std::string pieces;
    for (size_t at = 0; at < size; at += 3) decoder.feed(input.substr(at, 3), &pieces);
    decoder.finish(&pieces);
    if (pieces != whole) std::abort();
  }
  return 0;
}
