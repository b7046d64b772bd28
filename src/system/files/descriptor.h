// SPDX-License-Identifier: BSD-2-Clause
//
// An open file that is closed when its owner goes away, and the texts of errno.
#pragma once

#include <string_view>
#include <utility>

#include "base/result.h"

namespace hfilter {

/// Owns a file descriptor; -1 is none. Closing says nothing: whoever wrote asks first (system/files/output,
/// flush_file).
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

/// "cannot WHAT: No such file or directory" with the kind that fits `errno_value`. `file` may be empty.
[[gnu::cold]] Error system_error(int errno_value, std::string_view what, std::string_view file = {});

}  // namespace hfilter
