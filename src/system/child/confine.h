// SPDX-License-Identifier: BSD-2-Clause
//
// Confines a newly forked process (Linux). Call the steps once each, in the child, in this order. Steps that the
// kernel does not support are skipped. After a reported failure the child must end.
#pragma once

#include <sys/types.h>

#include <cstddef>

namespace hfilter {

/// Returns true under a sanitizer. Some limits are then off, because its memory and slowness would exceed them.
bool is_sanitized();

/// Resets signals; makes the process die with its parent; closes all descriptors except `fd`, which moves above 2;
/// forbids new privileges. Returns the new `fd`, or -1 if a step failed or the parent is dead.
int detach_from_parent(int fd, pid_t parent);

/// Forbids writing and opening files, core dumps and processes; limits memory to `memory_bytes` beyond the present
/// (not under sanitizers). Lower inherited limits remain.
void apply_limits(size_t memory_bytes, int cpu_seconds);

/// Allows only computing in memory and I/O on open descriptors; other calls, and executable memory, fail with
/// EPERM. Returns true if the filter works, or if the kernel or machine type has none. Sanitizers get no filter.
bool forbid_system_calls();

}  // namespace hfilter
