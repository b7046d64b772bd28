// SPDX-License-Identifier: BSD-2-Clause
#include "system/child/confine.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <vector>

namespace hfilter {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

void default_signals() {
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  for (int s = 1; s < NSIG; ++s) sigaction(s, &action, nullptr);  // sigaction() fails for KILL and STOP
  stack_t none{};
  none.ss_flags = SS_DISABLE;
  sigaltstack(&none, nullptr);
  sigset_t empty;
  sigemptyset(&empty);
  sigprocmask(SIG_SETMASK, &empty, nullptr);
}

void close_from(int first) {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, static_cast<unsigned>(first), ~0u, 0u) == 0) return;
#endif
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);  // before Linux 5.9 this misses descriptors above a lowered limit
  const rlim_t end = std::min<rlim_t>(limit.rlim_cur, 65'536);
  for (rlim_t fd = static_cast<rlim_t>(first); fd < end; ++fd) close(static_cast<int>(fd));
}

void lower_limit(int which, rlim_t value) {
  rlimit limit{};
  if (getrlimit(static_cast<__rlimit_resource_t>(which), &limit) != 0) return;
  limit.rlim_max = std::min(limit.rlim_max, value);
  limit.rlim_cur = std::min(limit.rlim_cur, limit.rlim_max);
  setrlimit(static_cast<__rlimit_resource_t>(which), &limit);
}

/// Returns the private writable memory in use, as RLIMIT_DATA counts it. The limit of the child is added to it, because
/// the parent may hold a large list file.
size_t data_bytes_in_use() {
  FILE* file = fopen("/proc/self/statm", "re");
  if (file == nullptr) return size_t{64} << 20;
  unsigned long total = 0, resident = 0, shared = 0, text = 0, library = 0, data = 0;
  const int fields = fscanf(file, "%lu %lu %lu %lu %lu %lu", &total, &resident, &shared, &text, &library, &data);
  fclose(file);
  return fields == 6 ? data * static_cast<size_t>(sysconf(_SC_PAGESIZE)) : size_t{64} << 20;
}

// ---- the system-call filter: classic BPF, written by hand (seccomp(2)) ----

#if defined(__x86_64__)
#define HFILTER_AUDIT_ARCH AUDIT_ARCH_X86_64
#elif defined(__i386__)
#define HFILTER_AUDIT_ARCH AUDIT_ARCH_I386
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define HFILTER_AUDIT_ARCH AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define HFILTER_AUDIT_ARCH AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
#define HFILTER_AUDIT_ARCH AUDIT_ARCH_PPC64LE
#endif

#if defined(HFILTER_AUDIT_ARCH) && defined(__NR_seccomp)

// The system calls that the C library needs for computing, memory, time, I/O and abort.
constexpr uint32_t kAllowed[] = {
    __NR_read,
    __NR_write,
    __NR_exit,
    __NR_exit_group,
    __NR_brk,
    __NR_munmap,
    __NR_mremap,
    __NR_madvise,
    __NR_futex,
    __NR_clock_gettime,
    __NR_gettimeofday,
    __NR_setitimer,  // setitimer() limits the time of one request
#ifdef __NR_time
    __NR_time,
#endif
#ifdef __NR_clock_gettime64
    __NR_clock_gettime64,
#endif
#ifdef __NR_futex_time64
    __NR_futex_time64,
#endif
    __NR_rt_sigprocmask,
    __NR_rt_sigaction,
    __NR_rt_sigreturn,
    __NR_getpid,
    __NR_gettid,
    __NR_tgkill,  // abort() needs tgkill(); for other processes only the kernel's permission checks remain
    __NR_getrandom,
    __NR_uname,  // gethostname() needs uname(); libspf2 aborts without it
    __NR_restart_syscall,
};

constexpr uint32_t kAllowedUnlessExecutable[] = {
#ifdef __NR_mmap
    __NR_mmap,
#endif
#ifdef __NR_mmap2
    __NR_mmap2,
#endif
    __NR_mprotect,
};

constexpr uint32_t kRefuse = SECCOMP_RET_ERRNO | EPERM;

std::vector<sock_filter> filter_program() {
  constexpr auto kLoad = static_cast<uint16_t>(BPF_LD | BPF_W | BPF_ABS);
  constexpr auto kIfEqual = static_cast<uint16_t>(BPF_JMP | BPF_JEQ | BPF_K);
  constexpr auto kIfBits = static_cast<uint16_t>(BPF_JMP | BPF_JSET | BPF_K);
  constexpr auto kIfAtLeast = static_cast<uint16_t>(BPF_JMP | BPF_JGE | BPF_K);
  constexpr auto kReturn = static_cast<uint16_t>(BPF_RET | BPF_K);
  // The low half of the third argument, prot.
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  constexpr uint32_t kProt = offsetof(seccomp_data, args) + 2 * sizeof(uint64_t);
#else
  constexpr uint32_t kProt = offsetof(seccomp_data, args) + 2 * sizeof(uint64_t) + sizeof(uint32_t);
#endif

  std::vector<sock_filter> program;
  program.push_back({kLoad, 0, 0, offsetof(seccomp_data, arch)});
  program.push_back({kIfEqual, 1, 0, HFILTER_AUDIT_ARCH});
  program.push_back({kReturn, 0, 0, SECCOMP_RET_KILL_PROCESS});
  program.push_back({kLoad, 0, 0, offsetof(seccomp_data, nr)});
#if defined(__x86_64__)
  program.push_back({kIfAtLeast, 0, 1, 0x40000000});  // refuses the system calls of the x32 ABI
  program.push_back({kReturn, 0, 0, kRefuse});
#else
  (void)kIfAtLeast;
#endif
  for (const uint32_t nr : kAllowed) {
    program.push_back({kIfEqual, 0, 1, nr});
    program.push_back({kReturn, 0, 0, SECCOMP_RET_ALLOW});
  }
  for (const uint32_t nr : kAllowedUnlessExecutable) {
    program.push_back({kIfEqual, 0, 4, nr});
    program.push_back({kLoad, 0, 0, kProt});
    program.push_back({kIfBits, 0, 1, PROT_EXEC});
    program.push_back({kReturn, 0, 0, kRefuse});
    program.push_back({kReturn, 0, 0, SECCOMP_RET_ALLOW});
  }
  program.push_back({kReturn, 0, 0, kRefuse});
  return program;
}

bool install_filter() {
  std::vector<sock_filter> program = filter_program();
  sock_fprog fprog{static_cast<unsigned short>(program.size()), program.data()};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &fprog) == 0) return true;
  return errno == EINVAL || errno == ENOSYS;  // the kernel has no seccomp
}

#else

bool install_filter() { return true; }

#endif

}  // namespace

int detach_from_parent(int fd, pid_t parent) {
  default_signals();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) return -1;  // the parent died before the prctl above
  constexpr int kOurs = 3;
  if (fd != kOurs) {
    if (dup2(fd, kOurs) < 0) return -1;
  }
  // Under a sanitizer, standard error stays open.
  for (int other = 0; other < (kSanitized ? 2 : 3); ++other) close(other);
  close_from(kOurs + 1);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  return kOurs;
}

void apply_limits(size_t memory_bytes, int cpu_seconds) {
  lower_limit(RLIMIT_CORE, 0);
  lower_limit(RLIMIT_FSIZE, 0);
  lower_limit(RLIMIT_NPROC, 0);
  lower_limit(RLIMIT_CPU, static_cast<rlim_t>(cpu_seconds));
  if (!kSanitized) lower_limit(RLIMIT_DATA, data_bytes_in_use() + memory_bytes);
  if (!kSanitized) lower_limit(RLIMIT_NOFILE, 0);
}

bool is_sanitized() { return kSanitized; }

bool forbid_system_calls() { return kSanitized || install_filter(); }

}  // namespace hfilter
