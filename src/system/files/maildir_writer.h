// SPDX-License-Identifier: BSD-2-Clause
//
// Safe delivery into a Maildir: written in tmp, checked, fsynced, moved to new without overwriting, the folder fsynced.
// A Maildir below the home is created if it is missing and the folder above it belongs to the user. (A home that is not
// mounted belongs to root, and gets none.) Any other Maildir must exist. A Maildir++ folder is created where it is
// missing.
// Errors: kIo, kNotFound or kSyntax; nothing is then left in tmp. Source: the maildir(5) of qmail, Maildir++.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "system/files/input.h"

namespace hfilter {

struct MaildirPlace {
  std::string maildir;  // absolute
  std::string folder;   // ".Junk", as maildir_folder() gives it; empty: the Maildir itself
  std::string home;     // below it a missing Maildir is created; empty: nowhere
};

/// Delivers to `place`. A leading "From " line of `header` is not written. Returns the path of the new file.
/// `when_safe` is called as soon as the message lies there, before a signal can end the process: from then on it must
/// not say that it failed, or the host delivers once more.
Result<std::string> deliver_to_maildir(const MaildirPlace& place, std::string_view header, InputBody& body,
                                       const std::function<void()>& when_safe = {});

}  // namespace hfilter
