// SPDX-License-Identifier: BSD-2-Clause
//
// Counts the messages of an mbox. A message begins with a line "From SENDER DATE" behind an empty line. Other lines
// that begin with "From " have no date.
// Errors: those of the body.
// Source: RFC 4155.
#pragma once

#include <cstdint>

#include "message/message.h"

namespace hfilter {

struct Mbox {
  uint64_t messages = 1;
  uint64_t first_body_bytes = 0;  // the size of the first message's body, without the empty line behind it
};

/// Reads the whole body of `first`, which contains the other messages. REQUIRES: `first` has a "From " line.
Result<Mbox> read_mbox(const Message& first);

}  // namespace hfilter
