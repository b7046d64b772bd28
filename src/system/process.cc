// SPDX-License-Identifier: BSD-2-Clause
#include "system/process.h"

#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <exception>
#include <iterator>

#include <fcntl.h>
#include <poll.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "system/files/descriptor.h"

namespace hfilter {
namespace {

constexpr int kTryAgain = 75;             // This is EX_TEMPFAIL: every host keeps or retries the mail.
constexpr size_t kStackBytes = 64 << 10;  // The size of the handler's stack: more than MINSIGSTKSZ on every CPU.

extern "C" void end_at_once(int);

struct Signal {
  int number;
  void (*action)(int);
};

const Signal kSignals[] = {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // a sanitizer reports these faults itself
    {SIGSEGV, end_at_once},
    {SIGBUS, end_at_once},
    {SIGABRT, end_at_once},
    {SIGFPE, end_at_once},
    {SIGILL, end_at_once},
#endif
    {SIGXCPU, end_at_once},
    {SIGTERM, end_at_once},
    {SIGHUP, end_at_once},
    {SIGINT, end_at_once},
    {SIGQUIT, end_at_once},
    {SIGALRM, end_at_once},
    // Writing to a closed pipe, or beyond a file size limit, is then an error of write(2).
    {SIGPIPE, SIG_IGN},
    {SIGXFSZ, SIG_IGN},
    // waitpid(2) needs SIGCHLD's default action. Other signals stay as inherited: an ignored one does no harm.
    {SIGCHLD, SIG_DFL},
};

// The state of the signal handler. It is static because a handler gets no arguments.
struct HandlerState {
  std::atomic<pid_t> owner{0};  // the process to clean up for; a forked child must not clean up for its parent
  std::atomic<int> exit_code{kTryAgain};
  std::atomic<pid_t> children[8] = {};
  std::atomic<bool> has_path{false};
  char path[PATH_MAX] = {};
};
static_assert(std::atomic<pid_t>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);
HandlerState handler_state;
alignas(16) char handler_stack[kStackBytes];

// The inherited actions: written by prepare_process(), read by exec_program().
struct Inherited {
  bool known = false;
  struct sigaction actions[std::size(kSignals)] = {};  // the inherited action of each of kSignals
  sigset_t mask = {};
};
Inherited inherited;

extern "C" void end_at_once(int) {
  if (getpid() == handler_state.owner.load()) {
    for (std::atomic<pid_t>& child : handler_state.children) {
      if (pid_t pid = child.load(); pid > 0) kill(pid, SIGKILL);
    }
    if (handler_state.has_path.load()) unlink(handler_state.path);
  }
  _exit(handler_state.exit_code.load());
}

// Ends the process without the C++ library's message, which would go to standard error and into a bounce.
void end_without_message() { end_at_once(SIGABRT); }

// Opens /dev/null in place of closed descriptors: open(2) returns the lowest free number.
void fill_closed_descriptors() {
  struct pollfd standard[3] = {{0, 0, 0}, {1, 0, 0}, {2, 0, 0}};
  if (poll(standard, 3, 0) <= 0) return;
  for (const struct pollfd& one : standard) {
    if ((one.revents & POLLNVAL) != 0) {
      if (open("/dev/null", one.fd == 1 ? O_RDONLY : O_WRONLY) < 0) _exit(kTryAgain);
    }
  }
}

void install_handlers() {
  stack_t stack = {};
  stack.ss_sp = handler_stack;
  stack.ss_size = sizeof handler_stack;
  sigaltstack(&stack, nullptr);
  for (size_t i = 0; i < std::size(kSignals); ++i) {
    struct sigaction action = {};
    action.sa_handler = kSignals[i].action;
    action.sa_flags = SA_ONSTACK;
    sigfillset(&action.sa_mask);
    sigaction(kSignals[i].number, &action, inherited.known ? nullptr : &inherited.actions[i]);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, inherited.known ? nullptr : &inherited.mask);
  inherited.known = true;
}

// Restores inherited actions before execve(2), which resets handlers to the default itself: a signal before it still
// ends in 75.
void restore_inherited_signals() {
  if (!inherited.known) return;
  for (size_t i = 0; i < std::size(kSignals); ++i) {
    if (kSignals[i].action == end_at_once && inherited.actions[i].sa_handler == SIG_DFL) continue;
    sigaction(kSignals[i].number, &inherited.actions[i], nullptr);
  }
  sigprocmask(SIG_SETMASK, &inherited.mask, nullptr);
}

void close_others_at_exec() {
#ifdef SYS_close_range
  constexpr unsigned kCloexec = 1U << 2;  // This is CLOSE_RANGE_CLOEXEC of Linux 5.11.
  if (syscall(SYS_close_range, 3U, ~0U, kCloexec) == 0) return;
#endif
  struct rlimit limit = {};
  getrlimit(RLIMIT_NOFILE, &limit);
  int count = limit.rlim_cur < 65'536 ? static_cast<int>(limit.rlim_cur) : 65'536;
  for (int fd = 3; fd < count; ++fd) fcntl(fd, F_SETFD, FD_CLOEXEC);
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (const std::string& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  return result;
}

}  // namespace

void prepare_process() {
  handler_state.owner = getpid();
  install_handlers();
  std::set_terminate(end_without_message);
  fill_closed_descriptors();
}

bool has_elevated_privileges() { return getauxval(AT_SECURE) != 0; }

void set_last_resort_exit(int code) { handler_state.exit_code = code; }
int last_resort_exit() { return handler_state.exit_code; }

Error exec_program(const std::vector<std::string>& argv, int stdin_fd, const std::vector<std::string>& environment) {
  if (argv.empty() || argv[0].empty() || argv[0][0] != '/') {
    return failure(ErrorKind::kSyntax, "the command is not an absolute path",
                   "write /usr/bin/NAME; hfilter does not search PATH");
  }
  std::vector<char*> arguments = pointers(argv);
  arguments.push_back(nullptr);
  std::vector<char*> variables = pointers(environment);
  for (char** old = environ; *old != nullptr; ++old) variables.push_back(*old);
  variables.push_back(nullptr);

  if (lseek(stdin_fd, 0, SEEK_SET) != 0) return system_error(errno, "go back to the beginning of the message");
  if (stdin_fd != 0 && dup2(stdin_fd, 0) != 0) return system_error(errno, "put the message on descriptor 0");
  close_others_at_exec();
  struct itimerval no_alarm = {};
  setitimer(ITIMER_REAL, &no_alarm, nullptr);
  restore_inherited_signals();
  execve(argv[0].c_str(), arguments.data(), variables.data());
  int cause = errno;
  if (inherited.known) install_handlers();
  return system_error(cause, "run " + argv[0]);
}

// Blocks all signals except those of program faults, which would kill the process if blocked.
HoldSignals::HoldSignals() {
  sigset_t held;
  sigfillset(&held);
  for (int fault : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL}) sigdelset(&held, fault);
  sigprocmask(SIG_BLOCK, &held, &before_);
}

void HoldSignals::release() {
  if (held_) sigprocmask(SIG_SETMASK, &before_, nullptr);
  held_ = false;
}

void register_child(pid_t child) {
  for (std::atomic<pid_t>& slot : handler_state.children) {
    pid_t free = 0;
    if (slot.compare_exchange_strong(free, child)) return;
  }
}

void forget_child(pid_t child) {
  for (std::atomic<pid_t>& slot : handler_state.children) {
    pid_t known = child;
    slot.compare_exchange_strong(known, 0);
  }
}

UnlinkAtSuddenEnd::UnlinkAtSuddenEnd(const std::string& absolute_path) {
  if (absolute_path.size() >= sizeof handler_state.path) return;
  std::memcpy(handler_state.path, absolute_path.c_str(), absolute_path.size() + 1);
  handler_state.has_path = true;
}

UnlinkAtSuddenEnd::~UnlinkAtSuddenEnd() { handler_state.has_path = false; }

}  // namespace hfilter
