// SPDX-License-Identifier: BSD-2-Clause
#include "message/body_source.h"

namespace hfilter {

Result<size_t> MemoryBody::read_at(uint64_t offset, char* buffer, size_t count) {
  if (offset >= bytes_.size()) return size_t{0};
  return bytes_.copy(buffer, count, static_cast<size_t>(offset));
}

}  // namespace hfilter
