// SPDX-License-Identifier: BSD-2-Clause
//
// Ends of pipes, sockets, terminals and files for the tests of input and output: one is fed or drained by a thread of
// its own, the other is what the code under test gets. TempFolder is removed with all that is in it.
#pragma once

#include <string>
#include <thread>

#include "system/files/descriptor.h"

namespace hfilter {

class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

void write_file(const std::string& path, const std::string& bytes, unsigned mode = 0600);
std::string read_file(const std::string& path);

enum class Kind {
  kPipe,
  kNonBlockingPipe,
  kSocket,
  kNonBlockingSocket,
  kFile,
  kFileAtOffset,
  kAppendedFile,
  kTerminal
};
constexpr const char* kKindNames[] = {"pipe", "non-blocking pipe", "socket",        "non-blocking socket",
                                      "file", "file at an offset", "appended file", "terminal"};
inline const char* name_of(Kind kind) { return kKindNames[static_cast<int>(kind)]; }

/// fd() gives `bytes` and then the end; `slowly` in small pieces with pauses.
class Source {
 public:
  Source(Kind kind, std::string bytes, bool slowly = false);
  ~Source();
  int fd() const { return fd_.get(); }

 private:
  Descriptor fd_;
  std::thread feeder_;
};

/// Takes what is written to fd(); got() closes it and says what came.
class Sink {
 public:
  explicit Sink(Kind kind, bool slowly = false);
  ~Sink();
  int fd() const { return fd_.get(); }
  std::string got();

 private:
  Descriptor fd_;
  std::string got_;
  std::thread drain_;
  Descriptor file_;
};

}  // namespace hfilter
