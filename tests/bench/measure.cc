// SPDX-License-Identifier: BSD-2-Clause
// usage: measure RUNS STDIN-FILE COMMAND [ARG...] [-- COMMAND [ARG...]]...
//
// Runs the commands in turn, RUNS times each, with STDIN-FILE on stdin through a pipe and stdout into a pipe that is
// drained, and prints for each the median CPU (user + system), wall time and largest resident set, and the CPU as a
// multiple of the first command. Side by side in one run, because on a busy machine only ratios mean something.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

struct Sample {
  double cpu_ms, wall_ms;
  long rss_kib;
};

[[noreturn]] void die(const char* what) {
  std::perror(what);
  std::exit(1);
}

pid_t spawn(int in, int out, char* const* argv) {
  const pid_t pid = fork();
  if (pid < 0) die("fork");
  if (pid > 0) return pid;
  dup2(in, 0);
  dup2(out, 1);
  for (int fd = 3; fd < 32; ++fd) close(fd);
  execvp(argv[0], argv);
  _exit(127);
}

// The feeder and the drain are processes of their own, so that their CPU is not counted.
pid_t copier(int from, int to, int close_too) {
  const pid_t pid = fork();
  if (pid < 0) die("fork");
  if (pid > 0) return pid;
  close(close_too);
  static char buffer[1 << 17];
  for (ssize_t n; (n = read(from, buffer, sizeof buffer)) > 0;) {
    for (ssize_t done = 0; to >= 0 && done < n;) {
      const ssize_t written = write(to, buffer + done, static_cast<size_t>(n - done));
      if (written < 0) _exit(0);
      done += written;
    }
  }
  _exit(0);
}

Sample run(const char* file, char* const* argv) {
  int in[2], out[2];
  const int fd = open(file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) die(file);
  if (pipe(in) < 0 || pipe(out) < 0) die("pipe");
  const auto began = std::chrono::steady_clock::now();
  const pid_t pid = spawn(in[0], out[1], argv);
  const pid_t feeder = copier(fd, in[1], in[0]);
  close(in[0]);
  close(in[1]);
  const pid_t drain = copier(out[0], -1, out[1]);
  close(out[0]);
  close(out[1]);
  close(fd);
  int status = 0;
  rusage usage{};
  if (wait4(pid, &status, 0, &usage) < 0) die("wait4");
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - began;
  if (WIFSIGNALED(status) || WEXITSTATUS(status) == 127) {
    std::fprintf(stderr, "%s: died or is not there (status %d)\n", argv[0], status);
    std::exit(1);
  }
  waitpid(feeder, nullptr, 0);
  waitpid(drain, nullptr, 0);
  const auto ms = [](const timeval& t) { return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3; };
  return {ms(usage.ru_utime) + ms(usage.ru_stime), wall.count(), usage.ru_maxrss};
}

template <typename Member>
double median(std::vector<Sample>& samples, Member member) {
  const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
  std::nth_element(samples.begin(), middle, samples.end(),
                   [member](const Sample& a, const Sample& b) { return a.*member < b.*member; });
  return static_cast<double>((*middle).*member);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fputs("usage: measure RUNS STDIN-FILE COMMAND [ARG...] [-- COMMAND [ARG...]]...\n", stderr);
    return 64;
  }
  std::vector<std::vector<char*>> commands(1);
  for (int i = 3; i < argc; ++i) {
    if (std::string(argv[i]) == "--") {
      commands.emplace_back();
    } else {
      commands.back().push_back(argv[i]);
    }
  }
  for (auto& command : commands) command.push_back(nullptr);
  std::vector<std::vector<Sample>> samples(commands.size());
  for (int round = std::atoi(argv[1]); round > 0; --round) {
    for (size_t i = 0; i < commands.size(); ++i) samples[i].push_back(run(argv[2], commands[i].data()));
  }
  double first = 0;
  std::printf("%9s %9s %9s %7s\n", "CPU ms", "wall ms", "RSS MiB", "x CPU");
  for (size_t i = 0; i < commands.size(); ++i) {
    const double cpu = median(samples[i], &Sample::cpu_ms);
    if (i == 0) first = cpu;
    std::printf("%9.2f %9.2f %9.1f %7.2f ", cpu, median(samples[i], &Sample::wall_ms),
                median(samples[i], &Sample::rss_kib) / 1024, first > 0 ? cpu / first : 0);
    for (const char* word : commands[i]) std::printf(" %s", word != nullptr ? word : "\n");
  }
  return 0;
}
