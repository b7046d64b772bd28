// SPDX-License-Identifier: BSD-2-Clause
#include "system/files/descriptor.h"

#include <cerrno>
#include <cstring>

#include <unistd.h>

namespace hfilter {
namespace {

ErrorKind kind_of(int errno_value) {
  switch (errno_value) {
    case ENOENT:
    case ENOTDIR:
      return ErrorKind::kNotFound;
    case EACCES:
    case EPERM:
      return ErrorKind::kPermission;
    case ETIMEDOUT:
      return ErrorKind::kTimeout;
    default:
      return ErrorKind::kIo;
  }
}

}  // namespace

void Descriptor::reset(int fd) {
  if (fd_ >= 0) close(fd_);
  fd_ = fd;
}

Error system_error(int errno_value, std::string_view what, std::string_view file) {
  return failure(kind_of(errno_value), "cannot " + std::string(what) + ": " + std::strerror(errno_value))
      .at(std::string(file));
}

}  // namespace hfilter
