// SPDX-License-Identifier: BSD-2-Clause
//
// Signals, descriptors and exec. After prepare_process() a fatal signal ends the process with last_resort_exit(),
// normally 75, which all hosts take as "try again": SEGV BUS ABRT FPE ILL XCPU TERM HUP INT QUIT and ALRM. The
// handler has its own stack and makes only async-signal-safe calls; its state is static in process.cc. A test
// program (tests/hooks) replaces test_hook() and can crash, throw or hang there.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <string>
#include <vector>

#include "base/result.h"

namespace hfilter {

/// Prepares the process, as its first call. A closed 0, 1 or 2 becomes /dev/null, so that no other file gets the
/// number; 0 cannot be read and 1 not written, so no message is lost there. SIGPIPE and SIGXFSZ are ignored. The
/// handlers are installed, and the inherited actions saved for exec_program(). Idempotent.
void prepare_process();

/// Returns whether the program is set-user-ID, set-group-ID or has file capabilities (AT_SECURE): every command
/// then refuses to run.
bool has_elevated_privileges();

/// Sets the exit status of a sudden end: 75, or 111 for qmail; after a completed delivery its success status.
void set_last_resort_exit(int code);
int last_resort_exit();

/// Executes argv[0] (an absolute path) in this process, with `stdin_fd` from its beginning as descriptor 0, and
/// with `environment` ("NAME=value") added. Alarms are off, signals as inherited, descriptors above 2 closed.
/// Returns only on failure.
Error exec_program(const std::vector<std::string>& argv, int stdin_fd, const std::vector<std::string>& environment);

/// Runs a program in the same way in a child, with /dev/null as 1 and 2, because hosts bounce output. Returns its
/// exit status; kIo if it could not run or a signal killed it. After `timeout_ms` it is killed, and this process
/// ends with 75.
Result<int> run_command(const std::vector<std::string>& argv, int stdin_fd, const std::vector<std::string>& environment,
                        int timeout_ms);

/// Blocks external signals during its lifetime, or until release(), to create something and register it for the
/// handler in one step. Calls in between must not block.
class HoldSignals {
 public:
  HoldSignals();
  ~HoldSignals() { release(); }
  HoldSignals(const HoldSignals&) = delete;
  HoldSignals& operator=(const HoldSignals&) = delete;
  void release();

 private:
  sigset_t before_ = {};
  bool held_ = true;
};

/// Registers a child to kill, or a file to unlink, if the process ends suddenly: at most 8 children, one file.
/// REQUIRES: HoldSignals, from its creation on.
void register_child(pid_t child);
void forget_child(pid_t child);
class UnlinkAtSuddenEnd {
 public:
  explicit UnlinkAtSuddenEnd(const std::string& absolute_path);
  ~UnlinkAtSuddenEnd();
  UnlinkAtSuddenEnd(const UnlinkAtSuddenEnd&) = delete;
  UnlinkAtSuddenEnd& operator=(const UnlinkAtSuddenEnd&) = delete;
};

/// No-ops, except in the test program with tests/hooks: it crashes, throws or hangs at `point` on request, and
/// shortens limits.
void test_hook(const char* point);
int test_limit(const char* name, int value);

}  // namespace hfilter
