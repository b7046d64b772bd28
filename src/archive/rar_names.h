// SPDX-License-Identifier: BSD-2-Clause
//
// Reads the file names in a rar archive of version 4 or 5 from its headers. Headers are never compressed, so reading
// works for any compression method, with a password, and for solid archives. Linear.
// Source: technote.txt of RAR 4 and 5.
#pragma once

#include <functional>
#include <string_view>

namespace hfilter {

/// Receives a name, in UTF-8 if the archive has it in Unicode, and whether the file needs a password.
using TakeRarName = std::function<bool(std::string_view name, bool encrypted)>;

enum class RarEnd {
  kNoRar,
  kWhole,      // all names of this volume were read
  kEncrypted,  // the names need a password
  kBroken,     // the volume is damaged or truncated, or `take` returned false
};

/// Calls `take` for each file until it returns false.
RarEnd for_each_rar_name(std::string_view bytes, const TakeRarName& take);

}  // namespace hfilter
