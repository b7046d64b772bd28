// SPDX-License-Identifier: BSD-2-Clause
//
// An owned file descriptor, and error texts for errno.
#pragma once

#include <string_view>
#include <utility>

#include "base/result.h"

namespace hfilter {

/// Owns a file descriptor; -1 is none. Closing ignores errors: call flush_file() first (system/files/output).
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) reset(std::exchange(other.fd_, -1));
    return *this;
  }
  ~Descriptor() { reset(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release() { return std::exchange(fd_, -1); }
  void reset(int fd = -1);

 private:
  int fd_ = -1;
};

/// Returns "cannot WHAT: No such file or directory", of the kind that fits `errno_value`. `file` may be empty.
[[gnu::cold]] Error system_error(int errno_value, std::string_view what, std::string_view file = {});

}  // namespace hfilter
