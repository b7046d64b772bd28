// SPDX-License-Identifier: BSD-2-Clause
//
// The effective user and the home. HOME counts only if it belongs to the effective user; the fallback is the
// password database. USER, LOGNAME, PATH and the working directory are ignored.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"

namespace hfilter {

/// Returns the effective user's absolute home; kNotFound if neither HOME nor the password database gives one.
Result<std::string> home_folder();

/// Returns the name of the effective user; empty if the password database has none.
std::string user_name();

bool running_as_root();

/// Returns XDG_CONFIG_HOME if it belongs to the effective user, or else `home`/.config. Source: XDG Base Directory
/// Specification 0.8.
std::string config_folder(const std::string& home);

/// Changes from root to the user `name` for good, with that user's groups. Errors: kNotFound if there is no such
/// user, kPermission if not root.
Status become_user(const std::string& name);

/// Returns the user whose home contains `path` as one of `names` (such as "/.hfilterrc"); empty if there is none.
std::string owner_of_home_file(const std::string& path, const std::vector<std::string>& names);

/// Returns true iff `group` has the name of `owner` and no member except `owner`.
bool is_private_group(gid_t group, uid_t owner);

}  // namespace hfilter
