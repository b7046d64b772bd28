// SPDX-License-Identifier: BSD-2-Clause
//
// LD_PRELOAD: calls of the system that fail when told to.
//   HFILTER_FAULTS='CALL[@FD]=WHAT[+SKIP][*TIMES] ...'   e.g. 'write@1=ENOSPC+1 splice=EINVAL read@0=EINTR*3'
// WHAT is the name of an errno, `short` (one byte is moved), a number that is returned, `grows` (the file gets one more
// line just before), `sigterm` (the signal comes right behind the call, which succeeds) or TERM (it comes right
// before) or KILL (as TERM, but nobody can handle it). CALL `any` is each of them but malloc. The first SKIP calls
// succeed, the next TIMES (default: all) fail. Each fault that was made adds a line to the file $HFILTER_FAULTS_MADE,
// so that a test can tell that its fault happened at all.
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <stdarg.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

struct Fault {
  char call[24];
  int fd;  // -1: any
  char what[16];
  long skip, times;
};

Fault faults[16];
int count = -1;

struct Name {
  const char* name;
  int value;
} const kErrors[] = {{"ENOSPC", ENOSPC},        {"EIO", EIO},       {"EINTR", EINTR},   {"EINVAL", EINVAL},
                     {"EAGAIN", EAGAIN},        {"EPIPE", EPIPE},   {"ENOSYS", ENOSYS}, {"EMFILE", EMFILE},
                     {"ENOMEM", ENOMEM},        {"EACCES", EACCES}, {"EPERM", EPERM},   {"EROFS", EROFS},
                     {"EDQUOT", EDQUOT},        {"EFBIG", EFBIG},   {"ENOENT", ENOENT}, {"EEXIST", EEXIST},
                     {"EOPNOTSUPP", EOPNOTSUPP}};

void parse() {
  count = 0;
  const char* at = getenv("HFILTER_FAULTS");
  while (at != nullptr && *at != '\0' && count < 16) {
    Fault& f = faults[count];
    f.fd = -1;
    f.skip = 0;
    f.times = -1;
    int n = 0;
    if (sscanf(at, "%23[a-z0-9_]%n", f.call, &n) != 1) _exit(99);
    at += n;
    if (*at == '@') f.fd = static_cast<int>(strtol(at + 1, const_cast<char**>(&at), 10));
    if (sscanf(at, "=%15[A-Za-z0-9]%n", f.what, &n) != 1) _exit(99);
    at += n;
    if (*at == '+') f.skip = strtol(at + 1, const_cast<char**>(&at), 10);
    if (*at == '*') f.times = strtol(at + 1, const_cast<char**>(&at), 10);
    while (*at == ' ') ++at;
    ++count;
  }
}

void note(const Fault& f) {
  const char* path = getenv("HFILTER_FAULTS_MADE");
  if (path == nullptr) return;
  long fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  char line[64];
  int n = snprintf(line, sizeof line, "%s=%s\n", f.call, f.what);
  syscall(SYS_write, fd, line, n);
  syscall(SYS_close, fd);
}

// What to do with this call; null: let it pass.
const Fault* fault(const char* call, int fd) {
  if (count < 0) parse();
  for (int i = 0; i < count; ++i) {
    Fault& f = faults[i];
    const bool any = strcmp(f.call, "any") == 0 && strcmp(call, "malloc") != 0;
    if ((!any && strcmp(f.call, call) != 0) || (f.fd >= 0 && f.fd != fd)) continue;
    if (f.skip > 0) {
      --f.skip;
      continue;
    }
    if (f.times == 0) continue;
    if (f.times > 0) --f.times;
    note(f);
    if (strcmp(f.what, "TERM") == 0 || strcmp(f.what, "KILL") == 0) {
      raise(f.what[0] == 'T' ? SIGTERM : SIGKILL);
      continue;
    }
    return &f;
  }
  return nullptr;
}

long fail(const Fault* f) {
  for (const Name& e : kErrors) {
    if (strcmp(f->what, e.name) == 0) {
      errno = e.value;
      return -1;
    }
  }
  return atol(f->what);
}

bool is(const Fault* f, const char* what) { return f != nullptr && strcmp(f->what, what) == 0; }

void grow(int fd) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  const long file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CLOEXEC, 0);
  syscall(SYS_write, file, "# more\n", 7);
  syscall(SYS_close, file);
}

// A forked child does not get it: there the call has returned 0.
template <typename T>
T then_signal(const Fault* f, T result) {
  if (is(f, "sigterm") && result > 0) kill(getpid(), SIGTERM);
  return result;
}

template <typename F>
F real(const char* name, F) {
  return reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
}

}  // namespace

// The usual shape: fail, move one byte, or pass.
#define MOVES(name, type, parameters, arguments, fd, shorter)                        \
  type name parameters {                                                             \
    static auto next = real(#name, static_cast<type(*) parameters>(nullptr));        \
    if (const Fault* made_fault = fault(#name, fd)) {                                \
      if (is(made_fault, "sigterm")) return then_signal(made_fault, next arguments); \
      if (is(made_fault, "grows")) return grow(fd), next arguments;                  \
      if (!is(made_fault, "short")) return static_cast<type>(fail(made_fault));      \
      shorter;                                                                       \
    }                                                                                \
    return next arguments;                                                           \
  }
#define FAILS(name, type, parameters, arguments, fd) MOVES(name, type, parameters, arguments, fd, )

extern "C" {

MOVES(read, ssize_t, (int fd, void* p, size_t n), (fd, p, n), fd, n = n > 1 ? 1 : n)
MOVES(pread, ssize_t, (int fd, void* p, size_t n, off_t o), (fd, p, n, o), fd, n = n > 1 ? 1 : n)
MOVES(write, ssize_t, (int fd, const void* p, size_t n), (fd, p, n), fd, n = n > 1 ? 1 : n)
MOVES(pwrite, ssize_t, (int fd, const void* p, size_t n, off_t o), (fd, p, n, o), fd, n = n > 1 ? 1 : n)
MOVES(splice, ssize_t, (int in, off64_t* a, int out, off64_t* b, size_t n, unsigned flags), (in, a, out, b, n, flags),
      out, n = 1)
MOVES(sendfile, ssize_t, (int out, int in, off_t* o, size_t n), (out, in, o, n), out, n = 1)
void* dlopen(const char* file, int mode) {
  static auto next = real("dlopen", static_cast<void* (*)(const char*, int)>(nullptr));
  return fault("dlopen", -1) ? nullptr : next(file, mode);
}
FAILS(fsync, int, (int fd), (fd), fd)
FAILS(close, int, (int fd), (fd), fd)
FAILS(lseek, off_t, (int fd, off_t o, int w), (fd, o, w), fd)
FAILS(dup2, int, (int a, int b), (a, b), b)
FAILS(fork, pid_t, (), (), -1)
FAILS(pipe2, int, (int* fds, int flags), (fds, flags), -1)
FAILS(poll, int, (struct pollfd * p, nfds_t n, int t), (p, n, t), p->fd)
FAILS(fstat, int, (int fd, struct stat* s), (fd, s), fd)
FAILS(stat, int, (const char* p, struct stat* s), (p, s), -1)
FAILS(mkostemp, int, (char* p, int flags), (p, flags), -1)
FAILS(mkdirat, int, (int fd, const char* p, mode_t m), (fd, p, m), -1)
FAILS(linkat, int, (int a, const char* p, int b, const char* q, int f), (a, p, b, q, f), -1)
FAILS(unlinkat, int, (int a, const char* p, int f), (a, p, f), -1)
FAILS(execve, int, (const char* p, char* const* a, char* const* e), (p, a, e), -1)
FAILS(waitpid, pid_t, (pid_t p, int* s, int o), (p, s, o), -1)
FAILS(geteuid, uid_t, (), (), -1)
FAILS(getauxval, unsigned long, (unsigned long t), (t), static_cast<int>(t))
FAILS(getpwuid_r, int, (uid_t u, struct passwd* p, char* b, size_t n, struct passwd** r), (u, p, b, n, r), -1)
FAILS(sendto, ssize_t, (int s, const void* p, size_t n, int f, const struct sockaddr* a, socklen_t l),
      (s, p, n, f, a, l), -1)

ssize_t writev(int fd, const struct iovec* v, int n) {
  static auto next = real("writev", static_cast<ssize_t (*)(int, const struct iovec*, int)>(nullptr));
  const Fault* f = fault("writev", fd);
  if (f == nullptr) return next(fd, v, n);
  if (!is(f, "short")) return fail(f);
  static auto plain = real("write", static_cast<ssize_t (*)(int, const void*, size_t)>(nullptr));
  return plain(fd, v[0].iov_base, v[0].iov_len > 1 ? 1 : v[0].iov_len);
}

int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  mode_t mode = va_arg(more, mode_t);
  va_end(more);
  static auto next = real("open", static_cast<int (*)(const char*, int, ...)>(nullptr));
  const Fault* f = fault((flags & O_TMPFILE) == O_TMPFILE ? "open_tmpfile"
                         : (flags & O_CREAT) != 0         ? "open_new"
                                                          : "open",
                         -1);
  return f != nullptr ? static_cast<int>(fail(f)) : next(path, flags, mode);
}

// What a fortified program calls for open with flags that are no constant.
int __open_2(const char* path, int flags) { return open(path, flags, 0); }

int openat(int at, const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  mode_t mode = va_arg(more, mode_t);
  va_end(more);
  static auto next = real("openat", static_cast<int (*)(int, const char*, int, ...)>(nullptr));
  const Fault* f = fault((flags & O_CREAT) != 0 ? "openat_new" : "openat", -1);
  if (is(f, "sigterm")) return then_signal(f, next(at, path, flags, mode));
  return f != nullptr ? static_cast<int>(fail(f)) : next(at, path, flags, mode);
}

// renameat2 and close_range go through here.
long syscall(long number, ...) {
  va_list more;
  va_start(more, number);
  long a = va_arg(more, long), b = va_arg(more, long), c = va_arg(more, long), d = va_arg(more, long),
       e = va_arg(more, long), g = va_arg(more, long);
  va_end(more);
  static auto next = real("syscall", static_cast<long (*)(long, ...)>(nullptr));
  const char* name = number == SYS_renameat2 ? "renameat2" : number == SYS_close_range ? "close_range" : nullptr;
  const Fault* f = name != nullptr ? fault(name, -1) : nullptr;
  return f != nullptr ? fail(f) : next(number, a, b, c, d, e, g);
}

void* __libc_malloc(size_t);
void* malloc(size_t n) {
  if (count > 0) {
    if (const Fault* f = fault("malloc", -1)) {
      static_cast<void>(f);
      errno = ENOMEM;
      return nullptr;
    }
  }
  return __libc_malloc(n);
}

}  // extern "C"
