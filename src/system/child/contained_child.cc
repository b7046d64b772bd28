// SPDX-License-Identifier: BSD-2-Clause
#include "system/child/contained_child.h"

#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <ctime>

#include "system/child/confine.h"
#include "system/deadline.h"

namespace hfilter {
namespace {

// A frame between parent and child: one octet for its kind, four for its length in host byte order, its bytes.
constexpr char kRequest = 'r';
constexpr char kQuestion = 'q';
constexpr char kReply = 'a';  // The frame is the reply to a question of the child.
constexpr char kDone = 'd';
constexpr size_t kFrameHead = 5;

std::string frame(char kind, std::string_view bytes) {
  std::string out(kFrameHead, kind);
  const auto length = static_cast<uint32_t>(bytes.size());
  memcpy(&out[1], &length, sizeof length);
  out.append(bytes);
  return out;
}

uint32_t frame_length(const std::array<char, kFrameHead>& head) {
  uint32_t length = 0;
  memcpy(&length, &head[1], sizeof length);
  return length;
}

// ---- the parent's side: never blocks beyond its deadline, never raises SIGPIPE ----

enum class Io { kOk, kGone, kLate };

Io wait_for(int fd, short events, const Deadline& deadline) {
  for (;;) {
    const int left = deadline.remaining_ms();
    if (left == 0) return Io::kLate;
    pollfd p{fd, events, 0};
    const int ready = poll(&p, 1, left);
    if (ready > 0) return Io::kOk;
    if (ready < 0 && errno != EINTR) return Io::kGone;
  }
}

Io send_all(int fd, std::string_view bytes, const Deadline& deadline) {
  while (!bytes.empty()) {
    const ssize_t n = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n > 0) {
      bytes.remove_prefix(static_cast<size_t>(n));
    } else if (n < 0 && errno == EAGAIN) {
      if (const Io io = wait_for(fd, POLLOUT, deadline); io != Io::kOk) return io;
    } else if (n == 0 || errno != EINTR) {
      return Io::kGone;
    }
  }
  return Io::kOk;
}

Io receive_all(int fd, char* out, size_t count, const Deadline& deadline) {
  while (count > 0) {
    const ssize_t n = recv(fd, out, count, MSG_DONTWAIT);
    if (n > 0) {
      out += n;
      count -= static_cast<size_t>(n);
    } else if (n < 0 && errno == EAGAIN) {
      if (const Io io = wait_for(fd, POLLIN, deadline); io != Io::kOk) return io;
    } else if (n == 0 || errno != EINTR) {
      return Io::kGone;
    }
  }
  return Io::kOk;
}

/// A living child sends nothing between two requests.
bool died_idle(int fd) {
  char byte;
  return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0 || errno != EAGAIN;
}

// ---- the child's side: blocks, and any fault ends the process ----

[[noreturn]] void end_child(int status) { _exit(status); }

void child_write(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(fd, bytes.data(), bytes.size());
    if (n > 0) {
      bytes.remove_prefix(static_cast<size_t>(n));
    } else if (n == 0 || errno != EINTR) {
      end_child(1);
    }
  }
}

void child_read(int fd, char* out, size_t count) {
  while (count > 0) {
    const ssize_t n = read(fd, out, count);
    if (n > 0) {
      out += n;
      count -= static_cast<size_t>(n);
    } else if (n == 0 || errno != EINTR) {
      end_child(0);  // the parent has closed its side: this is the normal end
    }
  }
}

std::string child_read_frame(int fd, char kind) {
  std::array<char, kFrameHead> head;
  child_read(fd, head.data(), head.size());
  if (head[0] != kind) end_child(1);
  std::string bytes(frame_length(head), '\0');
  child_read(fd, bytes.data(), bytes.size());
  return bytes;
}

[[noreturn]] void serve(int fd, const ContainedJob& job) {
  const ContainedJob::Ask ask = [fd](std::string_view question) {
    child_write(fd, frame(kQuestion, question));
    return child_read_frame(fd, kReply);
  };
  for (;;) child_write(fd, frame(kDone, job.handle(child_read_frame(fd, kRequest), ask)));
}

[[noreturn]] void child_main(int fd, const ContainedJob& job, const ContainedLimits& limits, pid_t parent) {
  try {
    fd = detach_from_parent(fd, parent);
    if (fd < 0) end_child(1);
    if (job.prepare) job.prepare();
    apply_limits(limits.memory_bytes, limits.cpu_seconds);
    if (!forbid_system_calls()) end_child(1);
    serve(fd, job);
  } catch (...) {  // a library threw an exception, or memory is missing
    end_child(1);
  }
}

}  // namespace

Status ForkedChild::start() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return failure(ErrorKind::kIo,
                   std::string("cannot make a socket for the ") + job_.name + " process: " + strerror(errno));
  }
  // No signal handler of the parent may run in the child: it would delete temporary files and end the delivery.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) child_main(ends[1], job_, limits_, parent);
  const int fork_errno = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  close(ends[1]);
  if (pid < 0) {
    close(ends[0]);
    return failure(ErrorKind::kIo, std::string("cannot start the ") + job_.name + " process: " + strerror(fork_errno));
  }
  pid_ = pid;
  socket_ = ends[0];
  served_ = 0;
  return Done{};
}

void ForkedChild::stop() {
  if (pid_ == 0) return;
  close(socket_);
  kill(pid_, SIGKILL);
  rusage used{};
  while (wait4(pid_, nullptr, 0, &used) < 0 && errno == EINTR) {
  }
  for (const timeval& time : {used.ru_utime, used.ru_stime}) {
    ended_us_ += int64_t{time.tv_sec} * 1'000'000 + time.tv_usec;
  }
  pid_ = 0;
  socket_ = -1;
}

int64_t ForkedChild::used_us() const {
  clockid_t clock;
  timespec living{};
  if (pid_ != 0 && clock_getcpuclockid(pid_, &clock) == 0) clock_gettime(clock, &living);
  return ended_us_ + int64_t{living.tv_sec} * 1'000'000 + living.tv_nsec / 1'000;
}

Error ForkedChild::end_after_failure(const char* what, bool timed_out) {
  stop();
  return failure(timed_out ? ErrorKind::kTimeout : ErrorKind::kIo,
                 std::string("the ") + job_.name + " process " + what);
}

Result<std::string> ForkedChild::converse(std::string_view request, size_t max_answer_bytes, int timeout_ms,
                                          const Answerer& answerer) {
  if (request.size() > kMaxChildFrameBytes) {
    return failure(ErrorKind::kLimit, std::string("the request to the ") + job_.name + " process is too large");
  }
  if (served_ >= limits_.requests || (pid_ != 0 && died_idle(socket_))) stop();
  if (pid_ == 0) {
    if (Status started = start(); !started) return started.error();
  }
  ++served_;

  Deadline deadline(timeout_ms);  // the time of the child: paused while the parent answers its question
  deadline.start();
  const auto failed = [&](Io io) {
    return end_after_failure(io == Io::kLate ? "took too long" : "ended", io == Io::kLate);
  };
  if (const Io io = send_all(socket_, frame(kRequest, request), deadline); io != Io::kOk) return failed(io);
  for (int questions = 0;; ++questions) {
    std::array<char, kFrameHead> head;
    if (const Io io = receive_all(socket_, head.data(), head.size(), deadline); io != Io::kOk) return failed(io);
    const uint32_t length = frame_length(head);
    const bool done = head[0] == kDone;
    if (!done && (head[0] != kQuestion || !answerer || questions >= kMaxChildQuestions)) {
      return end_after_failure("gave an unexpected answer", false);
    }
    if (length > (done ? max_answer_bytes : kMaxChildQuestionBytes)) {
      return end_after_failure("gave too long an answer", false);
    }
    std::string bytes(length, '\0');
    if (const Io io = receive_all(socket_, bytes.data(), length, deadline); io != Io::kOk) return failed(io);
    if (done) return bytes;

    deadline.pause();
    std::string reply = answerer(bytes);
    deadline.resume();
    if (reply.size() > kMaxChildFrameBytes) reply.clear();
    if (const Io io = send_all(socket_, frame(kReply, reply), deadline); io != Io::kOk) return failed(io);
  }
}

}  // namespace hfilter
