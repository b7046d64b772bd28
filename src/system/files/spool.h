// SPDX-License-Identifier: BSD-2-Clause
//
// A temporary file without a name: O_TMPFILE in /var/tmp, then in /tmp, or (where the file system has none) a file that
// is unlinked before it is used. Mode 0600, close-on-exec. TMPDIR is not looked at: the environment is the host's.
// Fails with kIo ("no space", "read-only file system") when no folder takes one.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "system/files/descriptor.h"

namespace hfilter {

/// The first of `folders` that takes a file and has 256 MiB of room, else the one that has the most.
Result<Descriptor> open_spool_file(const std::vector<std::string>& folders = {"/var/tmp", "/tmp"});

}  // namespace hfilter
