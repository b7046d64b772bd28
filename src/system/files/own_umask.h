// SPDX-License-Identifier: BSD-2-Clause
//
// While it lives, what is made has the rights it is made with: the umask of a host may take our own rights away, and
// the next message could not open what this one made.
#pragma once

#include <sys/stat.h>

namespace hfilter {

class OwnUmask {
 public:
  OwnUmask() : before_(umask(S_IRWXG | S_IRWXO)) {}
  ~OwnUmask() { umask(before_); }
  OwnUmask(const OwnUmask&) = delete;
  OwnUmask& operator=(const OwnUmask&) = delete;

 private:
  mode_t before_;
};

}  // namespace hfilter
