// SPDX-License-Identifier: BSD-2-Clause
// usage: attack [--endless] [--seed N] [--rounds N] [--only TEXT]
//
// The metamorphic test. It takes mails that the standard rules call junk, and lets a stranger change them as he can.
// The verdict must stay against him, and no run may cost more than the budget or end with "try again". Three parts:
//   1. each mail, unchanged, is junk
//   2. each transformation alone, with some of the mails that it fits (--only: those whose name contains TEXT)
//   3. random compositions of those transformations that are not marked as known failures (--rounds)
// With --only each run is shown, and the first mail of each transformation is saved as a failure would be.
// A known failure that no longer fails is a failure of the test, so that the marks stay true. --endless goes on with
// part 3 until something fails, from a seed of its own. A failure prints the composition, reduced to what is needed,
// and leaves the mail and the command below $HFILTER_BUILD/attack.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <set>

#include "attack/judge.h"
#include "attack/tables.h"

namespace hfilter {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr double kBudgetCpuS = 60;  // sanitizers cost more than any bound
#else
constexpr double kBudgetCpuS = 2.0;
#endif
constexpr size_t kTrials = 40;            // mails for one transformation
constexpr size_t kExpensiveTrials = 4;    // where one run costs seconds
constexpr size_t kWaitingTrials = 32;     // where a run waits for DNS
constexpr size_t kWaitingProcesses = 48;  // of such runs at a time
constexpr int kExitAccept = 0, kExitTryAgain = 75;

/// Rules that the standard rules leave to the owner: a DNS list, and words of the body.
constexpr char kMoreRules[] = R"(
listed:      match client listed in "bl.example.net" then score 4 "in a DNS list"
phrase:      match body contains "verify your account" then score 3 "asks for a password"
set log off
set host mx.hewgill.net
)";

struct Step {
  size_t row;
  uint64_t seed;
};

struct Job {
  size_t base;
  std::vector<Step> steps;
};

struct Options {
  bool endless = false;
  uint64_t seed = 1;
  size_t rounds = 1500;
  std::string only;
};

bool is(const Transformation& row, const char* threat) { return std::strcmp(row.threat, threat) == 0; }
bool is_expensive(const Transformation& row) { return is(row, "expensive archives"); }
bool waits(const Transformation& row) { return is(row, "slow DNS"); }

/// More processes want to run than there are processors. A run within the budget may then reach the deadline, which
/// counts wall time.
bool machine_is_overloaded() {
  double load = 0;
  return getloadavg(&load, 1) == 1 && load > 1.5 * static_cast<double>(sysconf(_SC_NPROCESSORS_ONLN));
}

/// Returns why the stranger has succeeded with this outcome; empty if he has not.
std::string escape_of(const Outcome& o) {
  if (!o.applied) return {};
  if (o.signal != 0) return "killed by signal " + std::to_string(o.signal);
  if (o.exit_code == kExitTryAgain && o.wall_s > 6 && o.cpu_s < kBudgetCpuS && machine_is_overloaded()) return {};
  if (o.exit_code == kExitTryAgain) return "exit 75";
  if (o.exit_code == kExitAccept) return "accepted";
  if (o.exit_code < 10 || o.exit_code > 19) return "exit " + std::to_string(o.exit_code);
  if (o.cpu_s > kBudgetCpuS) return "used " + std::to_string(o.cpu_s) + " s of the processor";
  return {};
}

std::string file_name(const std::string& text) {
  std::string out;
  for (const char c : text) out += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '-';
  return out;
}

std::string quoted_for_shell(const std::string& text) {
  std::string out = "'";
  for (const char c : text) c == '\'' ? out += "'\\''" : out += c;
  return out + "'";
}

class Attack {
 public:
  Attack(Options options, std::string folder, Judge judge, Judge program)
      : options_(std::move(options)),
        folder_(std::move(folder)),
        judge_(std::move(judge)),
        program_(std::move(program)),
        bases_(base_mails()),
        rows_(transformations()) {}

  int run() {
    if (options_.endless) return run_without_end();
    if (options_.only.empty()) {
      check_threats();
      check_bases();
    }
    check_rows();
    if (options_.only.empty()) {
      check_compositions(options_.seed, options_.rounds);
      check_program();
    }
    std::printf("%zu known failures\n", known_failures_);
    return failed_ ? 1 : 0;
  }

 private:
  void report(bool good, const std::string& name) {
    std::printf("%s %s\n", good ? "ok" : "not ok", name.c_str());
    std::fflush(stdout);
    failed_ = failed_ || !good;
  }

  // ---- one job ----

  bool fits(const Job& job, const Transformation& row) const { return (bases_[job.base].rests_on & row.changes) == 0; }

  /// False if a step does not fit.
  bool build(const Job& job, Mail& mail) const {
    mail = bases_[job.base].mail;
    for (const Step& step : job.steps) {
      Random random(step.seed);
      if (!rows_[step.row].apply(mail, random)) return false;
    }
    return true;
  }

  Outcome do_job(const Judge& judge, const Job& job) const {
    Mail mail;
    Outcome nothing;
    nothing.applied = false;
    return build(job, mail) ? judge.judge(mail) : nothing;
  }

  std::vector<Outcome> do_jobs(const Judge& judge, const std::vector<Job>& jobs, size_t processes) const {
    return in_parallel(jobs.size(), processes, [&](size_t i) { return do_job(judge, jobs[i]); });
  }

  size_t processes() const { return static_cast<size_t>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN))); }

  // ---- what failed ----

  /// The same without the steps that are not needed to fail.
  Job reduced(Job job) const {
    for (size_t i = 0; i < job.steps.size() && job.steps.size() > 1;) {
      Job less = job;
      less.steps.erase(less.steps.begin() + static_cast<long>(i));
      if (escape_of(do_jobs(judge_, {less}, 1).front()).empty()) {
        ++i;
      } else {
        job = less;
      }
    }
    return job;
  }

  std::string text_of(const Job& job) const {
    std::string text = bases_[job.base].name;
    for (const Step& step : job.steps) text += std::string(" + ") + rows_[step.row].name;
    return text;
  }

  void save(const std::string& name, const Job& job) const {
    Mail mail;
    if (!build(job, mail)) return;
    const Delivered delivered = written(mail);
    const std::string path = folder_ + "/" + file_name(name);
    std::ofstream(path + ".eml", std::ios::binary) << delivered.message;
    std::ofstream script(path + ".sh");
    script << "#!/bin/sh\n# " << text_of(job) << "\n# The name server: build/tests/tools/name_server " << folder_
           << "/zones; put the port that it prints below.\nenv -i PATH=/usr/bin:/bin TZ=UTC";
    for (const auto& [variable, value] : delivered.environment) {
      script << " " << variable << "=" << quoted_for_shell(value);
    }
    script << " build/hfilter";
    const std::vector<std::string> arguments = judge_.arguments(mail, delivered);
    for (size_t i = 1; i < arguments.size(); ++i) script << " " << quoted_for_shell(arguments[i]);
    script << " <" << quoted_for_shell(path + ".eml") << "\n";
    std::printf("  the mail: %s.eml, the command: %s.sh\n", path.c_str(), path.c_str());
  }

  void explain(const std::string& name, const Job& job, const Outcome& outcome) const {
    const Job smaller = reduced(job);
    std::printf("  %s: %s (exit %d, %.2f s CPU, %.2f s) %s\n", text_of(smaller).c_str(), escape_of(outcome).c_str(),
                outcome.exit_code, outcome.cpu_s, outcome.wall_s, outcome.verdict.c_str());
    for (const Step& step : smaller.steps) std::printf("    seed %llu\n", static_cast<unsigned long long>(step.seed));
    save(name, smaller);
  }

  void show(const std::vector<Job>& jobs, const std::vector<Outcome>& outcomes) const {
    for (size_t i = 0; i < jobs.size(); ++i) {
      const Outcome& o = outcomes[i];
      std::printf("  %s: exit %d, %.2f s CPU, %.2f s %s\n", text_of(jobs[i]).c_str(), o.exit_code, o.cpu_s, o.wall_s,
                  o.verdict.c_str());
    }
    if (!jobs.empty()) save(text_of(jobs.front()), jobs.front());
  }

  // ---- the parts ----

  void check_threats() {
    for (const char* threat : kThreats) {
      const bool known =
          std::any_of(rows_.begin(), rows_.end(), [&](const Transformation& t) { return is(t, threat); });
      report(known, std::string("threat ") + threat + " has a transformation");
    }
    for (const Transformation& row : rows_) {
      const bool known =
          std::any_of(kThreats.begin(), kThreats.end(), [&](const char* threat) { return is(row, threat); });
      if (!known) report(false, std::string(row.name) + ": no threat is called " + row.threat);
    }
  }

  void check_bases() {
    std::vector<Job> jobs;
    for (size_t i = 0; i < bases_.size(); ++i) jobs.push_back({i, {}});
    const std::vector<Outcome> outcomes = do_jobs(judge_, jobs, processes());
    for (size_t i = 0; i < jobs.size(); ++i) {
      const bool junk = escape_of(outcomes[i]).empty();
      if (!junk) explain("base " + bases_[i].name, jobs[i], outcomes[i]);
      report(junk, "junk unchanged: " + bases_[i].name);
    }
  }

  /// Mails that the row fits, spread over all kinds, paths and MTAs.
  std::vector<Job> jobs_of(size_t row) const {
    const Transformation& change = rows_[row];
    const size_t wanted = is_expensive(change) ? kExpensiveTrials : waits(change) ? kWaitingTrials : kTrials;
    Random random(options_.seed * 1000 + row);
    std::vector<Job> all;
    for (size_t base = 0; base < bases_.size(); ++base) {
      Job job{base, {{row, 1 + random.below(1'000'000)}}};
      Mail mail;
      if (fits(job, change) && build(job, mail)) all.push_back(job);
    }
    for (size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[random.below(i)]);
    // One of each kind on each path first.
    std::set<std::string> kinds;
    std::stable_partition(all.begin(), all.end(), [&](const Job& job) {
      const BaseMail& base = bases_[job.base];
      return kinds.insert(base.kind + std::to_string(static_cast<int>(base.mail.path))).second;
    });
    if (all.size() > wanted) all.resize(wanted);
    return all;
  }

  void judge_row(size_t row, const std::vector<Job>& jobs, const std::vector<Outcome>& outcomes) {
    const Transformation& change = rows_[row];
    size_t escapes = 0, first = jobs.size();
    for (size_t i = 0; i < jobs.size(); ++i) {
      if (escape_of(outcomes[i]).empty()) continue;
      ++escapes;
      first = std::min(first, i);
    }
    const std::string name = std::string(change.threat) + ": " + change.name;
    if (!options_.only.empty()) show(jobs, outcomes);
    if (jobs.empty()) {
      report(false, name + ": it fits no mail");
    } else if (change.known_failure != nullptr) {
      std::printf("known failure: %s: %s (%zu of %zu mails escape)\n", name.c_str(), change.known_failure, escapes,
                  jobs.size());
      ++known_failures_;
      report(escapes > 0,
             name + (escapes > 0 ? " (known failure)" : ": no longer fails; remove known_failure of its row"));
    } else {
      if (escapes > 0) {
        std::printf("%zu of %zu mails escape:\n", escapes, jobs.size());
        explain(name, jobs[first], outcomes[first]);
      }
      report(escapes == 0, name);
    }
  }

  /// The rows of one sort together, so that as many processes as are useful share the work.
  void check_rows_that(bool (*wanted)(const Transformation&), size_t processes) {
    std::vector<Job> jobs;
    std::vector<std::pair<size_t, std::vector<Job>>> by_row;
    for (size_t row = 0; row < rows_.size(); ++row) {
      const std::string name = std::string(rows_[row].threat) + ": " + rows_[row].name;
      if (!wanted(rows_[row]) || name.find(options_.only) == name.npos) continue;
      by_row.emplace_back(row, jobs_of(row));
      jobs.insert(jobs.end(), by_row.back().second.begin(), by_row.back().second.end());
    }
    const std::vector<Outcome> outcomes = do_jobs(judge_, jobs, processes);
    size_t at = 0;
    for (const auto& [row, own] : by_row) {
      const auto begin = outcomes.begin() + static_cast<long>(at);
      judge_row(row, own, {begin, begin + static_cast<long>(own.size())});
      at += own.size();
    }
  }

  void check_rows() {
    check_rows_that([](const Transformation& row) { return !waits(row); }, processes());
    check_rows_that(waits, kWaitingProcesses);
  }

  Job composition(uint64_t seed) const {
    Random random(seed);
    Job job{random.below(bases_.size()), {}};
    Mail mail = bases_[job.base].mail;
    const size_t wanted = 2 + random.below(5);
    for (int tries = 0; tries < 100 && job.steps.size() < wanted; ++tries) {
      const size_t row = random.below(rows_.size());
      const Transformation& change = rows_[row];
      const bool rare = is_expensive(change) || waits(change);
      const Step step{row, 1 + random.below(1'000'000)};
      if (change.known_failure != nullptr || !fits(job, change) || (rare && random.below(20) != 0)) continue;
      Random own(step.seed);
      Mail tried = mail;
      if (!change.apply(tried, own)) continue;
      mail = std::move(tried);
      job.steps.push_back(step);
    }
    return job;
  }

  bool check_compositions(uint64_t seed, size_t rounds) {
    std::vector<Job> jobs;
    for (size_t round = 0; round < rounds; ++round) jobs.push_back(composition(seed * 1'000'000 + round));
    const std::vector<Outcome> outcomes = do_jobs(judge_, jobs, processes());
    size_t escapes = 0;
    double most_cpu = 0;
    for (size_t round = 0; round < rounds; ++round) {
      most_cpu = std::max(most_cpu, outcomes[round].cpu_s);
      if (escape_of(outcomes[round]).empty() || ++escapes > 5) continue;
      std::printf("seed %llu, round %zu:\n", static_cast<unsigned long long>(seed), round);
      explain("seed " + std::to_string(seed) + " round " + std::to_string(round), jobs[round], outcomes[round]);
    }
    report(escapes == 0, std::to_string(rounds) + " compositions, seed " + std::to_string(seed));
    std::printf("%zu of %zu compositions escape; the most expensive one used %.2f s of the processor\n", escapes,
                rounds, most_cpu);
    return escapes == 0;
  }

  /// A copy of this process and the program itself give the same verdicts.
  void check_program() {
    std::vector<Job> jobs;
    for (size_t round = 0; round < 40; ++round) jobs.push_back(composition(options_.seed * 1'000'000 + round));
    const std::vector<Outcome> copies = do_jobs(judge_, jobs, processes());
    const std::vector<Outcome> programs = do_jobs(program_, jobs, processes());
    bool same = true;
    for (size_t i = 0; i < jobs.size(); ++i) {
      if (copies[i].exit_code == programs[i].exit_code && copies[i].verdict == programs[i].verdict) continue;
      std::printf("  %s: %s, but the program says %s\n", text_of(jobs[i]).c_str(), copies[i].verdict.c_str(),
                  programs[i].verdict.c_str());
      same = false;
    }
    report(same, "the program judges as the copies of this process do");
  }

  int run_without_end() {
    for (uint64_t seed = options_.seed;; ++seed) {
      if (!check_compositions(seed, options_.rounds)) return 1;
    }
  }

  Options options_;
  std::string folder_;
  Judge judge_;
  Judge program_;
  std::vector<BaseMail> bases_;
  std::vector<Transformation> rows_;
  bool failed_ = false;
  size_t known_failures_ = 0;
};

std::string environment_or(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : otherwise;
}

bool parse_options(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--endless") {
      options.endless = true;
      options.seed = static_cast<uint64_t>(std::time(nullptr)) % 1'000'000;
    } else if (i + 1 < argc && word == "--seed") {
      options.seed = std::strtoull(argv[++i], nullptr, 10);
    } else if (i + 1 < argc && word == "--rounds") {
      options.rounds = std::strtoull(argv[++i], nullptr, 10);
    } else if (i + 1 < argc && word == "--only") {
      options.only = argv[++i];
    } else {
      return false;
    }
  }
  return true;
}

int run_attack(int argc, char** argv) {
  Options options;
  if (!parse_options(argc, argv, options)) {
    std::fprintf(stderr, "usage: attack [--endless] [--seed N] [--rounds N] [--only TEXT]\n");
    return 64;
  }
  const std::string build = environment_or("HFILTER_BUILD", "build");
  const std::string folder = build + "/attack";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/zones") << kZones;
  const std::string rules = folder + "/rules";
  std::ifstream standard("examples/hfilterrc.standard");
  std::ofstream(rules) << standard.rdbuf() << kMoreRules;
  const std::string server = start_name_server(build + "/tests/tools/name_server", folder + "/zones");
  const Judge copies(rules, server, folder);
  const Judge program(rules, server, folder, environment_or("HFILTER", (build + "/hfilter").c_str()));
  return Attack(options, folder, copies, program).run();
}

}  // namespace
}  // namespace hfilter

int main(int argc, char** argv) { return hfilter::run_attack(argc, argv); }
