// SPDX-License-Identifier: BSD-2-Clause
//
// The messages of an mbox. Pure. A message begins at a line "From SENDER DATE" behind an empty line; a line of a text
// that only begins with "From " has no date. Errors: those of the body. Source: RFC 4155.
#pragma once

#include <cstdint>

#include "message/message.h"

namespace hfilter {

struct Mbox {
  uint64_t messages = 1;
  uint64_t first_body_bytes = 0;  // of the first message, without the empty line behind it
};

/// Reads the whole body of `first`, which holds the other messages, too. REQUIRES: `first` has a "From " line.
Result<Mbox> read_mbox(const Message& first);

}  // namespace hfilter
