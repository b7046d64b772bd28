// SPDX-License-Identifier: BSD-2-Clause
//
// The message on a descriptor: the header is read at once, the body only when somebody asks. The body is three parts
// in this order, each perhaps empty: what was spooled to a file, what is in memory, what can still be read. A regular
// file on the descriptor is used where it lies. Reading waits at most the idle limit a call (kTimeout); interrupted and
// non-blocking reads go on; other failures are kIo. A spool that fails costs only random access: the body can still be
// passed on. Lifetime: the descriptor belongs to the caller and must outlive the body.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "message/body_source.h"
#include "message/message.h"
#include "system/files/descriptor.h"

namespace hfilter {

class Deadline;

struct InputOptions {
  int idle_timeout_ms = kIdleTimeoutMs;  // 0: wait for ever, for a person at a terminal
  Deadline* deadline = nullptr;          // stands still while the body is read: it is for deciding only
  std::vector<std::string> spool_folders = {"/var/tmp", "/tmp"};
  size_t spool_memory_bytes = kSpoolMemoryBytes;
};

class InputBody : public BodySource {
 public:
  /// `prefetched` is the body as far as it was read already; `fd` gives the rest, unless `at_end`. `file_offset` is
  /// where the body begins if `fd` is a regular file.
  InputBody(int fd, std::string prefetched, bool at_end, std::optional<uint64_t> file_offset, InputOptions options);

  Result<uint64_t> size() override;
  Result<size_t> read_at(uint64_t offset, char* buffer, size_t count) override;

  /// size() as far as it is known without reading on: for the log.
  std::optional<uint64_t> known_size();
  /// Reads the input to its end, so that the body can be read at random and passed on more than once.
  Status spool();
  /// What passing on needs (system/files/output). `fd` stands right behind `memory`.
  struct Parts {
    int spool_fd;          // -1: none
    uint64_t spool_bytes;  // from offset 0
    std::string_view memory;
    int fd;
    bool at_end;  // nothing is left on fd
  };
  Parts parts() const { return {spool_.get(), spool_bytes_, memory_, fd_, at_end_}; }
  /// Called by pass_on and drain when `fd` gave its last octet.
  void mark_read_to_end(uint64_t streamed_bytes);
  /// Before it is passed on once more: puts a regular file back to where `memory` ends. Fails for what was streamed.
  Status rewind();
  const InputOptions& options() const { return options_; }

 private:
  Status read_all();
  Status store(std::string_view bytes);
  Status move_to_spool(std::string_view bytes);

  int fd_;
  std::string memory_;
  bool at_end_;
  InputOptions options_;
  Descriptor spool_;
  uint64_t spool_bytes_ = 0;
  std::optional<Error> failure_;  // the first failure of spooling; it stays
  // A regular file: the body begins at this offset of fd_ (memory_ is its beginning), and nothing needs spooling.
  std::optional<uint64_t> file_offset_;
  std::optional<uint64_t> streamed_bytes_;  // how much of fd_ was passed on or thrown away, if it was
};

/// `message` is null if the input was empty. `body` is owned by the message.
struct Input {
  std::unique_ptr<Message> message;
  InputBody* body = nullptr;
};

/// Reads up to the empty line behind the header, or kMaxHeaderBytes, or the end.
Result<Input> read_message(int fd, const InputOptions& options = {});

/// One read(2) that waits at most `idle_timeout_ms`; 0 only at the end.
Result<size_t> read_some(int fd, char* buffer, size_t count, int idle_timeout_ms);

}  // namespace hfilter
