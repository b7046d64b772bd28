// SPDX-License-Identifier: BSD-2-Clause
//
// Who runs us, and where that user lives. The environment is not believed: HOME counts only if that folder belongs to
// the effective user; else the password database is asked. USER, LOGNAME, PATH and the working directory play no part.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"

namespace hfilter {

/// The effective user's home, absolute. kNotFound if neither HOME nor the password database gives one.
Result<std::string> home_folder();

/// The name of the effective user; empty if the password database has none.
std::string user_name();

bool running_as_root();

/// The folder of the user's configuration files: XDG_CONFIG_HOME if it is a folder of the effective user, else
/// `home`/.config. Source: XDG Base Directory Specification 0.8.
std::string config_folder(const std::string& home);

/// Gives up root's rights for those of the user `name`, for good: user, groups and home are then that user's.
/// Errors: kNotFound if there is no such user, kPermission if the effective user is not root.
Status become_user(const std::string& name);

/// Returns the name of the user in whose home `path` is one of `names` (such as "/.hfilterrc"); empty if there is none.
std::string owner_of_home_file(const std::string& path, const std::vector<std::string>& names);

/// True if `group` is the owner's private one: it has the owner's name and no member but the owner.
bool is_private_group(gid_t group, uid_t owner);

}  // namespace hfilter
