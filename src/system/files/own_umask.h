// SPDX-License-Identifier: BSD-2-Clause
//
// Sets the umask 077 during its lifetime. A host's umask may remove the owner's rights from new files, so that the
// next message could not open them.
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
