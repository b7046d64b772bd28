// SPDX-License-Identifier: BSD-2-Clause
//
// The names in a rar archive of version 4 or 5, read from its headers, which are never packed: no reader of packed data
// can fail on them, be it for a method, a password or a solid archive. Total, linear, pure. Source: technote.txt of RAR
// 4 and 5.
#pragma once

#include <functional>
#include <string_view>

namespace hfilter {

/// Gets a name, in UTF-8 where the archive says it in Unicode, and whether the file needs a password.
using TakeRarName = std::function<bool(std::string_view name, bool encrypted)>;

enum class RarEnd {
  kNoRar,
  kWhole,      // all names of this volume were seen
  kEncrypted,  // the names need a password
  kBroken,     // damaged, cut off, or `take` said enough
};

/// Calls `take` for each file until it returns false.
RarEnd for_each_rar_name(std::string_view bytes, const TakeRarName& take);

}  // namespace hfilter
