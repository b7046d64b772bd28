// SPDX-License-Identifier: BSD-2-Clause
//
// Names of folders in a Maildir: Maildir++ with Dovecot's modified UTF-7.
// Errors: kSyntax; `help` says what to write.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace hfilter {

/// Returns the folder that a user of procmail means: "Spam" for "Spam/" and "./Spam", "a/b" for "a//b".
std::string plain_folder(std::string_view name);

/// Returns the name of the directory: ".Junk" for "Junk" and ".Junk", ".Lists.work" for "Lists/work" and "Lists.work",
/// "" for "INBOX" and "". Letters outside ASCII are in modified UTF-7 (RFC 3501 5.1.3). Fails for every name that could
/// leave the Maildir.
Result<std::string> maildir_folder(std::string_view name);

/// Returns what `deliver` and `copy` make of a folder as a rule names it: plain_folder(). Fails also for a mail
/// address, a variable and a path.
Result<std::string> folder_of_rule(std::string_view name);

}  // namespace hfilter
