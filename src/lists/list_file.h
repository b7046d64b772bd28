// SPDX-License-Identifier: BSD-2-Clause
//
// The interface to a list file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hfilter {

/// Size and modification time. They differ if the content does, as far as the file system knows.
struct ListFileVersion {
  uint64_t bytes = 0;
  int64_t changed_s = 0;
  int64_t changed_ns = 0;

  bool operator==(const ListFileVersion& other) const {
    return bytes == other.bytes && changed_s == other.changed_s && changed_ns == other.changed_ns;
  }
};

/// One list file. The implementation (system/files/rcfile) checks owner and mode as for rule files; tests use a string.
/// Errors: an error is final for this run.
class ListFile {
 public:
  virtual ~ListFile() = default;
  virtual const std::string& path() const = 0;
  /// Returns the whole text. Reads it at the first call and caches it.
  virtual Result<std::string_view> text() = 0;

  // Look-ups read the file in blocks: all of them (lists/list_scan.h), or only a few if its first line is "# sorted"
  // (lists/list_search.h).
  virtual Result<ListFileVersion> version() = 0;
  /// Reads up to `count` octets at `offset` into `buffer`; fewer only at the end.
  virtual Result<size_t> read_at(uint64_t offset, char* buffer, size_t count) = 0;
};

}  // namespace hfilter
