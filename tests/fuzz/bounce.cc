// SPDX-License-Identifier: BSD-2-Clause
// A whole message through the reading of bounces: parts, attachments, text, the returned header and who handed it over.
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>

#include "bounce/backscatter.h"
#include "bounce/bounce.h"
#include "bounce/bounce_words.h"
#include "bounce/returned_message.h"
#include "unit/fake_mime_probe.h"

using namespace hfilter;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string input(reinterpret_cast<const char*>(data), size);
  reports_nondelivery(input);
  has_status_code_near_address(input);
  const size_t end = std::min(Message::header_end(input), input.size());
  const Message message(input.substr(0, end), std::make_unique<MemoryBody>(input.substr(end)));
  FakeMimeProbe probe;
  probe.listing = ArchiveListing{{"x.exe"}, false, "", false};
  MimeContent content(message, probe);
  judge_bounce(message, size % 2 == 0, content);
  content.attachments();
  content.text();
  const Finding<std::string> header = returned_header(content);
  if (!header.has_value()) return 0;
  const Message returned(*header, std::make_unique<MemoryBody>(""));
  static const TrustLists trust;
  judge_returned(returned, trust, [](const IpAddress&, std::string_view, std::string_view) { return Truth::no(); });
  return 0;
}
