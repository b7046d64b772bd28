// SPDX-License-Identifier: BSD-2-Clause
// Archive listings in the real child: it may die of an input, but the answer is a listing or an error, and in time.
#include <cstdlib>
#include <string>

#include "archive/archive_listing.h"
#include "archive/rar_names.h"
#include "archive/zip_names.h"
#include "base/limits.h"
#include "system/child/contained_mime_probe.h"

using namespace hfilter;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static ContainedMimeProbe probe;
  const std::string input(reinterpret_cast<const char*>(data), size);
  static_cast<void>(decode_archive_listing(input));
  size_t names = 0;
  const auto take = [&](std::string_view name, bool) { return names += name.size(), names < 1'000'000; };
  for_each_central_name(input, take);
  for_each_local_name(input, take);
  for_each_rar_name(input, take);
  const Result<ArchiveListing> listing = probe.list_archive(input, kMaxArchiveMs, kChildTimeoutMs);
  if (listing && listing->names.size() > kMaxArchiveEntries) std::abort();
  if (!listing && listing.error().kind == ErrorKind::kTimeout) std::abort();
  return 0;
}
