// SPDX-License-Identifier: BSD-2-Clause
#include "system/child/contained_child.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "unit/fake_child.h"

namespace hfilter {
namespace {

using Ask = ContainedJob::Ask;

bool under_address_sanitizer() {
#if defined(__SANITIZE_ADDRESS__)
  return true;
#else
  return false;
#endif
}

/// The first word says what to do: what hostile input could make a library do.
std::string obey(std::string_view request, const Ask& ask) {
  const std::string text(request);
  if (text == "pid") return std::to_string(getpid());
  if (text == "die") _exit(7);
  if (text == "abort") abort();
  if (text == "crash") raise(SIGSEGV);
  if (text == "throw") throw std::string("out of here");
  if (text == "hang") {
    for (;;) usleep(1'000'000);
  }
  if (text == "large") return std::string(100'000, 'x');
  if (text == "ask") return "told " + ask("why?");
  if (text.substr(0, 9) == "ask with ") return ask(std::string(std::stoul(text.substr(9)), '?'));
  if (text == "ask forever") {
    for (;;) ask("?");
  }
  if (text == "ask and die") {
    ask("one");
    _exit(0);
  }
  if (text == "frame") {  // not a frame at all
    const char junk[] = "zzzzzzzzzzzz";
    if (write(3, junk, sizeof junk) < 0) _exit(1);
    for (;;) {
    }
  }
  if (text == "memory") {  // asked of the system: malloc would first fill the holes that the heap has
    int mebibytes = 0;
    while (mmap(nullptr, size_t{1} << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED) {
      ++mebibytes;
    }
    return std::to_string(mebibytes);
  }
  if (text == "descriptors") {
    std::string open_ones;
    for (int fd = 0; fd < 64; ++fd) {
      char byte;
      // Not by fcntl, which the filter may refuse; read says EBADF of a descriptor that is open for writing only, too.
      if (read(fd, &byte, 0) == 0 || errno != EBADF || write(fd, &byte, 0) == 0) open_ones += std::to_string(fd) + " ";
    }
    return open_ones;
  }
  if (text == "open") return open("/etc/passwd", O_RDONLY) < 0 ? "refused" : "opened";
  if (text == "socket") return socket(AF_INET, SOCK_DGRAM, 0) < 0 ? "refused" : "opened";
  if (text == "fork") {
    const pid_t pid = fork();
    if (pid == 0) _exit(0);
    return pid < 0 ? "refused" : "forked";
  }
  if (text == "executable") {
    void* p = mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? "refused" : "mapped";
  }
  if (text == "kill parent") return kill(getppid(), 0) < 0 ? "refused" : "could";
  return "echo " + text;
}

ContainedJob job() { return {"test", nullptr, obey}; }

std::string answer_of(ContainedChild& child, std::string_view request) {
  const Result<std::string> result = child.call(request, 64 * 1024, 5'000);
  return result ? *result : "error: " + result.error().text;
}

TEST(ContainedChild, AnswersAndIsReused) {
  ForkedChild child(job());
  EXPECT_EQ(child.pid(), 0) << "started before it was needed";
  EXPECT_EQ(answer_of(child, "a"), "echo a");
  const pid_t first = child.pid();
  EXPECT_EQ(answer_of(child, ""), "echo ");
  EXPECT_EQ(answer_of(child, std::string("\0\n\xff", 3)), std::string("echo \0\n\xff", 8));
  EXPECT_EQ(answer_of(child, "pid"), std::to_string(first));
}

TEST(ContainedChild, LargeRequestsPass) {
  ForkedChild child(job());
  const std::string large(3'000'000, 'm');
  const Result<std::string> got = child.call(large, 4'000'000, 5'000);
  ASSERT_TRUE(got.ok()) << got.error().text;
  EXPECT_EQ(got->size(), large.size() + 5);
}

TEST(ContainedChild, ADeathCostsOnlyTheRequestInHand) {
  for (const char* way : {"die", "abort", "crash", "throw", "ask and die", "frame"}) {
    ForkedChild child(job());
    EXPECT_EQ(answer_of(child, "a"), "echo a") << way;
    const auto answer = [](std::string_view) { return std::string("because"); };
    const Result<std::string> got = child.converse(way, 1'000, 5'000, answer);
    ASSERT_FALSE(got.ok()) << way;
    EXPECT_EQ(got.error().kind, ErrorKind::kIo) << way;
    EXPECT_EQ(child.pid(), 0) << way << ": not reaped";
    EXPECT_EQ(answer_of(child, "b"), "echo b") << way;
  }
}

TEST(ContainedChild, ADeathBetweenRequestsCostsNothing) {
  ForkedChild child(job());
  EXPECT_EQ(answer_of(child, "a"), "echo a");
  kill(child.pid(), SIGKILL);
  siginfo_t info;
  waitid(P_PID, static_cast<id_t>(child.pid()), &info, WEXITED | WNOWAIT);
  EXPECT_EQ(answer_of(child, "b"), "echo b");
}

TEST(ContainedChild, DeadlineIsKept) {
  ForkedChild child(job());
  const Result<std::string> got = child.call("hang", 1'000, 50);
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(got.error().kind, ErrorKind::kTimeout);
  EXPECT_EQ(got.error().text, "the test process took too long");
  EXPECT_EQ(answer_of(child, "b"), "echo b");
}

TEST(ContainedChild, QuestionsAreAnswered) {
  ForkedChild child(job());
  std::string asked;
  const auto answer = [&](std::string_view question) {
    asked = question;
    usleep(80'000);  // beyond the child's own 50 ms
    return std::string("because");
  };
  const Result<std::string> got = child.converse("ask", 1'000, 50, answer);
  ASSERT_TRUE(got.ok()) << got.error().text;
  EXPECT_EQ(*got, "told because");
  EXPECT_EQ(asked, "why?");
  EXPECT_EQ(answer_of(child, "ask"), "error: the test process gave an unexpected answer");
}

TEST(ContainedChild, WhatItSaysIsBounded) {
  ForkedChild child(job());
  int questions = 0;
  const auto answer = [&](std::string_view) {
    ++questions;
    return std::string(".");
  };
  const std::string with_most = "ask with " + std::to_string(kMaxChildQuestionBytes);
  const std::string with_more = "ask with " + std::to_string(kMaxChildQuestionBytes + 1);
  EXPECT_TRUE(child.converse(with_most, 1'000, 5'000, answer).ok());
  for (const std::string& way : {std::string("large"), with_more, std::string("ask forever")}) {
    questions = 0;
    const Result<std::string> got = child.converse(way, 1'000, 5'000, answer);
    ASSERT_FALSE(got.ok()) << way;
    EXPECT_EQ(child.pid(), 0) << way;
  }
  EXPECT_EQ(questions, kMaxChildQuestions);
}

TEST(ContainedChild, WhatItIsToldIsBounded) {
  ForkedChild child(job());
  const std::string beyond(kMaxChildFrameBytes + 1, 'm');
  const Result<std::string> got = child.call(beyond, 1'000, 5'000);
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(got.error().kind, ErrorKind::kLimit);
  EXPECT_EQ(child.pid(), 0) << "started for nothing";
  const Result<std::string> told = child.converse("ask", 1'000, 5'000, [&](std::string_view) { return beyond; });
  ASSERT_TRUE(told.ok()) << told.error().text;
  EXPECT_EQ(*told, "told ") << "an answer too large is an empty one";
}

TEST(ContainedChild, RequestsOfOneChildAreBounded) {
  ForkedChild child(job());
  const std::string first = answer_of(child, "pid");
  for (int i = 1; i < kMaxChildRequests; ++i) ASSERT_EQ(answer_of(child, "pid"), first) << i;
  EXPECT_NE(answer_of(child, "pid"), first);
}

TEST(ContainedChild, MemoryIsBounded) {
  if (under_address_sanitizer()) GTEST_SKIP() << "limits: none under sanitizers";
  std::vector<char> parents_own(size_t{100} << 20, 1);  // must not count against the child
  ContainedLimits limits;
  limits.memory_bytes = size_t{32} << 20;
  ForkedChild child(job(), limits);
  const int got = atoi(answer_of(child, "memory").c_str());
  EXPECT_GE(got, 16);
  EXPECT_LE(got, 40);
}

TEST(ContainedChild, KeepsNothingOfTheParent) {
  if (under_address_sanitizer()) GTEST_SKIP() << "limits: standard error stays open under sanitizers";
  ForkedChild child(job());
  const int opened = open("/dev/null", O_RDWR);
  EXPECT_EQ(answer_of(child, "descriptors"), "3 ");
  close(opened);
}

TEST(ContainedChild, CannotReachTheSystem) {
  if (under_address_sanitizer()) GTEST_SKIP() << "filter: none under sanitizers";
  ForkedChild child(job());
  for (const char* what : {"open", "socket", "fork", "executable", "kill parent"}) {
    EXPECT_EQ(answer_of(child, what), "refused") << what;
  }
}

// A delivery: an open message on descriptor 0, a handler that ends it, text in stdio's buffers.
TEST(ContainedChild, RunsNothingOfTheParent) {
  int out[2];
  ASSERT_EQ(pipe(out), 0);
  FILE* buffered = fdopen(dup(out[1]), "w");
  fputs("half a message", buffered);
  static int handler_fd;
  handler_fd = out[1];
  struct sigaction ours {
  }, before{};
  ours.sa_handler = [](int) {
    if (write(handler_fd, "handler", 7) < 0) _exit(1);
  };
  sigaction(SIGTERM, &ours, &before);
  {
    ForkedChild child(job());
    EXPECT_EQ(answer_of(child, "a"), "echo a");
    kill(child.pid(), SIGTERM);
    int status = 0;
    siginfo_t info;
    waitid(P_PID, static_cast<id_t>(child.pid()), &info, WEXITED | WNOWAIT);
    status = info.si_status;
    EXPECT_EQ(status, SIGTERM);
  }
  {
    ForkedChild child(job());
    EXPECT_EQ(answer_of(child, "die"), "error: the test process ended");
  }
  sigaction(SIGTERM, &before, nullptr);
  fcntl(out[0], F_SETFL, O_NONBLOCK);
  char buffer[64];
  EXPECT_EQ(read(out[0], buffer, sizeof buffer), -1) << "the child wrote what was the parent's";
  close(out[1]);
  close(out[0]);
  signal(SIGPIPE, SIG_IGN);
  fclose(buffered);
  signal(SIGPIPE, SIG_DFL);
}

TEST(ContainedChild, DiesWithItsParent) {
  int out[2];
  ASSERT_EQ(pipe(out), 0);
  const pid_t parent = fork();
  if (parent == 0) {
    auto* child = new ForkedChild(job());  // never stopped: the parent is killed
    const auto answer = [](std::string_view) { return std::string("because"); };
    if (!child->converse("ask", 1'000, 5'000, answer).ok()) _exit(1);
    const pid_t pid = child->pid();
    if (write(out[1], &pid, sizeof pid) < 0) _exit(1);
    for (;;) pause();
  }
  pid_t child = 0;
  ASSERT_EQ(read(out[0], &child, sizeof child), static_cast<ssize_t>(sizeof child));
  kill(parent, SIGKILL);
  waitpid(parent, nullptr, 0);
  int tries = 0;
  while (kill(child, 0) == 0 && ++tries < 500) {  // reaped by init, or a zombie where there is none
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/stat", child);
    FILE* stat = fopen(path, "r");
    char state = '?';
    if (stat == nullptr || fscanf(stat, "%*d %*s %c", &state) != 1) state = 'X';
    if (stat != nullptr) fclose(stat);
    if (state == 'Z' || state == 'X') break;
    usleep(10'000);
  }
  EXPECT_LT(tries, 500);
  close(out[0]);
  close(out[1]);
}

TEST(ContainedChild, WorksWithStandardDescriptorsClosed) {
  const pid_t pid = fork();
  if (pid == 0) {
    for (int fd = 0; fd < 3; ++fd) close(fd);
    ForkedChild child(job());
    _exit(answer_of(child, "a") == "echo a" ? 0 : 1);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(ContainedChild, FakeBehavesAlike) {
  FakeChild child({"fake", nullptr, [](std::string_view request, const Ask& ask) {
                     return std::string(request) + ask("1") + ask("2");
                   }});
  const auto answer = [](std::string_view q) { return "<" + std::string(q) + ">"; };
  EXPECT_EQ(*child.converse("x", 100, 1, answer), "x<1><2>");
  child.die_at_question = 2;
  EXPECT_FALSE(child.converse("x", 100, 1, answer).ok());
}

}  // namespace
}  // namespace hfilter
