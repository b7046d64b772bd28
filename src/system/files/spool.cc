// SPDX-License-Identifier: BSD-2-Clause
#include "system/files/spool.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "system/process.h"

namespace hfilter {
namespace {

constexpr uint64_t kEnoughBytes = uint64_t{256} << 20;  // This is larger than any mail.

uint64_t free_bytes(int fd) {
  struct statvfs status;
  return fstatvfs(fd, &status) == 0 ? uint64_t{status.f_bavail} * status.f_frsize : kEnoughBytes;
}

// Creates a file where O_TMPFILE is missing, and unlinks it at once.
int open_and_unlink(const std::string& folder) {
  std::string name = folder + "/hfilter.XXXXXX";
  HoldSignals hold_signals;
  int fd = mkostemp(name.data(), O_CLOEXEC);
  if (fd >= 0) unlink(name.c_str());
  return fd;
}

}  // namespace

Result<Descriptor> open_spool_file(const std::vector<std::string>& folders) {
  int cause = ENOENT;
  Descriptor roomiest;
  uint64_t most = 0;
  for (const std::string& folder : folders) {
    int fd = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) fd = open_and_unlink(folder);
    if (fd < 0) {
      cause = errno;
      continue;
    }
    // Opening a file can succeed even on a full disk, so the free space is compared.
    Descriptor file(fd);
    const uint64_t room = free_bytes(fd);
    if (room >= kEnoughBytes) return file;
    if (!roomiest || room > most) {
      most = room;
      roomiest = std::move(file);
    }
  }
  if (roomiest) return roomiest;
  return system_error(cause, "make a temporary file", folders.empty() ? std::string() : folders.back());
}

}  // namespace hfilter
