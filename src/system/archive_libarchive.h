// SPDX-License-Identifier: BSD-2-Clause
//
// The names in an archive by libarchive, in a contained child. The library is loaded there and only there, when an
// archive is there (its own dependencies would double our start-up time). Nothing is written to disk; inner archives
// are unpacked in memory, one level. How it fails: a listing that says what is missing.
// Source: libarchive 3.6, archive_read(3).
#ifndef HFILTER_SYSTEM_ARCHIVE_LIBARCHIVE_H_
#define HFILTER_SYSTEM_ARCHIVE_LIBARCHIVE_H_

#include <cstdint>

#include "base/limits.h"
#include "system/contained_child.h"

namespace hfilter {

/// What one listing may cost; lower bounds are for tests.
struct ArchiveBounds {
  uint64_t decoded_bytes = kMaxDecodedBytes;
  int ms = kMaxArchiveMs;  // of the processor's time; none under sanitizers
  int ms_per_mib = kMaxArchiveMsPerMiB;
};

/// What runs in the child: the archive's octets to an encoded ArchiveListing.
ContainedJob libarchive_job(const ArchiveBounds& bounds = {});

/// Returns why libarchive cannot be loaded, with the package to install; empty if it can.
std::string archive_library_problem();

}  // namespace hfilter

#endif  // HFILTER_SYSTEM_ARCHIVE_LIBARCHIVE_H_
