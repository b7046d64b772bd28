// SPDX-License-Identifier: BSD-2-Clause
//
// A shared library that is loaded on first use. Few messages need it, and linking it would cost each message more time
// at start-up than reading its header. A derived class has a member for each function, with its name and type:
//     struct Psl : LateLibrary {
//       Psl() : LateLibrary("libpsl.so.5", "libpsl5") {}
//       HFILTER_LATE(psl_builtin);
//     };
// With --enable-static-deps HFILTER_LATE is the linked function, and nothing is loaded. HFILTER_LOADED always loads.
// Errors: the object converts to false, missing_library_text() says what to install, and no function may be called.
// Lifetime: a library stays loaded.
#pragma once

#include <string>

#include "config.h"

namespace hfilter {

class LateLibrary {
 public:
  /// Returns true if every function was found.
  explicit operator bool() const { return !absent_; }
  /// Returns "the library libpsl.so.5 cannot be loaded: apt install libpsl5", for the user.
  std::string missing_library_text() const;
  /// Returns missing_library_text(), or an empty text if the library is loaded.
  std::string problem() const { return absent_ ? missing_library_text() : std::string(); }

 protected:
  /// Keeps both pointers. `package` is the name in Debian 12; later packages provide it.
  LateLibrary(const char* file, const char* package) : file_(file), package_(package) {}
  /// Returns null if the library or the function does not exist.
  void* find(const char* function);

 private:
  const char* file_;
  const char* package_;
  void* handle_ = nullptr;
  bool absent_ = false;
};

#define HFILTER_LOADED(function) \
  decltype(&::function) const function = reinterpret_cast<decltype(&::function)>(find(#function))
#ifdef HFILTER_STATIC_DEPS
#define HFILTER_LATE(function) decltype(&::function) const function = &::function
#else
#define HFILTER_LATE(function) HFILTER_LOADED(function)
#endif

}  // namespace hfilter
