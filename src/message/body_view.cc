// SPDX-License-Identifier: BSD-2-Clause
#include "message/body_view.h"

#include <algorithm>

namespace hfilter {

Result<uint64_t> BodyView::size() {
  Result<uint64_t> whole = whole_.size();
  if (!whole) return whole;
  return std::min(*whole, limit_bytes_);
}

Result<size_t> BodyView::read_at(uint64_t offset, char* buffer, size_t count) {
  if (offset >= limit_bytes_) return size_t{0};
  return whole_.read_at(offset, buffer, static_cast<size_t>(std::min<uint64_t>(count, limit_bytes_ - offset)));
}

}  // namespace hfilter
