// SPDX-License-Identifier: BSD-2-Clause
//
// Rule, include and list files as they lie on disk, read with the checks of hfilterrc(5), FILES: opened without
// blocking, regular, owned by the user or root, not writable by others (the owner's private group excepted), and in no
// folder where others may put another file in its place. Symbolic links are followed. Read, not mapped: a file that is
// cut short under a map is a SIGBUS. Fails with kNotFound, kPermission (the remedy is in `help`), kLimit, kIo.
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

/// Opens `path` for reading and checks it. Also used for the log (with `flags`, such as O_WRONLY | O_APPEND).
Result<Descriptor> open_checked(const std::string& path, int flags = 0);
/// The owner and mode of an open file, as above. `path` is for the texts and for the folders.
Status check_file(int fd, const std::string& path);

/// True if there is no file of this name. A file that cannot be reached for another reason is not absent.
bool is_absent(const std::string& path);

/// The whole file, at most `limit_bytes`. A file that changes while it is read is read again, three times at most.
Result<std::string> read_checked(const std::string& path, size_t limit_bytes);

class SystemRuleFiles : public RuleFiles {
 public:
  /// `home` is what `~/` stands for (system/user, home_folder); empty if there is none.
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
