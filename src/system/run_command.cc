// SPDX-License-Identifier: BSD-2-Clause
#include <cerrno>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "system/deadline.h"
#include "system/files/descriptor.h"
#include "system/process.h"

namespace hfilter {
namespace {

constexpr int kTryAgain = 75;

// Runs in the child of run_command(). Writes to `say` why the command could not be executed.
[[noreturn]] void run_child(const std::vector<std::string>& argv, int stdin_fd,
                            const std::vector<std::string>& environment, int error_pipe) {
  int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (null >= 0 && dup2(null, 1) == 1 && dup2(null, 2) == 2) {
    std::string why = exec_program(argv, stdin_fd, environment).text;
    ssize_t written = write(error_pipe, why.data(), why.size());
    static_cast<void>(written);
  }
  _exit(kTryAgain);
}

Result<int> wait_for_child(pid_t child, int timeout_ms) {
  IdleAlarm alarm(timeout_ms);
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) {
      forget_child(child);
      return system_error(errno, "wait for the command");
    }
  }
  forget_child(child);
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  return failure(ErrorKind::kIo, "the command ended by signal " + std::to_string(WTERMSIG(status)));
}

}  // namespace

Result<int> run_command(const std::vector<std::string>& argv, int stdin_fd, const std::vector<std::string>& environment,
                        int timeout_ms) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return system_error(errno, "make a pipe");
  Descriptor hear(ends[0]);
  Descriptor error_pipe(ends[1]);
  HoldSignals hold_signals;
  pid_t child = fork();
  if (child < 0) return system_error(errno, "start a process");
  if (child == 0) {
    hold_signals.release();
    run_child(argv, stdin_fd, environment, error_pipe.get());
  }
  register_child(child);
  hold_signals.release();
  error_pipe.reset();
  char why[512];
  ssize_t n = 0;
  do {
    n = read(hear.get(), why, sizeof why);
  } while (n < 0 && errno == EINTR);
  Result<int> status = wait_for_child(child, timeout_ms);
  if (n > 0) return failure(ErrorKind::kIo, std::string(why, static_cast<size_t>(n)));
  return status;
}

}  // namespace hfilter
