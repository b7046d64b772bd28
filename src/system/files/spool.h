// SPDX-License-Identifier: BSD-2-Clause
//
// Opens a temporary file without a name: with O_TMPFILE, or else unlinked before use. Mode 0600, close-on-exec.
// TMPDIR is ignored: the environment is the host's.
// Errors: kIo ("no space", "read-only file system") if no folder accepts a file.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "system/files/descriptor.h"

namespace hfilter {

/// Uses the first of `folders` with 256 MiB of free space, or else the one with the most.
Result<Descriptor> open_spool_file(const std::vector<std::string>& folders = {"/var/tmp", "/tmp"});

}  // namespace hfilter
