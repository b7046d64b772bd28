// SPDX-License-Identifier: BSD-2-Clause
//
// The interface to the body of a message. system/files/input implements it for streams, spools and seekable files;
// tests use MemoryBody. hfilter reads the body only if a rule needs it.
// Errors: kIo, or no space for the spool; facts about the body are then unknown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/result.h"

namespace hfilter {

class BodySource {
 public:
  virtual ~BodySource() = default;

  /// Returns the size in octets. Can read the input to its end and spool it.
  virtual Result<uint64_t> size() = 0;

  /// Reads up to `count` octets at `offset` into `buffer`; 0 only at the end. Can spool the input.
  virtual Result<size_t> read_at(uint64_t offset, char* buffer, size_t count) = 0;
};

class MemoryBody : public BodySource {
 public:
  explicit MemoryBody(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<uint64_t> size() override { return uint64_t{bytes_.size()}; }
  Result<size_t> read_at(uint64_t offset, char* buffer, size_t count) override;

 private:
  std::string bytes_;
};

}  // namespace hfilter
