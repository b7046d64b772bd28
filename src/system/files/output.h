// SPDX-License-Identifier: BSD-2-Clause
//
// Writing that is checked to the last octet. Works on pipes, sockets, terminals, files (also opened for appending) and
// /dev/null, blocking or not, closed early or full: then kIo, never a signal (SIGPIPE is ignored: system/process).
// The body is moved by the kernel (splice, sendfile) where it can be, else through 128 KiB.
// A write that makes no progress for the idle limit ends the process with 75 (system/process, IdleAlarm): at that
// point nothing better can be done.
#pragma once

#include <string_view>

#include "base/result.h"
#include "system/files/input.h"

namespace hfilter {

Status write_all(int fd, std::string_view bytes);

/// `header`, then the whole body, flushed. The input is read to its end in any case, also after a failure. A body that
/// was spooled, or is a regular file, can be passed on again.
Status pass_on(std::string_view header, InputBody& body, int out_fd);

/// Reads what is left of the input and throws it away: hosts fail when their pipe breaks.
Status drain(InputBody& body);

/// What the system still holds back about a regular file (a full disk or quota that shows only at the close, as on
/// NFS). The descriptor stays open. For anything else it does nothing.
Status flush_file(int fd);

}  // namespace hfilter
