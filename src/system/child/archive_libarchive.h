// SPDX-License-Identifier: BSD-2-Clause
//
// The names in an archive by libarchive, in a contained child. The library is loaded there and only there, when an
// archive is there (its own dependencies would double our start-up time). Nothing is written to disk; inner archives
// are unpacked in memory, one level. How it fails: a listing that says what is missing.
// Source: libarchive 3.6, archive_read(3).
#pragma once

#include <cstdint>

#include <string>
#include <string_view>

#include "base/limits.h"
#include "system/child/contained_child.h"

namespace hfilter {

/// What runs in the child: a request to an encoded ArchiveListing. `max_decoded_bytes` is lower in tests.
ContainedJob libarchive_job(uint64_t max_decoded_bytes = kMaxDecodedBytes);

/// The archive's octets, and what listing them may cost of the processor's time (no bound under sanitizers).
std::string encode_archive_request(std::string_view bytes, int cpu_ms);

/// Returns why libarchive cannot be loaded, with the package to install; empty if it can.
std::string archive_library_problem();

}  // namespace hfilter
