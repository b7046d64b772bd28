// SPDX-License-Identifier: BSD-2-Clause
#include "system/machine.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "address/hostname.h"
#include "rules/maildir_folder.h"
#include "system/child/archive_libarchive.h"
#include "system/child/spf_libspf2.h"
#include "system/dns/dns_cares_channels.h"
#include "system/user.h"

namespace hfilter {

Machine::Program ThisMachine::program(const std::string& path) const {
  struct stat status;
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return Program::kMissing;
  return faccessat(AT_FDCWD, path.c_str(), X_OK, AT_EACCESS) == 0 ? Program::kRuns : Program::kNotExecutable;
}

std::string ThisMachine::library_problem(Library library) const {
  switch (library) {
    case Library::kDns:
      return dns_library_problem();
    case Library::kSpf:
      return spf_library_problem();
    case Library::kArchive:
      return archive_library_problem();
    case Library::kPublicSuffix:
      return public_suffix_library_problem();
  }
  return {};
}

bool ThisMachine::has_folder(std::string_view name) const {
  const Result<std::string> home = home_folder();
  const Result<std::string> folder = maildir_folder(name);
  if (!home || !folder || folder->empty()) return false;
  struct stat status;
  return stat((*home + "/Maildir/" + *folder).c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace hfilter
