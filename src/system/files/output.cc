// SPDX-License-Identifier: BSD-2-Clause
#include "system/files/output.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <poll.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "system/deadline.h"
#include "system/process.h"

namespace hfilter {
namespace {

constexpr size_t kChunkBytes = 128 << 10;
constexpr size_t kPageBytes = 4096;
constexpr size_t kKernelCopyBytes = size_t{1} << 20;  // The most that one system call moves. A pipe holds less.

// Waits for a non-blocking descriptor; the idle alarm limits it.
void wait_for(int fd, short events) {
  struct pollfd waiting = {fd, events, 0};
  poll(&waiting, 1, -1);
}

Error write_error() { return system_error(errno, "write the message"); }

Status write_watched(int fd, std::string_view bytes, IdleAlarm& alarm) {
  while (!bytes.empty()) {
    ssize_t n = write(fd, bytes.data(), bytes.size());
    if (n > 0) {
      bytes.remove_prefix(static_cast<size_t>(n));
      alarm.progress();
    } else if (n < 0 && errno == EAGAIN) {
      wait_for(fd, POLLOUT);
    } else if (n == 0) {
      return failure(ErrorKind::kIo, "cannot write the message: the output takes no more data");
    } else if (errno != EINTR) {
      return write_error();
    }
  }
  return Done{};
}

// Writes two pieces with one system call, which is enough for most messages.
Status write_two(int fd, std::string_view a, std::string_view b, IdleAlarm& alarm) {
  struct iovec pieces[2] = {{const_cast<char*>(a.data()), a.size()}, {const_cast<char*>(b.data()), b.size()}};
  ssize_t n = writev(fd, pieces, 2);
  if (n < 0 && errno != EINTR && errno != EAGAIN) return write_error();
  size_t written = n > 0 ? static_cast<size_t>(n) : 0;
  size_t of_a = std::min(written, a.size());
  if (Status done = write_watched(fd, a.substr(of_a), alarm); !done) return done;
  return write_watched(fd, b.substr(written - of_a), alarm);
}

// A descriptor to read to its end. `offset` is advanced; if it is null, the offset of the descriptor is used.
struct Source {
  int fd;
  off_t* offset;
  uint64_t moved = 0;
};

enum class Moved { kToTheEnd, kNotByTheKernel };

mode_t kind_of(int fd) {
  struct stat status;
  return fstat(fd, &status) == 0 ? status.st_mode & S_IFMT : 0;
}

// Returns true if both are one file: `hfilter <m >>m` would read its own output until the disk is full.
bool is_same_file(int a, int b) {
  struct stat x, y;
  return fstat(a, &x) == 0 && fstat(b, &y) == 0 && S_ISREG(x.st_mode) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

using KernelCopy = ssize_t (*)(const Source& source, int out_fd);

ssize_t by_splice(const Source& source, int out_fd) {
  return splice(source.fd, source.offset, out_fd, nullptr, kKernelCopyBytes, SPLICE_F_MOVE | SPLICE_F_MORE);
}

ssize_t by_sendfile(const Source& source, int out_fd) {
  return sendfile(out_fd, source.fd, source.offset, kKernelCopyBytes);
}

// Returns the kernel's copy function where it is faster (measured: tests/bench/one_message.sh): into pipes, and from
// a file into anything except a file. Splicing a pipe into a file goes page by page, at half the speed.
KernelCopy kernel_copy(int source_fd, int out_fd) {
  const mode_t out = kind_of(out_fd);
  if (out == S_IFIFO) return by_splice;
  return out != S_IFREG && kind_of(source_fd) == S_IFREG ? by_sendfile : nullptr;
}

// Copies with the kernel. If that fails, plain reads and writes do it or return the error.
Moved move_by_kernel(Source& source, int out_fd, IdleAlarm& alarm) {
  const KernelCopy copy = kernel_copy(source.fd, out_fd);
  if (copy == nullptr) return Moved::kNotByTheKernel;
  for (;;) {
    ssize_t n = copy(source, out_fd);
    if (n == 0) return Moved::kToTheEnd;
    if (n > 0) {
      source.moved += static_cast<uint64_t>(n);
      alarm.progress();
    } else if (errno == EAGAIN) {
      wait_for(source.fd, POLLIN);
      wait_for(out_fd, POLLOUT);
    } else if (errno != EINTR) {
      return Moved::kNotByTheKernel;
    }
  }
}

Result<size_t> read_watched(Source& source, char* buffer, size_t count, IdleAlarm& alarm) {
  for (;;) {
    ssize_t n =
        source.offset != nullptr ? pread(source.fd, buffer, count, *source.offset) : read(source.fd, buffer, count);
    if (n >= 0) {
      alarm.progress();
      source.moved += static_cast<uint64_t>(n);
      if (source.offset != nullptr) *source.offset += n;
      return static_cast<size_t>(n);
    }
    if (errno == EAGAIN) {
      wait_for(source.fd, POLLIN);
    } else if (errno != EINTR) {
      return system_error(errno, "read the message");
    }
  }
}

// Returns an uninitialized buffer: a short message touches only its first page.
std::unique_ptr<char[]> new_chunk() { return std::unique_ptr<char[]>(new char[kChunkBytes]); }

Status move_by_hand(Source& source, int out_fd, IdleAlarm& alarm) {
  const std::unique_ptr<char[]> buffer = new_chunk();
  // Write whole pages to a file, at half the cost: the header ends within a page, and pipes return pieces of any
  // size. A rest waits for the next read, not for a full buffer.
  const bool to_file = kind_of(out_fd) == S_IFREG;
  const off_t offset = to_file ? lseek(out_fd, 0, SEEK_CUR) : 0;
  size_t at = offset > 0 ? static_cast<size_t>(offset) % kPageBytes : 0;  // the offset within a page of the file
  size_t kept = 0;
  for (;;) {
    Result<size_t> n = read_watched(source, buffer.get() + kept, kChunkBytes - kept, alarm);
    if (!n) return n.error();
    const size_t filled = kept + *n;
    const size_t over = to_file && *n > 0 ? std::min(filled, (at + filled) % kPageBytes) : 0;
    const size_t whole = filled - over;
    if (whole > 0) {
      if (Status done = write_watched(out_fd, {buffer.get(), whole}, alarm); !done) return done;
      std::memmove(buffer.get(), buffer.get() + whole, over);
      at = (at + whole) % kPageBytes;
    }
    if (*n == 0) return Done{};
    kept = over;
  }
}

Status move_rest(Source& source, int out_fd, IdleAlarm& alarm) {
  if (move_by_kernel(source, out_fd, alarm) == Moved::kToTheEnd) return Done{};
  return move_by_hand(source, out_fd, alarm);
}

Status throw_away(Source& source, IdleAlarm& alarm) {
  const std::unique_ptr<char[]> buffer = new_chunk();
  for (;;) {
    Result<size_t> n = read_watched(source, buffer.get(), kChunkBytes, alarm);
    if (!n) return n.error();
    if (*n == 0) return Done{};
  }
}

Status write_message(std::string_view header, const InputBody::Parts& parts, Source& rest, int out_fd,
                     IdleAlarm& alarm) {
  if (parts.spool_fd < 0) {
    if (Status done = write_two(out_fd, header, parts.memory, alarm); !done) return done;
    test_hook("output");
  } else {
    if (Status done = write_watched(out_fd, header, alarm); !done) return done;
    test_hook("output");
    off_t offset = 0;
    Source spool = {parts.spool_fd, &offset};
    if (Status done = move_rest(spool, out_fd, alarm); !done) return done;
    if (spool.moved != parts.spool_bytes) {
      return failure(ErrorKind::kIo, "the temporary file lost a part of the message");
    }
    if (Status done = write_watched(out_fd, parts.memory, alarm); !done) return done;
  }
  if (!parts.at_end) {
    if (Status done = move_rest(rest, out_fd, alarm); !done) return done;
  }
  return flush_file(out_fd);
}

}  // namespace

Status write_all(int fd, std::string_view bytes) {
  IdleAlarm alarm(kIdleTimeoutMs);
  return write_watched(fd, bytes, alarm);
}

Status pass_on(std::string_view header, InputBody& body, int out_fd) {
  if (is_same_file(body.parts().fd, out_fd)) {
    return failure(ErrorKind::kIo, "cannot write the message: the output is the same file as the input");
  }
  if (Status done = body.rewind(); !done) return done;
  IdleAlarm alarm(body.options().idle_timeout_ms);
  const InputBody::Parts parts = body.parts();
  Source rest = {parts.fd, nullptr};
  Status done = write_message(header, parts, rest, out_fd, alarm);
  if (!done && !parts.at_end) static_cast<void>(throw_away(rest, alarm));  // the caller gets the first failure
  if (!parts.at_end) body.mark_read_to_end(rest.moved);
  return done;
}

Status drain(InputBody& body) {
  const InputBody::Parts parts = body.parts();
  if (parts.at_end) return Done{};
  IdleAlarm alarm(body.options().idle_timeout_ms);
  Source rest = {parts.fd, nullptr};
  Status done = throw_away(rest, alarm);
  body.mark_read_to_end(rest.moved);
  return done;
}

Status flush_file(int fd) {
  struct stat status;
  if (fstat(fd, &status) != 0) return system_error(errno, "examine the output");
  if (!S_ISREG(status.st_mode)) return Done{};
  int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  if (copy < 0) return system_error(errno, "flush the output");
  // close(2) of any descriptor of a file returns the delayed errors of a network file system.
  if (close(copy) != 0 && errno != EINTR) return system_error(errno, "write the message");
  return Done{};
}

}  // namespace hfilter
