// SPDX-License-Identifier: BSD-2-Clause
//
// Result<T>: a value, or an Error that a person can act upon.
// Errors: reading the value of a failed result is a bug and aborts.
// Lifetime: Error owns its text.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace hfilter {

enum class ErrorKind {
  kSyntax,       // the text does not follow the grammar
  kNotFound,     // a file or a name does not exist
  kPermission,   // a file is not readable, or hfilter does not trust its owner or mode
  kIo,           // a system call failed: read, write, fork ...
  kLimit,        // a bound of base/limits.h was reached
  kUnsupported,  // the text is valid, but hfilter does not support it
  kTimeout,
};

/// Says what went wrong, where, and what to do next. `line` and `column` count from 1; 0 is none.
struct Error {
  ErrorKind kind = ErrorKind::kIo;
  std::string text;
  std::string file;
  int line = 0;
  int column = 0;
  std::string help;

  Error at(std::string in_file, int in_line = 0, int in_column = 0) && {
    file = std::move(in_file);
    line = in_line;
    column = in_column;
    return std::move(*this);
  }
};

/// Creates every error: `failure(kind, text, help).at(file, line, column)`. Without at() it has no place.
[[gnu::cold]] inline Error failure(ErrorKind kind, std::string text, std::string help = {}) {
  return {kind, std::move(text), {}, 0, 0, std::move(help)};
}

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  const T& operator*() const { return *checked(); }
  T& operator*() { return const_cast<T&>(*checked()); }
  const T* operator->() const { return checked(); }
  T* operator->() { return const_cast<T*>(checked()); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  const T* checked() const {
    assert(ok());
    return &std::get<0>(state_);
  }
  std::variant<T, Error> state_;
};

struct Done {};
/// Result of a function without a value: `return Done{};`.
using Status = Result<Done>;

}  // namespace hfilter
