// SPDX-License-Identifier: BSD-2-Clause
#include "system/user.h"

#include <cstdlib>
#include <cstring>
#include <vector>

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system/descriptor.h"

namespace hfilter {
namespace {

constexpr size_t kEntryBytes = 64 << 10;  // a group with thousands of members is larger: then it is not private

bool is_folder_of(const char* path, uid_t owner) {
  struct stat status;
  return path[0] == '/' && stat(path, &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == owner;
}

struct PasswordEntry {
  std::string name;
  std::string home;
};

Result<PasswordEntry> password_entry(uid_t user) {
  std::vector<char> buffer(kEntryBytes);
  struct passwd entry;
  struct passwd* found = nullptr;
  if (getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) {
    return failure(ErrorKind::kNotFound, "user " + std::to_string(user) + " is not in the password database");
  }
  return PasswordEntry{found->pw_name, found->pw_dir};
}

}  // namespace

Result<std::string> home_folder() {
  const char* home = std::getenv("HOME");
  if (home != nullptr && is_folder_of(home, geteuid())) return std::string(home);
  Result<PasswordEntry> entry = password_entry(geteuid());
  if (!entry) return entry.error();
  if (entry->home.empty() || entry->home[0] != '/') {
    return failure(ErrorKind::kNotFound, entry->name + " has no home in the password database");
  }
  return entry->home;
}

bool running_as_root() { return geteuid() == 0; }

bool is_private_group(gid_t group, uid_t owner) {
  Result<PasswordEntry> user = password_entry(owner);
  if (!user) return false;
  std::vector<char> buffer(kEntryBytes);
  struct group entry;
  struct group* found = nullptr;
  if (getgrgid_r(group, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) return false;
  if (user->name != found->gr_name) return false;
  for (char** member = found->gr_mem; *member != nullptr; ++member) {
    if (user->name != *member) return false;
  }
  return true;
}

}  // namespace hfilter
