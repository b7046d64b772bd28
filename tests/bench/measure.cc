// SPDX-License-Identifier: BSD-2-Clause
// usage: measure RUNS STDIN-FILE [OPTION...] COMMAND [ARG...] [-- [OPTION...] COMMAND [ARG...]]...
//   -n NAME     what the table and the goals call it (default: the command)
//   -i KIND     stdin:  pipe (default), file, socket
//   -o KIND     stdout: pipe (default), file, append, socket, null; what comes out is thrown away
//   -g GOALS    "cpu<=1.8*true wall<=1.2*cat rss<=6": printed beside the figures, met or MISSED
//
// Runs the commands in turn, RUNS times each, and prints for each the median CPU (user + system, of the whole process),
// wall time and largest resident set. Side by side in one run, because on a busy machine only ratios mean something.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

struct Figures {
  double cpu_ms = 0, wall_ms = 0, rss_mib = 0;
};

struct Command {
  std::string name, in = "pipe", out = "pipe", goals;
  std::vector<char*> argv;
  std::vector<Figures> samples;
  Figures median;
};

[[noreturn]] void die(const char* what) {
  std::perror(what);
  std::exit(1);
}

struct Ends {
  int process;  // what the command gets
  int other;    // what the feeder or the drain gets; -1: nobody is needed
};

Ends make_ends(const std::string& kind, bool input, const char* file) {
  int fds[2];
  if (kind == "pipe") {
    if (pipe2(fds, O_CLOEXEC) < 0) die("pipe");
    return input ? Ends{fds[0], fds[1]} : Ends{fds[1], fds[0]};
  }
  if (kind == "socket") {
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0) die("socketpair");
    return {fds[0], fds[1]};
  }
  if (kind == "null") return {open("/dev/null", O_WRONLY | O_CLOEXEC), -1};
  if (input) return {open(file, O_RDONLY | O_CLOEXEC), -1};
  return {open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC | (kind == "append" ? O_APPEND : 0), 0600), -1};
}

// The feeder and the drain are processes of their own, so that their CPU is not counted.
pid_t copier(int from, int to) {
  const pid_t pid = fork();
  if (pid < 0) die("fork");
  if (pid > 0) return pid;
  for (int fd = 3; fd < 64; ++fd) {
    if (fd != from && fd != to) close(fd);
  }
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

pid_t spawn(int in, int out, char* const* argv) {
  const pid_t pid = fork();
  if (pid < 0) die("fork");
  if (pid > 0) return pid;
  dup2(in, 0);
  dup2(out, 1);
  execvp(argv[0], argv);
  _exit(127);
}

double ms(const timeval& t) { return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3; }

Figures run(const char* file, const Command& command) {
  const int source = open(file, O_RDONLY | O_CLOEXEC);
  if (source < 0) die(file);
  const Ends in = make_ends(command.in, true, file);
  const Ends out = make_ends(command.out, false, nullptr);
  if (in.process < 0 || out.process < 0) die("stdin or stdout");
  const auto began = std::chrono::steady_clock::now();
  const pid_t pid = spawn(in.process, out.process, command.argv.data());
  close(in.process);
  close(out.process);
  const pid_t feeder = in.other < 0 ? 0 : copier(source, in.other);
  if (in.other >= 0) close(in.other);
  const pid_t drain = out.other < 0 ? 0 : copier(out.other, -1);
  if (out.other >= 0) close(out.other);
  close(source);
  int status = 0;
  rusage usage{};
  if (wait4(pid, &status, 0, &usage) < 0) die("wait4");
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - began;
  if (WIFSIGNALED(status) || WEXITSTATUS(status) == 127) {
    std::fprintf(stderr, "%s: died or is not there (status %d)\n", command.argv[0], status);
    std::exit(1);
  }
  if (feeder > 0) waitpid(feeder, nullptr, 0);
  if (drain > 0) waitpid(drain, nullptr, 0);
  return {ms(usage.ru_utime) + ms(usage.ru_stime), wall.count(), static_cast<double>(usage.ru_maxrss) / 1024};
}

double median_of(const std::vector<Figures>& samples, double Figures::*member) {
  std::vector<double> values;
  for (const Figures& one : samples) values.push_back(one.*member);
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

std::vector<Command> parse(int argc, char** argv) {
  std::vector<Command> commands(1);
  for (int i = 3; i < argc; ++i) {
    Command& last = commands.back();
    const std::string word = argv[i];
    if (word == "--") {
      commands.emplace_back();
    } else if (last.argv.empty() && word.size() == 2 && word[0] == '-' && i + 1 < argc) {
      const char* value = argv[++i];
      (word == "-n" ? last.name : word == "-i" ? last.in : word == "-o" ? last.out : last.goals) = value;
    } else {
      if (last.name.empty()) last.name = word;
      last.argv.push_back(argv[i]);
    }
  }
  for (Command& command : commands) command.argv.push_back(nullptr);
  return commands;
}

// One goal, "cpu<=1.8*true": its bound in the unit of the figure, or 0 if what it names was not measured.
double bound_of(const std::string& goal, double Figures::*member, const std::vector<Command>& commands) {
  const double factor = std::atof(goal.c_str() + goal.find("<=") + 2);
  const size_t star = goal.find('*');
  if (star == std::string::npos) return factor;
  for (const Command& command : commands) {
    if (command.name == goal.substr(star + 1)) return factor * command.median.*member;
  }
  return 0;
}

void print_goals(const Command& command, const std::vector<Command>& commands) {
  std::string rest = command.goals + " ";
  for (size_t at; (at = rest.find(' ')) != std::string::npos; rest.erase(0, at + 1)) {
    const std::string goal = rest.substr(0, at);
    if (goal.empty()) continue;
    auto member = goal[0] == 'c' ? &Figures::cpu_ms : goal[0] == 'w' ? &Figures::wall_ms : &Figures::rss_mib;
    const double bound = bound_of(goal, member, commands);
    if (bound <= 0) continue;
    const double got = command.median.*member;
    std::printf("  %s %s (%.2f)", goal.c_str(), got <= bound ? "met" : "MISSED",
                got / bound * std::atof(goal.c_str() + goal.find("<=") + 2));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fputs("usage: measure RUNS STDIN-FILE [-n NAME] [-i KIND] [-o KIND] [-g GOALS] COMMAND [ARG...] [-- ...]...\n",
               stderr);
    return 64;
  }
  std::vector<Command> commands = parse(argc, argv);
  for (int round = std::atoi(argv[1]); round > 0; --round) {
    for (Command& command : commands) command.samples.push_back(run(argv[2], command));
  }
  std::printf("%-24s %8s %8s %8s %6s  %s\n", "", "CPU ms", "wall ms", "RSS MiB", "x CPU", "goals (measured)");
  for (Command& command : commands) {
    command.median = {median_of(command.samples, &Figures::cpu_ms), median_of(command.samples, &Figures::wall_ms),
                      median_of(command.samples, &Figures::rss_mib)};
  }
  for (const Command& command : commands) {
    const double first = commands[0].median.cpu_ms;
    std::printf("%-24s %8.2f %8.2f %8.1f %6.2f", command.name.c_str(), command.median.cpu_ms, command.median.wall_ms,
                command.median.rss_mib, first > 0 ? command.median.cpu_ms / first : 0);
    print_goals(command, commands);
    std::printf("\n");
  }
  return 0;
}
