// SPDX-License-Identifier: BSD-2-Clause
//
// What is in an archive: names, and how far they could be read. Made by the contained archive reader, whose answer is
// decoded as hostile input. Owns its text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hfilter {

struct ArchiveListing {
  std::vector<std::string> names;  // as in the archive, octets; of inner archives, too: "inner.zip/x.exe"
  bool encrypted = false;          // some entry, or the list itself, needs a password
  std::string broken;              // why the list may not be whole; empty: it is
  bool limit = false;              // `broken` is a bound of base/limits.h

  /// All names were seen.
  bool whole() const { return broken.empty(); }
};

std::string encode_archive_listing(const ArchiveListing& listing);
/// kIo if these octets are no listing.
Result<ArchiveListing> decode_archive_listing(std::string_view bytes);

}  // namespace hfilter
