// SPDX-License-Identifier: BSD-2-Clause
//
// Each case runs in a forked child: what counts is how that process ends.
#include "system/process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <functional>

#include "system/deadline.h"
#include "system/files/input.h"
#include "unit/system/descriptors.h"

namespace hfilter {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

std::string ending(int status) {
  if (WIFEXITED(status)) return "exit " + std::to_string(WEXITSTATUS(status));
  return "signal " + std::to_string(WTERMSIG(status));
}

// How a process ends that runs `body`; `exit 7` if that came back.
std::string end_of(const std::function<void()>& body) {
  pid_t child = fork();
  if (child == 0) {
    body();
    _exit(7);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return ending(status);
}

volatile int zero = 0;

int deeper(int depth) {
  volatile char page[8192];
  page[0] = static_cast<char>(depth);
  return depth == 1 << 30 ? 0 : deeper(depth + 1) + page[0];
}

TEST(Signals, EndWithTryAgain) {
  const int ending_signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE,  SIGILL, SIGXCPU,
                                SIGTERM, SIGHUP, SIGINT,  SIGQUIT, SIGALRM};
  for (int number : ending_signals) {
    if (kSanitized && number != SIGTERM) continue;
    for (int inherited = 0; inherited < 3; ++inherited) {
      std::string got = end_of([&] {
        if (inherited == 1) signal(number, SIG_IGN);
        if (inherited == 2) {
          sigset_t all;
          sigfillset(&all);
          sigprocmask(SIG_SETMASK, &all, nullptr);
        }
        prepare_process();
        raise(number);
      });
      EXPECT_EQ(got, "exit 75") << number << (inherited == 1 ? ", ignored" : inherited == 2 ? ", blocked" : "");
    }
  }
}

TEST(Signals, RealCrashes) {
  if (kSanitized) GTEST_SKIP() << "signals: the sanitizer reports them itself";
  struct Case {
    const char* name;
    std::function<void()> crash;
  } cases[] = {
      {"a null pointer", [] { *static_cast<volatile int*>(nullptr) = 1; }},
      {"a division by zero", [] { zero = (zero + 100) / zero; }},
      {"abort", [] { abort(); }},
      {"an exception nobody catches", [] { std::terminate(); }},
      {"no stack left", [] { deeper(0); }},
      {"an illegal instruction", [] { __builtin_trap(); }},
  };
  for (const Case& c : cases) {
    FILE* said = tmpfile();
    ASSERT_NE(said, nullptr);
    EXPECT_EQ(end_of([&] {
                dup2(fileno(said), 2);
                prepare_process();
                c.crash();
              }),
              "exit 75")
        << c.name;
    EXPECT_EQ(lseek(fileno(said), 0, SEEK_END), 0) << c.name << ": nothing is written on standard error";
    fclose(said);
  }
}

TEST(Signals, PipeAndFileSizeAreErrorsOfWrite) {
  EXPECT_EQ(end_of([] {
              prepare_process();
              raise(SIGPIPE);
              raise(SIGXFSZ);
            }),
            "exit 7");
}

TEST(Signals, TheLastResortKnowsQmail) {
  EXPECT_EQ(end_of([] {
              prepare_process();
              set_last_resort_exit(111);
              raise(SIGTERM);
            }),
            "exit 111");
}

TEST(Signals, AForkedChildDoesNotCleanUpForItsParent) {
  TempFolder folder;
  write_file(folder / "tmp", "x");
  EXPECT_EQ(end_of([&] {
              prepare_process();
              UnlinkAtSuddenEnd unlink_it(folder / "tmp");
              if (fork() == 0) raise(SIGTERM);
              wait(nullptr);
              _exit(access((folder / "tmp").c_str(), F_OK) == 0 ? 0 : 1);
            }),
            "exit 0");
}

TEST(Signals, TheHandlerUnlinksAndKills) {
  TempFolder folder;
  write_file(folder / "tmp", "x");
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  EXPECT_EQ(end_of([&] {
              prepare_process();
              UnlinkAtSuddenEnd unlink_it(folder / "tmp");
              pid_t child = fork();
              if (child == 0) {
                while (true) pause();
              }
              register_child(child);
              raise(SIGTERM);
            }),
            "exit 75");
  EXPECT_NE(access((folder / "tmp").c_str(), F_OK), 0);
  close(ends[1]);
  struct pollfd hangup = {ends[0], POLLIN, 0};
  EXPECT_EQ(poll(&hangup, 1, 5000), 1) << "the child still holds the pipe";
  close(ends[0]);
}

TEST(Signals, NothingIsUnlinkedAfterwards) {
  TempFolder folder;
  write_file(folder / "tmp", "x");
  end_of([&] {
    prepare_process();
    { UnlinkAtSuddenEnd unlink_it(folder / "tmp"); }
    raise(SIGTERM);
  });
  EXPECT_EQ(access((folder / "tmp").c_str(), F_OK), 0);
}

// All eight sets of closed descriptors: none is left free, and none takes or gives a byte.
TEST(Descriptors, ClosedOnesAreFilledAndRefuse) {
  for (int closed = 0; closed < 8; ++closed) {
    EXPECT_EQ(end_of([closed] {
                for (int fd = 0; fd < 3; ++fd) {
                  if ((closed >> fd & 1) != 0) close(fd);
                }
                prepare_process();
                char c = 'x';
                for (int fd = 0; fd < 3; ++fd) {
                  if (fcntl(fd, F_GETFD) < 0) _exit(1);
                }
                if ((closed & 1) != 0 && read(0, &c, 1) >= 0) _exit(2);
                if ((closed & 2) != 0 && write(1, &c, 1) >= 0) _exit(3);
                _exit(0);
              }),
              "exit 0")
        << closed;
  }
}

TEST(Deadline, CountsOnlyWhatItShould) {
  Deadline deadline(100);
  EXPECT_EQ(deadline.remaining_ms(), 100);
  deadline.start();
  deadline.pause();
  usleep(150'000);
  EXPECT_GT(deadline.remaining_ms(), 50);
  deadline.resume();
  usleep(150'000);
  EXPECT_TRUE(deadline.passed());
  deadline.start();
  EXPECT_FALSE(deadline.passed());
}

// Each pause keeps what was used before it: a sender who makes many must not get the time anew.
TEST(Deadline, TheTimeBeforeAPauseCounts) {
  Deadline deadline(60'000);
  deadline.start();
  usleep(20'000);
  deadline.pause();
  const int left = deadline.remaining_ms();
  EXPECT_LE(left, 59'981);
  usleep(20'000);
  EXPECT_EQ(deadline.remaining_ms(), left);
  deadline.resume();
  EXPECT_LE(deadline.remaining_ms(), left);
}

// The delivery is no matter of the deadline: an alarm would end it in the middle.
TEST(Deadline, ABodyThatIsReadAfterTheDecisionStartsItNot) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(write(ends[1], "body\n", 5), 5);
  close(ends[1]);
  Deadline deadline(60'000);
  deadline.start();
  EXPECT_TRUE(deadline.pause());
  InputOptions how;
  how.deadline = &deadline;
  InputBody body(ends[0], "", false, std::nullopt, how);
  EXPECT_TRUE(body.size());
  EXPECT_FALSE(deadline.pause());
  close(ends[0]);
}

int64_t took_ms(const std::function<void()>& body, const char* want) {
  int64_t began = monotonic_ms();
  EXPECT_EQ(end_of(body), want);
  return monotonic_ms() - began;
}

TEST(Deadline, TheLastResortIsOneSecondLater) {
  int64_t ms = took_ms(
      [] {
        prepare_process();
        Deadline deadline(100, Deadline::Alarm::kLastResort);
        deadline.start();
        while (true) pause();
      },
      "exit 75");
  EXPECT_GE(ms, 1000);
  EXPECT_LT(ms, 5000);
}

TEST(Deadline, NoAlarmIsLeftBehind) {
  EXPECT_EQ(end_of([] {
              prepare_process();
              {
                Deadline deadline(1, Deadline::Alarm::kLastResort);
                deadline.start();
              }
              { IdleAlarm alarm(50); }
              usleep(200'000);
            }),
            "exit 7");
}

TEST(IdleAlarm, EndsAWriteThatHangs) {
  int64_t ms = took_ms(
      [] {
        prepare_process();
        int ends[2];
        if (pipe(ends) != 0) _exit(1);
        std::string much(1 << 20, 'x');
        IdleAlarm alarm(100);
        ssize_t n = write(ends[1], much.data(), much.size());
        static_cast<void>(n);
      },
      "exit 75");
  EXPECT_GE(ms, 100);
}

TEST(IdleAlarm, EndsNothingThatGoesOn) {
  EXPECT_EQ(end_of([] {
              prepare_process();
              IdleAlarm alarm(2'000);
              for (int pieces = 0; pieces < 2; ++pieces) {
                usleep(1'200'000);
                alarm.progress();
              }
            }),
            "exit 7");
}

std::string sh(const std::string& script, const std::function<void()>& before, int input) {
  TempFolder folder;
  const std::string out = folder / "out";
  std::string how = end_of([&] {
    int fd = open(out.c_str(), O_WRONLY | O_CREAT, 0600);
    dup2(fd, 1);
    before();
    Error error = exec_program({"/bin/sh", "-c", script}, input, {"HFILTER_X=1"});
    _exit(error.text.empty() ? 98 : 99);
  });
  return how + ": " + read_file(out);
}

Descriptor message_file() {
  Descriptor file(open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  EXPECT_EQ(write(file.get(), "hello\n", 6), 6);
  return file;
}

TEST(Become, StandardInputFromItsBeginning) {
  Descriptor file = message_file();
  EXPECT_EQ(sh("cat; echo $HFILTER_X; exit 3", prepare_process, file.get()), "exit 3: hello\n1\n");
}

TEST(Become, NoDescriptorLeaks) {
  Descriptor file = message_file();
  EXPECT_EQ(sh(
                "ls /proc/self/fd | tr '\\n' ' '",
                [] {
                  prepare_process();
                  for (int i = 0; i < 20; ++i) open("/dev/null", O_RDONLY);  // without close-on-exec
                },
                file.get()),
            "exit 0: 0 1 2 3 ");  // 3 is the folder that ls reads
}

// The dispositions and the mask that the program would have had without us.
TEST(Become, SignalsAsTheHostHadSetThem) {
  Descriptor file = message_file();
  auto states = [](const std::string& text) {
    std::string out;
    for (const char* key : {"SigBlk:", "SigIgn:", "SigCgt:"}) {
      size_t at = text.find(key);
      out += at == std::string::npos ? "?" : text.substr(at, text.find('\n', at) - at) + "\n";
    }
    return out;
  };
  struct Case {
    const char* name;
    std::function<void()> host;
  } cases[] = {{"nothing special", [] {}},
               {"as Exim does it",
                [] {
                  for (int s : {SIGHUP, SIGINT, SIGUSR1, SIGTERM}) signal(s, SIG_IGN);
                }},
               {"as Postfix does it",
                [] {
                  for (int s : {SIGPIPE, SIGXFSZ}) signal(s, SIG_IGN);
                }},
               {"all ignored",
                [] {
                  for (int s = 1; s < 32; ++s) signal(s, SIG_IGN);
                }},
               {"some blocked", [] {
                  sigset_t some;
                  sigemptyset(&some);
                  sigaddset(&some, SIGTERM);
                  sigaddset(&some, SIGCHLD);
                  sigprocmask(SIG_SETMASK, &some, nullptr);
                }}};
  for (const Case& c : cases) {
    auto run = [&](bool guarded) {
      lseek(file.get(), 0, SEEK_SET);
      TempFolder folder;
      end_of([&] {
        dup2(open((folder / "out").c_str(), O_WRONLY | O_CREAT, 0600), 1);
        for (int s = 1; s < 32; ++s) signal(s, SIG_DFL);
        c.host();
        if (guarded) {
          prepare_process();
          prepare_process();
          IdleAlarm alarm(60'000);
          exec_program({"/bin/cat", "/proc/self/status"}, file.get(), {});
        } else {
          execl("/bin/cat", "cat", "/proc/self/status", static_cast<char*>(nullptr));
        }
      });
      return states(read_file(folder / "out"));
    };
    EXPECT_EQ(run(true), run(false)) << c.name;
    EXPECT_NE(run(true).find("SigIgn"), std::string::npos);
  }
}

// execve keeps a timer, and the program would die of the deadline that was ours.
TEST(Become, NoAlarmGoesOn) {
  Descriptor file = message_file();
  EXPECT_EQ(sh(
                "sleep 2.1; echo done",
                [] {
                  prepare_process();
                  struct itimerval soon = {{0, 0}, {2, 0}};
                  setitimer(ITIMER_REAL, &soon, nullptr);
                },
                file.get()),
            "exit 0: done\n");
}

TEST(Become, FailsWithAText) {
  Descriptor file = message_file();
  struct Case {
    std::vector<std::string> argv;
    const char* want;
  } cases[] = {{{}, "absolute path"},
               {{""}, "absolute path"},
               {{"cat"}, "absolute path"},
               {{"./cat"}, "absolute path"},
               {{"/nonexistent/cat"}, "No such file"},
               {{"/tmp"}, "Permission denied"}};
  for (const Case& c : cases) {
    Result<int> got = run_command(c.argv, file.get(), {}, 5000);
    ASSERT_FALSE(got) << c.want;
    EXPECT_NE(got.error().text.find(c.want), std::string::npos) << got.error().text;
  }
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  EXPECT_FALSE(run_command({"/bin/true"}, ends[0], {}, 5000)) << "a pipe has no beginning to go back to";
  close(ends[0]);
  close(ends[1]);
}

TEST(Become, AfterAFailureTheProcessIsStillGuarded) {
  EXPECT_EQ(end_of([] {
              prepare_process();
              Descriptor file = message_file();
              exec_program({"/nonexistent/cat"}, file.get(), {});
              raise(SIGTERM);
            }),
            "exit 75");
}

TEST(RunCommand, ItsStatusIsTheAnswer) {
  Descriptor file = message_file();
  for (int status : {0, 1, 75, 255}) {
    Result<int> got = run_command({"/bin/sh", "-c", "exit " + std::to_string(status)}, file.get(), {}, 5000);
    ASSERT_TRUE(got) << got.error().text;
    EXPECT_EQ(*got, status);
  }
  Result<int> killed = run_command({"/bin/sh", "-c", "kill -9 $$"}, file.get(), {}, 5000);
  ASSERT_FALSE(killed);
  EXPECT_NE(killed.error().text.find("signal 9"), std::string::npos);
}

TEST(RunCommand, GetsTheMessageAndSaysNothing) {
  TempFolder folder;
  Descriptor file = message_file();
  const std::string script = "cat >" + (folder / "got") + "; echo noise; echo noise >&2";
  for (int again = 0; again < 2; ++again) {
    Result<int> got = run_command({"/bin/sh", "-c", script}, file.get(), {}, 5000);
    ASSERT_TRUE(got && *got == 0);
    EXPECT_EQ(read_file(folder / "got"), "hello\n");
  }
}

TEST(RunCommand, AHangEndsTheProcessAndTheCommand) {
  TempFolder folder;
  Descriptor file = message_file();
  int64_t ms = took_ms(
      [&] {
        prepare_process();
        static_cast<void>(
            run_command({"/bin/sh", "-c", "echo $$ >" + (folder / "pid") + "; exec sleep 60"}, file.get(), {}, 300));
      },
      "exit 75");
  EXPECT_LT(ms, 20'000);
  pid_t pid = atoi(read_file(folder / "pid").c_str());
  ASSERT_GT(pid, 0);
  auto lives = [pid] {
    std::string state = read_file("/proc/" + std::to_string(pid) + "/stat");
    return !state.empty() && state.find(") Z") == std::string::npos;
  };
  for (int i = 0; i < 100 && lives(); ++i) usleep(20'000);
  EXPECT_FALSE(lives());
}

TEST(RunCommand, IgnoredChildSignalDoesNotConfuseIt) {
  EXPECT_EQ(end_of([] {
              signal(SIGCHLD, SIG_IGN);
              prepare_process();
              Descriptor file = message_file();
              Result<int> got = run_command({"/bin/sh", "-c", "exit 5"}, file.get(), {}, 5000);
              _exit(got ? *got : 99);
            }),
            "exit 5");
}

TEST(BorrowedRights, NotHere) { EXPECT_FALSE(has_elevated_privileges()); }

}  // namespace
}  // namespace hfilter
