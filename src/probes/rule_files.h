// SPDX-License-Identifier: BSD-2-Clause
//
// Interface to rule files and list files. system/files/rcfile implements it; tests have a map of strings.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "lists/list_file.h"

namespace hfilter {

/// The files that rules come from. It owns the ListFiles that it returns, and must outlive each RuleSet that uses them.
class RuleFiles {
 public:
  virtual ~RuleFiles() = default;
  /// Returns the whole file after the checks of hfilterrc(5), FILES. Errors: kNotFound, kPermission (`help` says how to
  /// fix it), kIo, kLimit.
  virtual Result<std::string> read(const std::string& path) = 0;
  /// Returns a list file, never null. The same path gives the same object. Its first use opens the file.
  virtual ListFile* list_file(const std::string& path) = 0;
  /// Returns an absolute path for "~/x" and for a path relative to the directory of `including_file`.
  virtual std::string resolve(std::string_view path, const std::string& including_file) const = 0;
};

}  // namespace hfilter
