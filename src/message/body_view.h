// SPDX-License-Identifier: BSD-2-Clause
//
// A view of the first `limit_bytes` of another body.
// Errors: those of `whole`.
// Lifetime: `whole` must outlive the view.
#pragma once

#include <cstdint>

#include "message/body_source.h"

namespace hfilter {

class BodyView : public BodySource {
 public:
  explicit BodyView(BodySource& whole, uint64_t limit_bytes = UINT64_MAX) : whole_(whole), limit_bytes_(limit_bytes) {}
  Result<uint64_t> size() override;
  Result<size_t> read_at(uint64_t offset, char* buffer, size_t count) override;

 private:
  BodySource& whole_;
  const uint64_t limit_bytes_;
};

}  // namespace hfilter
