// SPDX-License-Identifier: BSD-2-Clause
//
// Delivers safely into a Maildir: writes the file in tmp, checks and fsyncs it, moves it to new without overwriting,
// and fsyncs the folder. A missing Maildir below the home is created if the folder above it belongs to the user. (An
// unmounted home belongs to root, so none is created there.) Any other Maildir must exist. A missing Maildir++
// folder is created.
// Errors: kIo, kNotFound or kSyntax; no file then remains in tmp.
// Source: maildir(5) of qmail, Maildir++.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "system/files/input.h"

namespace hfilter {

struct MaildirPlace {
  std::string maildir;  // the absolute path of the Maildir
  std::string folder;   // the folder from maildir_folder(): ".Junk"; empty: the Maildir itself
  std::string home;     // the home; a missing Maildir below it is created; empty: none is created
};

/// Delivers to `place` without a leading "From " line. Returns the path of the new file. `when_safe` is called once
/// the message is there, before any signal can end the process: from then on a reported failure would deliver it
/// twice.
Result<std::string> deliver_to_maildir(const MaildirPlace& place, std::string_view header, InputBody& body,
                                       const std::function<void()>& when_safe = {});

}  // namespace hfilter
