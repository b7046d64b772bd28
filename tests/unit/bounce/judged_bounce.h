// SPDX-License-Identifier: BSD-2-Clause
//
// What judge_bounce makes of a whole mail, and how often it asked for the structure.
#pragma once

#include <memory>
#include <string>

#include "bounce/bounce.h"
#include "unit/fake_mime_probe.h"

namespace hfilter {

struct JudgedBounce {
  BounceHeader found;
  int structures = 0;
};

inline JudgedBounce judged_bounce(const std::string& mail, bool null_sender) {
  const size_t end = Message::header_end(mail);
  const Message message(mail.substr(0, end), std::make_unique<MemoryBody>(mail.substr(end)));
  FakeMimeProbe probe;
  MimeContent content(message, probe);
  const BounceHeader found = judge_bounce(message, null_sender, content);
  return {found, probe.structures};
}

}  // namespace hfilter
