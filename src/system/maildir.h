// SPDX-License-Identifier: BSD-2-Clause
//
// Safe delivery into a Maildir: written in tmp, checked, fsynced, moved to new without overwriting, the folder fsynced.
// The Maildir itself must be there (a home that is not mounted must not get one); a Maildir++ folder in it is made when
// missing. Fails with kIo or kNotFound, and then nothing is left in tmp. Source: the maildir(5) of qmail, Maildir++.
#ifndef HFILTER_SYSTEM_MAILDIR_H_
#define HFILTER_SYSTEM_MAILDIR_H_

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "system/input.h"

namespace hfilter {

/// Delivers to `maildir`, or its folder `folder` (".Junk", as maildir_folder() gives it) if not empty. A leading "From
/// " line of `header` is not written. The path of the new file. `when_safe` is called as soon as the message lies
/// there, before a signal can end the process: from then on it must not say that it failed, or the host delivers once
/// more.
Result<std::string> deliver_to_maildir(const std::string& maildir, const std::string& folder, std::string_view header,
                                       InputBody& body, const std::function<void()>& when_safe = {});

}  // namespace hfilter

#endif  // HFILTER_SYSTEM_MAILDIR_H_
