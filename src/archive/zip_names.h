// SPDX-License-Identifier: BSD-2-Clause
//
// The names in a zip, read by ourselves: a zip names its files twice, before each and in a list at the end, and may
// have files that only one of the two knows. Readers differ in which they believe, so both count. Nothing is
// decompressed. Total, linear, pure; what cannot be read ends the walk. Source: PKWARE's APPNOTE.TXT 4.3.
#pragma once

#include <functional>
#include <string_view>

namespace hfilter {

/// Calls `take` for each file until it returns false. The name is a view into `bytes`.
using TakeZipName = std::function<bool(std::string_view name, bool encrypted)>;

/// The list at the end.
void for_each_central_name(std::string_view bytes, const TakeZipName& take);
/// The headers before the files, from the first octet on.
void for_each_local_name(std::string_view bytes, const TakeZipName& take);

}  // namespace hfilter
