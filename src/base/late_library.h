// SPDX-License-Identifier: BSD-2-Clause
//
// A library that few messages need: loaded when a rule first asks for it, since linked it would cost each message more
// at start-up than reading its header does. Its functions are members, with the names and types of its own header:
//     struct Psl : LateLibrary {
//       Psl() : LateLibrary("libpsl.so.5", "libpsl5") {}
//       HFILTER_LATE(psl_builtin);
//     };
// Configured with --enable-static-deps they are the linked ones, and nothing is loaded; HFILTER_LOADED is loaded
// always. How it fails: it is false, why_not() says what to install, and no function may be called. What is loaded
// stays.
#pragma once

#include <string>

#include "config.h"

namespace hfilter {

class LateLibrary {
 public:
  /// Every function is there.
  explicit operator bool() const { return !absent_; }
  /// For whoever has to do without: "the library libpsl.so.5 cannot be loaded: apt install libpsl5".
  std::string why_not() const;
  /// why_not(), or nothing if the library is there.
  std::string problem() const { return absent_ ? why_not() : std::string(); }

 protected:
  /// Static texts. `package` is the one of Debian 12; later ones provide its name.
  LateLibrary(const char* file, const char* package) : file_(file), package_(package) {}
  /// Null if the library or the function is not there.
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
