// SPDX-License-Identifier: BSD-2-Clause
#include "system/log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <set>
#include <sstream>

#include "system/deadline.h"
#include "system/process.h"
#include "unit/system/descriptors.h"

namespace hfilter {
namespace {

LogOptions to_file(const std::string& path) {
  LogOptions options;
  options.targets = {path};
  options.syslog_socket = "/nonexistent/log";
  return options;
}

mode_t mode_of(const std::string& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

TEST(Log, AFileOfLines) {
  TempFolder folder;
  umask(0);
  write_log(to_file(folder / "log"), "{\"a\":1}");
  write_log(to_file(folder / "log"), "{\"a\":2}");
  umask(022);
  EXPECT_EQ(read_file(folder / "log"), "{\"a\":1}\n{\"a\":2}\n");
  EXPECT_EQ(mode_of(folder / "log"), 0600u);
}

TEST(Log, TheDefaultIsMadeBelowTheHome) {
  TempFolder folder;
  LogOptions options;
  options.home = folder.path();
  options.syslog_socket = "/nonexistent/log";
  write_log(options, "x");
  write_log(options, "y");
  EXPECT_EQ(read_file(folder / ".hfilter/log"), "x\ny\n");
  EXPECT_EQ(mode_of(folder / ".hfilter"), 0700u);
}

// What was made under a umask that takes all rights could not be opened for the next message.
TEST(Log, TheUmaskOfTheHostDoesNotCount) {
  for (mode_t mask : {0u, 0777u}) {
    TempFolder folder;
    LogOptions options;
    options.home = folder.path();
    options.syslog_socket = "/nonexistent/log";
    const mode_t before = umask(mask);
    write_log(options, "x");
    EXPECT_EQ(umask(before), mask);
    write_log(options, "y");
    EXPECT_EQ(mode_of(folder / ".hfilter"), 0700u) << mask;
    EXPECT_EQ(mode_of(folder / ".hfilter/log"), 0600u) << mask;
    EXPECT_EQ(read_file(folder / ".hfilter/log"), "x\ny\n") << mask;
  }
}

// As of a full disk: a part of the line is written, and taken back.
TEST(Log, ALineThatDoesNotFitLeavesNoPartOfItself) {
  TempFolder folder;
  write_file(folder / "log", "{\"a\":1}\n", 0600);
  if (pid_t child = fork(); child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const struct rlimit limit = {12, 12};
    setrlimit(RLIMIT_FSIZE, &limit);
    write_log(to_file(folder / "log"), "{\"a\":2}");
    _exit(0);
  } else {
    waitpid(child, nullptr, 0);
  }
  write_log(to_file(folder / "log"), "{\"a\":3}");
  EXPECT_EQ(read_file(folder / "log"), "{\"a\":1}\n{\"a\":3}\n");
}

TEST(Log, OffIsOff) {
  TempFolder folder;
  LogOptions options;
  options.home = folder.path();
  options.targets = {"off"};
  EXPECT_FALSE(is_logged(options));
  EXPECT_TRUE(is_logged(LogOptions()));
  write_log(options, "x");
  options.targets = {"relative"};
  write_log(options, "x");
  EXPECT_NE(access((folder / ".hfilter").c_str(), F_OK), 0);
  EXPECT_NE(access("relative", F_OK), 0);
}

// Nothing is written where somebody else could read it along, or where it would block.
TEST(Log, PlacesThatAreRefused) {
  TempFolder folder;
  write_file(folder / "open", "", 0622);
  write_file(folder / "one", "");
  ASSERT_EQ(link((folder / "one").c_str(), (folder / "two").c_str()), 0);
  ASSERT_EQ(mkfifo((folder / "fifo").c_str(), 0600), 0);
  mkdir((folder / "folder").c_str(), 0700);
  ASSERT_EQ(symlink((folder / "made").c_str(), (folder / "dangling").c_str()), 0);
  for (const char* name : {"open", "one", "two", "fifo", "folder", "missing/log", "dangling"}) {
    write_log(to_file(folder / name), "x");
    if (std::string(name) == "fifo") continue;  // it came back: that was the question
    EXPECT_EQ(read_file(folder / name), "") << name;
  }
  EXPECT_NE(access((folder / "made").c_str(), F_OK), 0) << "a link to nowhere makes no file";
}

TEST(Log, MovesAsideAtItsSize) {
  TempFolder folder;
  LogOptions options = to_file(folder / "log");
  options.rotate_bytes = 20;
  for (int i = 0; i < 5; ++i) write_log(options, "0123456789");  // 11 bytes a line
  EXPECT_EQ(read_file(folder / "log.1"), "0123456789\n0123456789\n");
  EXPECT_EQ(read_file(folder / "log"), "0123456789\n");
  EXPECT_EQ(mode_of(folder / "log"), 0600u);
}

TEST(Log, KeepsOlderParts) {
  TempFolder folder;
  LogOptions options = to_file(folder / "log");
  options.rotate_bytes = 1;
  options.keep = 3;
  for (const char* line : {"1", "2", "3", "4", "5"}) write_log(options, line);
  EXPECT_EQ(read_file(folder / "log"), "5\n");
  EXPECT_EQ(read_file(folder / "log.1"), "4\n");
  EXPECT_EQ(read_file(folder / "log.2"), "3\n");
  EXPECT_EQ(read_file(folder / "log.3"), "2\n");
  EXPECT_NE(access((folder / "log.4").c_str(), F_OK), 0);
}

// A process died between its two renames.
TEST(Log, FillsAGapBetweenOlderParts) {
  TempFolder folder;
  LogOptions options = to_file(folder / "log");
  options.rotate_bytes = 1;
  options.keep = 3;
  for (const char* line : {"1", "2", "3", "4"}) write_log(options, line);
  unlink((folder / "log.2").c_str());
  write_log(options, "5");
  EXPECT_EQ(read_file(folder / "log.1"), "4\n");
  EXPECT_EQ(read_file(folder / "log.2"), "3\n");
  EXPECT_EQ(read_file(folder / "log.3"), "1\n");
}

TEST(Log, ManyProcessesRotateOneAfterTheOther) {
  TempFolder folder;
  LogOptions options = to_file(folder / "log");
  options.rotate_bytes = 1'000;
  options.keep = 20;
  constexpr int kProcesses = 20, kLines = 10;  // 51 bytes a line: 10 parts or fewer
  for (int p = 0; p < kProcesses; ++p) {
    if (fork() != 0) continue;
    for (int i = 0; i < kLines; ++i) write_log(options, std::string(50, static_cast<char>('0' + p)));
    _exit(0);
  }
  while (wait(nullptr) > 0) {
  }
  std::string all = read_file(folder / "log");
  for (int part = 1; part <= options.keep; ++part) all += read_file(folder / ("log." + std::to_string(part)));
  EXPECT_EQ(all.size(), size_t{kProcesses * kLines * 51});
}

TEST(Log, StaysWhereAnotherProcessHoldsTheLock) {
  TempFolder folder;
  LogOptions options = to_file(folder / "log");
  options.rotate_bytes = 5;
  write_log(options, "0123456789");
  Descriptor other(open((folder / "log").c_str(), O_RDONLY));
  ASSERT_EQ(flock(other.get(), LOCK_EX), 0);
  write_log(options, "0123456789");
  EXPECT_EQ(read_file(folder / "log"), "0123456789\n0123456789\n");
  EXPECT_NE(access((folder / "log.1").c_str(), F_OK), 0);
}

TEST(Log, ManyProcessesLoseNothingAndMixNothing) {
  TempFolder folder;
  LogOptions options = to_file(folder / "log");
  constexpr int kProcesses = 100, kLines = 4;
  for (int p = 0; p < kProcesses; ++p) {
    if (fork() != 0) continue;
    for (int i = 0; i < kLines; ++i) {
      write_log(options, std::to_string(p * kLines + i) + " " + std::string(3000, static_cast<char>('a' + p % 26)));
    }
    _exit(0);
  }
  while (wait(nullptr) > 0) {
  }
  // 1.2 MB: moved aside once on the way, or not, as the processes met.
  std::set<int> seen;
  std::istringstream lines(read_file(folder / "log.1") + read_file(folder / "log"));
  for (std::string line; std::getline(lines, line);) {
    int number = atoi(line.c_str());
    EXPECT_EQ(line.substr(line.find(' ') + 1), std::string(3000, static_cast<char>('a' + number / kLines % 26)));
    seen.insert(number);
  }
  EXPECT_EQ(seen.size(), static_cast<size_t>(kProcesses * kLines));
}

Descriptor listen_on(const std::string& path) {
  Descriptor listener(socket(AF_UNIX, SOCK_DGRAM, 0));
  struct sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  EXPECT_EQ(bind(listener.get(), reinterpret_cast<struct sockaddr*>(&address), sizeof address), 0);
  return listener;
}

TEST(Syslog, OneDatagramAMessage) {
  TempFolder folder;
  Descriptor listener = listen_on(folder / "dev-log");
  LogOptions options;
  options.targets = {"syslog", folder / "log"};
  options.syslog_socket = folder / "dev-log";
  write_log(options, "{\"a\":1}");
  char buffer[8192];
  ssize_t n = recv(listener.get(), buffer, sizeof buffer, MSG_DONTWAIT);
  ASSERT_GT(n, 0);
  const std::string got(buffer, static_cast<size_t>(n));
  const std::string tail = " hfilter[" + std::to_string(getpid()) + "]: {\"a\":1}";
  EXPECT_EQ(got.substr(0, 4), "<22>");
  ASSERT_EQ(got.size(), 4 + std::string("Mar 24 16:00:00").size() + tail.size()) << got;
  EXPECT_EQ(got.substr(got.size() - tail.size()), tail);
  EXPECT_EQ(read_file(folder / "log"), "{\"a\":1}\n");
}

std::string received(const Descriptor& listener) {
  char buffer[8192];
  const ssize_t n = recv(listener.get(), buffer, sizeof buffer, MSG_DONTWAIT);
  return n > 0 ? std::string(buffer, static_cast<size_t>(n)) : std::string();
}

TEST(Syslog, ErrorsHaveTheirLevel) {
  struct Row {
    const char* name;
    std::vector<std::string> targets;  // none: the default, below the home
    LogLevel level;
    const char* want;  // how the datagram begins; "": there is none
  } rows[] = {{"syslog", {"syslog"}, LogLevel::kInfo, "<22>"},
              {"an error", {"syslog"}, LogLevel::kError, "<19>"},
              {"the default log", {}, LogLevel::kInfo, ""},
              {"an error where only the user reads the log", {}, LogLevel::kError, "<19>"},
              {"an error where the owner named a file", {"/nonexistent/log"}, LogLevel::kError, ""},
              {"no log", {"off"}, LogLevel::kError, ""}};
  for (const Row& row : rows) {
    TempFolder folder;
    Descriptor listener = listen_on(folder / "dev-log");
    LogOptions options;
    options.targets = row.targets;
    options.home = folder.path();
    options.syslog_socket = folder / "dev-log";
    write_log(options, "x", row.level);
    EXPECT_EQ(received(listener).substr(0, 4), row.want) << row.name;
    EXPECT_EQ(read_file(folder / ".hfilter/log"), row.targets.empty() ? "x\n" : "") << row.name;
  }
}

TEST(Syslog, IsTheDefaultWhereTheHomeCannotBeWritten) {
  TempFolder folder;
  Descriptor listener = listen_on(folder / "dev-log");
  LogOptions options;
  options.syslog_socket = folder / "dev-log";
  for (const char* home : {"", "/proc", "/nonexistent"}) {
    options.home = home;
    write_log(options, home);
    char buffer[100];
    EXPECT_GT(recv(listener.get(), buffer, sizeof buffer, MSG_DONTWAIT), 0) << home;
  }
}

TEST(Syslog, NeverWaits) {
  TempFolder folder;
  Descriptor listener = listen_on(folder / "dev-log");
  LogOptions options;
  options.targets = {"syslog"};
  for (const std::string& path : {folder / "dev-log", std::string("/nonexistent"), std::string(300, 'x')}) {
    options.syslog_socket = path;
    int64_t began = monotonic_ms();
    for (int i = 0; i < 2000; ++i) write_log(options, std::string(4000, 'x'));  // nobody reads
    EXPECT_LT(monotonic_ms() - began, 5000) << path;
  }
}

}  // namespace
}  // namespace hfilter
