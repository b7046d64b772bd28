// SPDX-License-Identifier: BSD-2-Clause
//
// Writes with a check of every octet, to pipes, sockets, terminals, files (also in append mode) and /dev/null,
// blocking or not. The kernel copies the body (splice, sendfile) if it can; otherwise 128 KiB at a time.
// Errors: kIo if the output is closed or full, never SIGPIPE (system/process). No progress for the idle limit ends
// the process with 75 (IdleAlarm).
#pragma once

#include <string_view>

#include "base/result.h"
#include "system/files/input.h"

namespace hfilter {

Status write_all(int fd, std::string_view bytes);

/// Writes and flushes `header` and the body. Reads the input to its end, even after a failure. A spooled body or a
/// regular file can be passed on again.
Status pass_on(std::string_view header, InputBody& body, int out_fd);

/// Reads the rest of the input: mail servers report a failure if their pipe breaks.
Status drain(InputBody& body);

/// Reports delayed errors of a regular file (a full disk or quota on NFS). The descriptor stays open. A no-op for
/// anything else.
Status flush_file(int fd);

}  // namespace hfilter
