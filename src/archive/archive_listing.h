// SPDX-License-Identifier: BSD-2-Clause
//
// The file names in an archive, and whether they are complete. A contained child sends this listing.
// Errors: decoding treats the child as hostile.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hfilter {

struct ArchiveListing {
  std::vector<std::string> names;  // the names, not decoded; a file of an inner archive is called "inner.zip/x.exe"
  bool encrypted = false;          // an entry, or the list itself, needs a password
  std::string incomplete_because;  // the reason why names may be missing; empty if the list is complete
  bool bound_reached = false;      // names are missing because a bound of base/limits.h was reached

  bool whole() const { return incomplete_because.empty(); }
};

std::string encode_archive_listing(const ArchiveListing& listing);
/// Decodes a listing. Errors: kIo if it is not valid.
Result<ArchiveListing> decode_archive_listing(std::string_view bytes);

}  // namespace hfilter
