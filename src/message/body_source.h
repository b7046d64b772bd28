// SPDX-License-Identifier: BSD-2-Clause
//
// The body of a message, behind the smallest interface that facts need. The real ones (stream, spool, seekable file)
// are in system/files/input; tests use MemoryBody. Nobody reads the body before a rule asks for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/result.h"

namespace hfilter {

class BodySource {
 public:
  virtual ~BodySource() = default;

  /// Octets of the body. May read the input to its end and spool it; kIo or a no-space error makes body facts unknown.
  virtual Result<uint64_t> size() = 0;

  /// Up to `count` octets from `offset` into `buffer`; 0 only at the end. May spool, fails like size().
  virtual Result<size_t> read_at(uint64_t offset, char* buffer, size_t count) = 0;
};

/// A body that is in memory already.
class MemoryBody : public BodySource {
 public:
  explicit MemoryBody(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<uint64_t> size() override { return uint64_t{bytes_.size()}; }
  Result<size_t> read_at(uint64_t offset, char* buffer, size_t count) override;

 private:
  std::string bytes_;
};

}  // namespace hfilter
