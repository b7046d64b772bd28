// SPDX-License-Identifier: BSD-2-Clause
#include "system/files/input.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system/deadline.h"
#include "system/files/spool.h"
#include "system/process.h"

namespace hfilter {
namespace {

constexpr size_t kFirstReadBytes = 4096;  // Most headers fit. Each page that is used costs as much as a read.
constexpr size_t kChunkBytes = 128 << 10;

// Pauses the deadline while the message is read.
class PauseDeadline {
 public:
  explicit PauseDeadline(Deadline* deadline)
      : deadline_(deadline != nullptr && deadline->pause() ? deadline : nullptr) {}
  ~PauseDeadline() {
    if (deadline_ != nullptr) deadline_->resume();
  }
  PauseDeadline(const PauseDeadline&) = delete;
  PauseDeadline& operator=(const PauseDeadline&) = delete;

 private:
  Deadline* deadline_;  // the deadline to resume; null if it was not running
};

Result<size_t> read_regular(int fd, char* buffer, size_t count) {
  for (;;) {
    ssize_t n = read(fd, buffer, count);
    if (n >= 0) return static_cast<size_t>(n);
    if (errno != EINTR) return system_error(errno, "read the message");
  }
}

std::optional<uint64_t> offset_in_regular_file(int fd) {
  struct stat status;
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  off_t offset = lseek(fd, 0, SEEK_CUR);
  // Files of /proc claim to be regular and empty, and can be read once.
  if (offset < 0 || status.st_size <= offset) return std::nullopt;
  return static_cast<uint64_t>(offset);
}

}  // namespace

Result<size_t> read_some(int fd, char* buffer, size_t count, int idle_timeout_ms) {
  idle_timeout_ms = idle_timeout_ms > 0 ? test_limit("IDLE_MS", idle_timeout_ms) : -1;
  for (;;) {
    struct pollfd waiting = {fd, POLLIN, 0};
    int ready = poll(&waiting, 1, idle_timeout_ms);
    if (ready < 0 && errno != EINTR) return system_error(errno, "wait for the message");
    if (ready == 0) {
      return failure(ErrorKind::kTimeout,
                     "no more of the message arrived for " + std::to_string(idle_timeout_ms / 1000) + " s");
    }
    if (ready < 0) continue;
    ssize_t n = read(fd, buffer, count);
    if (n >= 0) return static_cast<size_t>(n);
    if (errno != EINTR && errno != EAGAIN) return system_error(errno, "read the message");
  }
}

InputBody::InputBody(int fd, std::string prefetched, bool at_end, std::optional<uint64_t> file_offset,
                     InputOptions options)
    : fd_(fd),
      memory_(std::move(prefetched)),
      at_end_(at_end),
      options_(std::move(options)),
      file_offset_(file_offset) {}

Result<uint64_t> InputBody::size() {
  if (streamed_bytes_) return spool_bytes_ + memory_.size() + *streamed_bytes_;
  if (file_offset_ && !at_end_) {
    struct stat status;
    if (fstat(fd_, &status) != 0) return system_error(errno, "examine the message");
    return std::max<uint64_t>(static_cast<uint64_t>(status.st_size), *file_offset_) - *file_offset_;
  }
  if (Status done = spool(); !done) return done.error();
  return spool_bytes_ + memory_.size();
}

std::optional<uint64_t> InputBody::known_size() {
  if (!at_end_ && !file_offset_) return std::nullopt;
  Result<uint64_t> known = size();
  if (!known) return std::nullopt;
  return *known;
}

Result<size_t> InputBody::read_at(uint64_t offset, char* buffer, size_t count) {
  if (!file_offset_) {
    if (Status done = spool(); !done) return done.error();
  }
  if (!spool_ && offset < memory_.size()) {
    size_t n = std::min<size_t>(count, memory_.size() - offset);
    std::memcpy(buffer, memory_.data() + offset, n);
    return n;
  }
  if (!spool_ && !file_offset_) return size_t{0};
  int fd = spool_ ? spool_.get() : fd_;
  uint64_t at = spool_ ? offset : *file_offset_ + offset;
  for (;;) {
    ssize_t n = pread(fd, buffer, count, static_cast<off_t>(at));
    if (n >= 0) return static_cast<size_t>(n);
    if (errno != EINTR) return system_error(errno, "read the message");
  }
}

Status InputBody::spool() {
  if (failure_) return *failure_;
  if (file_offset_) return Done{};
  if (streamed_bytes_) return failure(ErrorKind::kIo, "the message was passed on already");
  if (at_end_) return Done{};
  PauseDeadline pause(options_.deadline);
  Status done = read_all();
  if (!done) failure_ = done.error();
  return done;
}

Status InputBody::read_all() {
  if (memory_.size() > options_.spool_memory_bytes) {
    if (Status stored = store({}); !stored) return stored;
  }
  size_t wanted = kFirstReadBytes;
  std::string chunk;
  for (;;) {
    chunk.resize(wanted);
    Result<size_t> n = read_some(fd_, chunk.data(), chunk.size(), options_.idle_timeout_ms);
    if (!n) return n.error();
    if (*n == 0) {
      at_end_ = true;
      return Done{};
    }
    if (Status stored = store({chunk.data(), *n}); !stored) return stored;
    wanted = kChunkBytes;
  }
}

// Stores `bytes` in memory or in the spool file. If that file fails, they stay in memory_, in order.
Status InputBody::store(std::string_view bytes) {
  if (!spool_) {
    // Reserves once; unused pages cost nothing.
    if (memory_.size() > kChunkBytes) memory_.reserve(options_.spool_memory_bytes + kChunkBytes);
    memory_ += bytes;
    if (memory_.size() <= options_.spool_memory_bytes) return Done{};
    Result<Descriptor> file = open_spool_file(options_.spool_folders);
    if (!file) return file.error();
    spool_ = std::move(*file);
    return move_to_spool(std::exchange(memory_, {}));
  }
  return move_to_spool(bytes);
}

Status InputBody::move_to_spool(std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t n = pwrite(spool_.get(), bytes.data(), bytes.size(), static_cast<off_t>(spool_bytes_));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      int cause = n == 0 ? ENOSPC : errno;
      memory_ = bytes;
      return system_error(cause, "keep the message in a temporary file");
    }
    bytes.remove_prefix(static_cast<size_t>(n));
    spool_bytes_ += static_cast<uint64_t>(n);
  }
  return Done{};
}

void InputBody::mark_read_to_end(uint64_t streamed_bytes) {
  at_end_ = true;
  if (streamed_bytes > 0) streamed_bytes_ = streamed_bytes;
}

Status InputBody::rewind() {
  if (!streamed_bytes_) return Done{};
  if (!file_offset_) return failure(ErrorKind::kIo, "the message was passed on already");
  if (lseek(fd_, static_cast<off_t>(*file_offset_ + memory_.size()), SEEK_SET) < 0) {
    return system_error(errno, "read the message once more");
  }
  streamed_bytes_.reset();
  at_end_ = false;
  return Done{};
}

Result<Input> read_message(int fd, const InputOptions& options) {
  std::string bytes;
  size_t filled = 0;
  size_t end = std::string::npos;
  bool at_end = false;
  std::optional<uint64_t> file_offset = offset_in_regular_file(fd);
  while (end == std::string::npos && filled < kMaxHeaderBytes) {
    bytes.resize(filled == 0 ? kFirstReadBytes : std::min(filled * 2, kMaxHeaderBytes + kFirstReadBytes));
    char* free = bytes.data() + filled;
    Result<size_t> n = file_offset ? read_regular(fd, free, bytes.size() - filled)
                                   : read_some(fd, free, bytes.size() - filled, options.idle_timeout_ms);
    if (!n) return n.error();
    if (*n == 0) {
      at_end = true;
      break;
    }
    size_t from = filled;
    filled += *n;
    end = Message::header_end(std::string_view(bytes).substr(0, filled), from);
  }
  bytes.resize(filled);
  if (bytes.empty()) return Input{};

  bool complete = end <= kMaxHeaderBytes || (end == std::string::npos && at_end && filled <= kMaxHeaderBytes);
  if (!complete) end = kMaxHeaderBytes;  // the end is within a field, which Message then leaves out
  std::string prefetched = end < filled ? bytes.substr(end) : std::string();
  bytes.resize(std::min(end, filled));
  if (file_offset) *file_offset += bytes.size();
  auto body = std::make_unique<InputBody>(fd, std::move(prefetched), at_end, file_offset, options);
  Input input;
  input.body = body.get();
  input.message = std::make_unique<Message>(std::move(bytes), std::move(body), complete);
  return input;
}

}  // namespace hfilter
