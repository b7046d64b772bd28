// SPDX-License-Identifier: BSD-2-Clause
//
// The interface to the files of rules and lists. The real one is system/files/rcfile; tests have a map of strings.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "lists/list_file.h"

namespace hfilter {

/// The files that rules come from. Owns the ListFiles it hands out: it must outlive every RuleSet made with it.
class RuleFiles {
 public:
  virtual ~RuleFiles() = default;
  /// The whole file after the checks of hfilterrc(5), FILES. kNotFound, kPermission (with the remedy in `help`), kIo,
  /// kLimit.
  virtual Result<std::string> read(const std::string& path) = 0;
  /// A list file; opened at its first text(). Never null; the same path gives the same object.
  virtual ListFile* list_file(const std::string& path) = 0;
  /// "~/x" and paths relative to the folder of `including_file`, as an absolute path.
  virtual std::string resolve(std::string_view path, const std::string& including_file) const = 0;
};

}  // namespace hfilter
