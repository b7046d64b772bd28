// SPDX-License-Identifier: BSD-2-Clause
#include "attack/judge.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

#include "app/run.h"

namespace hfilter {
namespace {

[[noreturn]] void die(const char* what) {
  std::perror(what);
  std::exit(1);
}

int memory_file(const std::string& text) {
  const int fd = memfd_create("mail", MFD_CLOEXEC);
  if (fd < 0) die("memfd_create");
  for (size_t done = 0; done < text.size();) {
    const ssize_t n = write(fd, text.data() + done, text.size() - done);
    if (n < 0) die("write");
    done += static_cast<size_t>(n);
  }
  lseek(fd, 0, SEEK_SET);
  return fd;
}

std::string first_line(int fd) {
  char buffer[512];
  const ssize_t n = pread(fd, buffer, sizeof buffer, 0);
  const std::string text(buffer, n > 0 ? static_cast<size_t>(n) : 0);
  return text.substr(0, text.find('\n'));
}

/// The process that judges: 0, 1 and 2 are set, and the environment is that of a delivery agent.
[[noreturn]] void become_hfilter(const std::string& program, std::vector<std::string> arguments,
                                 const std::map<std::string, std::string>& environment) {
  clearenv();
  setenv("PATH", "/usr/bin:/bin", 1);
  setenv("TZ", "UTC", 1);
  for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  if (!program.empty()) {
    execv(program.c_str(), argv.data());
    _exit(127);
  }
  const int status = run_process(static_cast<int>(arguments.size()), argv.data());
  std::fflush(nullptr);
  _exit(status);
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

/// Waits for `pid` and for the children that it left behind, which this process inherits.
Outcome waited_for(pid_t pid) {
  Outcome outcome;
  int status = 0;
  rusage used{};
  for (pid_t ended; (ended = wait4(-1, &status, 0, &used)) > 0;) {
    outcome.cpu_s += seconds(used.ru_utime) + seconds(used.ru_stime);
    if (ended != pid) continue;
    outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    outcome.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  }
  return outcome;
}

void send_outcome(FILE* to, size_t job, const Outcome& o) {
  std::fprintf(to, "%zu %d %d %d %f %f %s\n", job, o.applied ? 1 : 0, o.exit_code, o.signal, o.cpu_s, o.wall_s,
               o.verdict.c_str());
  std::fflush(to);
}

bool receive_outcome(FILE* from, std::vector<Outcome>* all) {
  char line[1024];
  if (std::fgets(line, sizeof line, from) == nullptr) return false;
  std::istringstream fields(line);
  size_t job = 0;
  Outcome o;
  fields >> job >> o.applied >> o.exit_code >> o.signal >> o.cpu_s >> o.wall_s;
  fields.get();
  std::getline(fields, o.verdict);
  if (job < all->size()) (*all)[job] = o;
  return true;
}

}  // namespace

std::string Judge::rule_file(const Mail& mail) const {
  if (mail.site_settings.empty()) return rules_;
  const std::string path = folder_ + "/settings-" + std::to_string(std::hash<std::string>()(mail.site_settings));
  if (access(path.c_str(), R_OK) == 0) return path;
  const std::string fresh = path + "." + std::to_string(getpid());
  std::ifstream standard(rules_);
  std::ofstream(fresh) << standard.rdbuf() << mail.site_settings;
  if (rename(fresh.c_str(), path.c_str()) != 0) die(path.c_str());
  return path;
}

std::vector<std::string> Judge::arguments(const Mail& mail, const Delivered& delivered) const {
  std::vector<std::string> all = {"hfilter", "judge", "--json", "--rc", rule_file(mail), "--dns-server", name_server_};
  all.insert(all.end(), delivered.options.begin(), delivered.options.end());
  return all;
}

Outcome Judge::judge(const Mail& mail) const {
  const Delivered delivered = written(mail);
  const std::vector<std::string> command = arguments(mail, delivered);
  const int in = memory_file(delivered.message);
  const int out = memory_file("");
  const auto begin = std::chrono::steady_clock::now();
  const pid_t pid = fork();
  if (pid < 0) die("fork");
  if (pid == 0) {
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(in, 0);
    dup2(out, 1);
    dup2(nowhere, 2);
    become_hfilter(program_, command, delivered.environment);
  }
  Outcome outcome = waited_for(pid);
  outcome.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  outcome.verdict = first_line(out);
  close(in);
  close(out);
  return outcome;
}

std::string start_name_server(const std::string& program, const std::string& zone_file) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) die("pipe");
  const pid_t pid = fork();
  if (pid < 0) die("fork");
  if (pid == 0) {
    dup2(ends[1], 1);
    execl(program.c_str(), program.c_str(), zone_file.c_str(), nullptr);
    die(program.c_str());
  }
  close(ends[1]);
  char buffer[64];
  const ssize_t n = read(ends[0], buffer, sizeof buffer);
  close(ends[0]);
  const std::string text(buffer, n > 0 ? static_cast<size_t>(n) : 0);
  return text.substr(0, text.find('\n'));
}

std::vector<Outcome> in_parallel(size_t count, size_t processes, const std::function<Outcome(size_t)>& do_job) {
  std::vector<Outcome> all(count);
  for (Outcome& outcome : all) outcome.exit_code = -1;  // a job whose process died
  std::vector<std::pair<pid_t, FILE*>> workers;
  std::fflush(nullptr);
  for (size_t worker = 0; worker < processes; ++worker) {
    FILE* records = fdopen(memory_file(""), "w+");
    const pid_t pid = fork();
    if (pid < 0) die("fork");
    if (pid == 0) {
      prctl(PR_SET_PDEATHSIG, SIGTERM);
      prctl(PR_SET_CHILD_SUBREAPER, 1);
      for (size_t job = worker; job < count; job += processes) send_outcome(records, job, do_job(job));
      _exit(0);
    }
    workers.emplace_back(pid, records);
  }
  for (const auto& [pid, records] : workers) {
    waitpid(pid, nullptr, 0);
    std::rewind(records);
    while (receive_outcome(records, &all)) continue;
    std::fclose(records);
  }
  return all;
}

}  // namespace hfilter
