// SPDX-License-Identifier: BSD-2-Clause
//
// The interface to a file of list entries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hfilter {

/// Differs whenever the content does, as far as the file system tells.
struct ListFileVersion {
  uint64_t bytes = 0;
  int64_t changed_s = 0;
  int64_t changed_ns = 0;

  bool operator==(const ListFileVersion& other) const {
    return bytes == other.bytes && changed_s == other.changed_s && changed_ns == other.changed_ns;
  }
};

/// One file of entries. The real one reads with the checks of rule files (system/files/rcfile); tests hand in a string.
/// An error stays an error for the run.
class ListFile {
 public:
  virtual ~ListFile() = default;
  virtual const std::string& path() const = 0;
  /// The whole text, read at the first call and kept.
  virtual Result<std::string_view> text() = 0;

  // What a condition asks is read in blocks (lists/list_scan.h); only a few are read of a file whose first line is
  // "# sorted" (lists/list_search.h).
  virtual Result<ListFileVersion> version() = 0;
  /// Reads up to `count` octets from `offset` into `buffer`; less only at the end.
  virtual Result<size_t> read_at(uint64_t offset, char* buffer, size_t count) = 0;
};

}  // namespace hfilter
