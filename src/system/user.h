// SPDX-License-Identifier: BSD-2-Clause
//
// Who runs us, and where that user lives. The environment is not believed: HOME counts only if that folder belongs to
// the effective user; else the password database is asked. USER, LOGNAME, PATH and the working directory play no part.
#ifndef HFILTER_SYSTEM_USER_H_
#define HFILTER_SYSTEM_USER_H_

#include <sys/types.h>

#include <string>

#include "base/result.h"

namespace hfilter {

/// The effective user's home, absolute. kNotFound if neither HOME nor the password database gives one.
Result<std::string> home_folder();

bool running_as_root();

/// True if `group` is the owner's private one: it has the owner's name and no member but the owner.
bool is_private_group(gid_t group, uid_t owner);

}  // namespace hfilter

#endif  // HFILTER_SYSTEM_USER_H_
