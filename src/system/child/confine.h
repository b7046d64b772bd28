// SPDX-License-Identifier: BSD-2-Clause
//
// The steps by which a freshly forked process gives up what it could do harm with. Linux. Each is called once, in the
// child, in this order; what the kernel does not have is left out, what it refuses ends the child.
#pragma once

#include <sys/types.h>

#include <cstddef>

namespace hfilter {

/// Under a sanitizer some bounds are off: its shadow memory and its slowness would not fit.
bool is_sanitized();

/// Default signal actions, nothing blocked; death with the parent; no descriptor but `fd`, which is moved out of the
/// way of 0, 1 and 2; no new privileges. The new number of `fd`, or -1 if a step failed or the parent is gone already.
int forget_parent(int fd, pid_t parent);

/// No files written, none opened, no core, no processes; `memory_bytes` beyond what is in use now (not under
/// sanitizers, whose shadow memory would not fit); the smaller of the inherited limit and ours.
void apply_limits(size_t memory_bytes, int cpu_seconds);

/// From here on only what computing on memory and talking over open descriptors needs; any other call fails with EPERM,
/// also making memory executable. True if the filter stands or the kernel or this machine type has none; not under
/// sanitizers.
bool forbid_system_calls();

}  // namespace hfilter
