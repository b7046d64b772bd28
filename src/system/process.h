// SPDX-License-Identifier: BSD-2-Clause
//
// The process itself: signals, descriptors, becoming another program. Whatever happens after guard_process,
// the process ends with an exit code that every host takes as "try again" (75), never with a signal: SEGV BUS ABRT FPE
// ILL XCPU TERM HUP INT QUIT and ALRM end in _exit(75) on a stack of their own, where only async-signal-safe calls are
// made. State that a signal handler needs is static inside process.cc; everything else is a value. Where test_hook
// stands a second program (tests/hooks) crashes, throws or hangs when it is told to.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <string>
#include <vector>

#include "base/result.h"

namespace hfilter {

/// The first call of the program. A closed 0, 1 or 2 becomes a /dev/null that refuses to be read or written, so that no
/// other file gets the number and a message is never "written" to nowhere; SIGPIPE and SIGXFSZ are ignored; the signals
/// that matter to us lose what the host had set, which is kept for `become`; the handlers are installed. Idempotent.
void guard_process();

/// Set-user-ID, set-group-ID or file capabilities (AT_SECURE): every command refuses to run.
bool runs_with_borrowed_rights();

/// What a sudden end has as its exit code: 75, or 111 for qmail; that of success once the message is delivered.
void set_last_resort_exit(int code);
int last_resort_exit();

/// Becomes the program argv[0] (an absolute path: PATH is not used) with `stdin_fd`, from its beginning, as descriptor
/// 0, and `environment` ("NAME=value") added: no alarm, the signals as the host had set them, every descriptor above 2
/// closed. Comes back only if it failed.
Error become(const std::vector<std::string>& argv, int stdin_fd, const std::vector<std::string>& environment);

/// Runs a program in the same way, but with /dev/null on 1 and 2 (hosts put them in bounces), and waits for it. Its
/// exit status; kIo if it could not be run or died by a signal. After `timeout_ms` it is killed and the process ends
/// with 75.
Result<int> run_command(const std::vector<std::string>& argv, int stdin_fd, const std::vector<std::string>& environment,
                        int timeout_ms);

/// While it lives, or until release(), the signals from outside wait: what is made and what the handler is to know of
/// it are one step then. Around a few calls that do not wait for anybody.
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

/// For the handler: a child to kill, and a file to unlink, if the process ends at once. At most 8 children, one file.
/// Make both under HoldSignals.
void kill_at_sudden_end(pid_t child);
void forget_child(pid_t child);
class UnlinkAtSuddenEnd {
 public:
  explicit UnlinkAtSuddenEnd(const std::string& absolute_path);
  ~UnlinkAtSuddenEnd();
  UnlinkAtSuddenEnd(const UnlinkAtSuddenEnd&) = delete;
  UnlinkAtSuddenEnd& operator=(const UnlinkAtSuddenEnd&) = delete;
};

/// For tests, and empty here: the program that is linked with tests/hooks crashes, throws or hangs at this point when
/// told to, and takes shorter limits.
void test_hook(const char* point);
int test_limit(const char* name, int value);

}  // namespace hfilter
