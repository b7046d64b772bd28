// SPDX-License-Identifier: BSD-2-Clause
#include "archive/archive_listing.h"

#include "base/limits.h"

namespace hfilter {

// Format of a listing: an octet of flags, `incomplete_because` and a NUL, each name and a NUL. A NUL in a name becomes
// a blank.
std::string encode_archive_listing(const ArchiveListing& listing) {
  std::string out(1, static_cast<char>('0' + (listing.encrypted ? 1 : 0) + (listing.bound_reached ? 2 : 0)));
  const auto text = [&](std::string_view word) {
    for (const char c : word) out.push_back(c == '\0' ? ' ' : c);
    out.push_back('\0');
  };
  text(listing.incomplete_because);
  for (const std::string& name : listing.names) text(name);
  return out;
}

Result<ArchiveListing> decode_archive_listing(std::string_view bytes) {
  const Error wrong = failure(ErrorKind::kIo, "the answer of the archive process is malformed");
  if (bytes.size() < 2 || bytes[0] < '0' || bytes[0] > '3' || bytes.back() != '\0') return wrong;
  ArchiveListing listing;
  listing.encrypted = (bytes[0] - '0') & 1;
  listing.bound_reached = (bytes[0] - '0') & 2;
  bytes.remove_prefix(1);
  for (bool first = true; !bytes.empty(); first = false) {
    const size_t end = bytes.find('\0');
    const std::string_view word = bytes.substr(0, end);
    if (first) {
      listing.incomplete_because = word.substr(0, kMaxHeaderTextBytes);
    } else {
      listing.names.emplace_back(word);
    }
    if (listing.names.size() > kMaxArchiveEntries) return wrong;
    bytes.remove_prefix(end + 1);
  }
  return listing;
}

}  // namespace hfilter
