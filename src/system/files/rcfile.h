// SPDX-License-Identifier: BSD-2-Clause
//
// Reads rule, include and list files with the checks of hfilterrc(5), FILES: regular, owned by the user or root, not
// writable by others (except the owner's private group), in no folder where others may replace it. Opens without
// blocking; follows symbolic links. Does not map files: truncation would be a SIGBUS.
// Errors: kNotFound, kPermission (`help` has the remedy), kLimit, kIo.
// Lifetime: SystemRuleFiles owns its list files.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "probes/rule_files.h"
#include "system/files/descriptor.h"

namespace hfilter {

/// Opens and checks `path` for reading, or with `flags` such as O_WRONLY | O_APPEND for the log.
Result<Descriptor> open_checked(const std::string& path, int flags = 0);
/// Checks the owner and mode of an open file and the folders above `path`.
Status check_file(int fd, const std::string& path);

/// Returns whether no file has this name. A file that cannot be reached is not absent.
bool is_absent(const std::string& path);

/// Reads a whole file of at most `limit_bytes`. Reads it at most three times if it changes, and then returns an error.
Result<std::string> read_checked(const std::string& path, size_t limit_bytes);

class SystemRuleFiles : public RuleFiles {
 public:
  /// `home` is the value of `~` in paths (home_folder()); empty: none.
  explicit SystemRuleFiles(std::string home);
  ~SystemRuleFiles() override;

  Result<std::string> read(const std::string& path) override;
  ListFile* list_file(const std::string& path) override;
  std::string resolve(std::string_view path, const std::string& including_file) const override;

 private:
  std::string home_;
  std::map<std::string, std::unique_ptr<ListFile>> lists_;
};

}  // namespace hfilter
