// SPDX-License-Identifier: BSD-2-Clause
//
// The base of the list files of tests: those have only a text, from which the other calls are served.
#pragma once

#include "lists/list.h"

namespace hfilter {

class TextListFile : public ListFile {
 public:
  Result<ListFileVersion> version() override {
    Result<std::string_view> all = text();
    if (!all) return all.error();
    ListFileVersion version;
    version.bytes = all->size();
    return version;
  }

  Result<size_t> read_at(uint64_t offset, char* buffer, size_t count) override {
    Result<std::string_view> all = text();
    if (!all) return all.error();
    return offset >= all->size() ? size_t{0} : all->copy(buffer, count, offset);
  }
};

}  // namespace hfilter
