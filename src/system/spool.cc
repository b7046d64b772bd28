// SPDX-License-Identifier: BSD-2-Clause
#include "system/spool.h"

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system/process.h"

namespace hfilter {
namespace {

// Where the file system has no O_TMPFILE: a name for as short a time as can be.
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
  for (const std::string& folder : folders) {
    int fd = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) fd = open_and_unlink(folder);
    if (fd >= 0) return Descriptor(fd);
    cause = errno;
  }
  return system_error(cause, "make a temporary file", folders.empty() ? std::string() : folders.back());
}

}  // namespace hfilter
