// SPDX-License-Identifier: BSD-2-Clause
//
// Reads the file names in a zip without decompression. A zip has each name in a header before the file and in the
// central directory at the end. Programs differ in which they use, so both count. Linear.
// Errors: reading ends at an invalid record.
// Source: PKWARE's APPNOTE.TXT 4.3.
#pragma once

#include <functional>
#include <string_view>

namespace hfilter {

/// Takes the name of a file, a view into `bytes`. Called for each file until it returns false.
using TakeZipName = std::function<bool(std::string_view name, bool encrypted)>;

/// Reads the central directory at the end.
void for_each_central_name(std::string_view bytes, const TakeZipName& take);
/// Reads the local headers before the files, from the first octet on.
void for_each_local_name(std::string_view bytes, const TakeZipName& take);

}  // namespace hfilter
