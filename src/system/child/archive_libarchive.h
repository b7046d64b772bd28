// SPDX-License-Identifier: BSD-2-Clause
//
// Lists the names in an archive with libarchive, in a contained child. The child loads the library when needed: its
// dependencies would double the start-up time. Writes no file; unpacks inner archives in memory, one level.
// Errors: the listing says what is missing.
// Source: libarchive 3.6, archive_read(3).
#pragma once

#include <cstdint>

#include <string>
#include <string_view>

#include "base/limits.h"
#include "system/child/contained_child.h"

namespace hfilter {

/// Returns the child's job: from a request to an encoded ArchiveListing. Tests lower `max_decoded_bytes`.
ContainedJob libarchive_job(uint64_t max_decoded_bytes = kMaxDecodedBytes);

/// Encodes an archive and the processor time for listing it (unlimited under sanitizers).
std::string encode_archive_request(std::string_view bytes, int cpu_ms);

/// Returns why libarchive cannot be loaded, with the package to install; empty if it can.
std::string archive_library_problem();

}  // namespace hfilter
