// SPDX-License-Identifier: BSD-2-Clause
//
// Reads the message from a descriptor: the header at once, the body on demand. The body has three parts in this
// order, each perhaps empty: in the spool file, in memory, not yet read. A regular file is read in place. Each read
// waits at most the idle limit. If spooling fails, the body can still be passed on, but not read at random.
// Errors: kTimeout, kIo.
// Lifetime: the caller's descriptor must outlive the body.
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
  int idle_timeout_ms = kIdleTimeoutMs;  // the longest wait for more input; 0: no limit, for a person at a terminal
  Deadline* deadline = nullptr;          // the deadline that is paused while the body is read
  std::vector<std::string> spool_folders = {"/var/tmp", "/tmp"};
  size_t spool_memory_bytes = kSpoolMemoryBytes;
};

class InputBody : public BodySource {
 public:
  /// `prefetched` is the part already read; `fd` gives the rest, unless `at_end`. `file_offset` is where the body
  /// begins in a regular file.
  InputBody(int fd, std::string prefetched, bool at_end, std::optional<uint64_t> file_offset, InputOptions options);

  Result<uint64_t> size() override;
  Result<size_t> read_at(uint64_t offset, char* buffer, size_t count) override;

  /// Returns size() if it is known without further reading.
  std::optional<uint64_t> known_size();
  /// Reads the input to its end, so that the body can be read at random and passed on repeatedly.
  Status spool();
  /// The parts that passing on needs (system/files/output). The offset of `fd` is the end of `memory`.
  struct Parts {
    int spool_fd;          // the spool file; -1: none
    uint64_t spool_bytes;  // the number of bytes in the spool file, from offset 0
    std::string_view memory;
    int fd;
    bool at_end;  // the input `fd` has no more bytes
  };
  Parts parts() const { return {spool_.get(), spool_bytes_, memory_, fd_, at_end_}; }
  /// Records that `fd` is read to its end. pass_on() and drain() call it.
  void mark_read_to_end(uint64_t streamed_bytes);
  /// Sets a regular file back to the end of `memory`, to pass it on again. Fails for a consumed stream.
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
  std::optional<Error> failure_;  // the first failure of spooling, which is returned again
  // The offset of the body in a regular file, which needs no spooling; memory_ is its beginning.
  std::optional<uint64_t> file_offset_;
  std::optional<uint64_t> streamed_bytes_;  // the number of bytes of fd_ that were passed on or dropped
};

/// The input. `message` is null if the input was empty, and owns `body`.
struct Input {
  std::unique_ptr<Message> message;
  InputBody* body = nullptr;
};

/// Reads up to the empty line after the header, kMaxHeaderBytes, or the end.
Result<Input> read_message(int fd, const InputOptions& options = {});

/// Calls read(2), waiting at most `idle_timeout_ms`. Returns 0 only at the end.
Result<size_t> read_some(int fd, char* buffer, size_t count, int idle_timeout_ms);

}  // namespace hfilter
