// SPDX-License-Identifier: BSD-2-Clause
#include "system/user.h"

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system/files/descriptor.h"

namespace hfilter {
namespace {

constexpr size_t kEntryBytes = 64 << 10;  // a group whose entry is larger has other members, so it is not private

bool is_folder_of(const char* path, uid_t owner) {
  struct stat status;
  return path[0] == '/' && stat(path, &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == owner;
}

struct PasswordEntry {
  std::string name;
  std::string home;
};

std::string real_folder(const std::string& path) {
  char real[PATH_MAX];
  return realpath(path.c_str(), real) ? std::string(real) : std::string();
}

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

std::string user_name() {
  const Result<PasswordEntry> entry = password_entry(geteuid());
  return entry ? entry->name : std::string();
}

bool running_as_root() { return geteuid() == 0; }

std::string config_folder(const std::string& home) {
  const char* folder = std::getenv("XDG_CONFIG_HOME");
  return folder != nullptr && is_folder_of(folder, geteuid()) ? std::string(folder) : home + "/.config";
}

Status become_user(const std::string& name) {
  errno = 0;
  const struct passwd* entry = getpwnam(name.c_str());
  if (entry == nullptr) return failure(ErrorKind::kNotFound, "there is no user `" + name + "`");
  if (entry->pw_uid == geteuid()) return Done{};
  if (!running_as_root()) return failure(ErrorKind::kPermission, "only root can check the files as another user");
  const uid_t user = entry->pw_uid;
  const gid_t group = entry->pw_gid;
  if (initgroups(name.c_str(), group) != 0 || setgid(group) != 0 || setuid(user) != 0) {
    return system_error(errno, "become the user " + name, "");
  }
  return Done{};
}

std::string owner_of_home_file(const std::string& path, const std::vector<std::string>& names) {
  const std::string whole = path.find('/') == path.npos ? "./" + path : path;
  std::string owner;
  setpwent();
  while (const struct passwd* entry = getpwent()) {
    if (entry->pw_uid == 0) continue;
    for (const std::string& name : names) {
      if (whole.size() <= name.size() || whole.compare(whole.size() - name.size(), name.npos, name) != 0) continue;
      const std::string above = whole.substr(0, whole.size() - name.size());
      const std::string folder = real_folder(above);
      if (!folder.empty() && folder != "/" && folder == real_folder(entry->pw_dir)) owner = entry->pw_name;
    }
    if (!owner.empty()) break;
  }
  endpwent();
  return owner;
}

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
