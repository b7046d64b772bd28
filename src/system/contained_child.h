// SPDX-License-Identifier: BSD-2-Clause
//
// A library that is not trusted with hostile input runs in a child process behind this interface: framed request,
// framed answer. A death, a wrong frame or the deadline costs only the request in hand: kTimeout or kIo, and the mail
// goes on. The answer is bytes that the child could have been made to write: decode it as hostile input.
#ifndef HFILTER_SYSTEM_CONTAINED_CHILD_H_
#define HFILTER_SYSTEM_CONTAINED_CHILD_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hfilter {

class ContainedChild {
 public:
  virtual ~ContainedChild() = default;

  /// Sends `request` and waits at most `timeout_ms` for the answer, which is at most `max_answer_bytes` long.
  /// The child is started when first needed and again after a death.
  virtual Result<std::string> call(std::string_view request, size_t max_answer_bytes, int timeout_ms) = 0;
};

}  // namespace hfilter

#endif  // HFILTER_SYSTEM_CONTAINED_CHILD_H_
