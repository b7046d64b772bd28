// SPDX-License-Identifier: BSD-2-Clause
#include "base/late_library.h"

#include <dlfcn.h>

namespace hfilter {

void* LateLibrary::find(const char* function) {
  if (absent_) return nullptr;
  if (!handle_) handle_ = dlopen(file_, RTLD_NOW | RTLD_LOCAL);
  void* found = handle_ ? dlsym(handle_, function) : nullptr;
  absent_ = !found;
  return found;
}

std::string LateLibrary::missing_library_text() const {
  return std::string("the library ") + file_ + " cannot be loaded: apt install " + package_;
}

}  // namespace hfilter
