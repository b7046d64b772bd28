// SPDX-License-Identifier: BSD-2-Clause
//
// `hfilter check`: chooses the files, limits the DNS time, returns the exit status.
#include <sysexits.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "app/commands/command_runs.h"
#include "app/dns_and_spf_probes.h"
#include "app/load.h"
#include "app/print.h"
#include "app/report/check_report.h"
#include "app/report/terminal.h"
#include "base/escape.h"
#include "base/limits.h"
#include "delivery/exit_codes.h"
#include "lint/lint.h"
#include "lint/procmail/procmail_use.h"
#include "system/deadline.h"
#include "system/files/input.h"
#include "system/files/output.h"
#include "system/files/rcfile.h"
#include "system/machine.h"
#include "system/system_clock.h"
#include "system/user.h"

namespace hfilter {
namespace {

/// Reads rules from standard input. Stops above the size limit of a rule file.
Result<std::string> read_input() {
  const bool person = isatty(STDIN_FILENO);
  if (person) print_error("reading rules from the terminal (end them with Ctrl-D)");
  std::string text;
  char buffer[65536];
  while (text.size() <= kMaxRcBytes) {
    const Result<size_t> count = read_some(STDIN_FILENO, buffer, sizeof buffer, person ? 0 : kIdleTimeoutMs);
    if (!count) return count.error();
    if (*count == 0) break;
    text.append(buffer, *count);
  }
  return text;
}

int check_procmailrc_file(const std::string& file, const std::string& text, RuleFiles& files, const Options& options) {
  const std::vector<Diagnostic> found = check_procmailrc(text, file, &files);
  const bool errors = std::any_of(found.begin(), found.end(), [](const Diagnostic& d) { return d.is_error; });
  const int status = errors ? kExitFaultyRules : options.strict && !found.empty() ? kExitWarnings : kExitOk;
  if (options.json) return print(check_procmailrc_json(file, found), status);
  if (options.quiet && !errors) return status;
  return print(check_procmailrc_text(file, found, terminal_for_stdout(options.color)), status);
}

/// The progress of check --dns on a terminal: one line, shown after a second and removed at the end.
class Progress {
 public:
  Progress() : begin_(std::chrono::steady_clock::now()), wanted_(isatty(STDERR_FILENO) == 1) {}
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() {
    if (shown_) put("\r\033[K");
  }
  void show(size_t done, size_t all) {
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin_;
    if (!wanted_ || taken.count() < 1) return;
    shown_ = true;
    put("\r" + progress_line(done, all, taken.count()) + "\033[K");
  }

 private:
  /// Ignores write errors.
  static void put(const std::string& text) { (void)write_all(STDERR_FILENO, text); }

  const std::chrono::steady_clock::time_point begin_;
  const bool wanted_;
  bool shown_ = false;
};

/// Checks the mail hosts, even with `set dns off`, because the command line asks for it.
MailHostsReport ask_mail_hosts(const Options& options, const RuleSet& rules) {
  DnsSettings settings = dns_settings(options, rules.settings);
  settings.on = true;
  DnsAndSpfProbes probes(settings);
  Deadline limit(kMailHostsMs);
  limit.start();
  Progress progress;
  return check_mail_hosts(rules, {probes.dns(), [&] { probes.dns().begin_message(); }, limit,
                                  [&](size_t done, size_t all) { progress.show(done, all); }});
}

/// As root, changes to the user whose files are checked, so permissions have the same effect as in a delivery.
/// `name` is the value of --user; if empty, the user is the owner of the rule file `file`.
Result<CheckedUser> become_checked_user(const std::string& name, const std::string& file) {
  CheckedUser user;
  user.name = !name.empty() || !running_as_root() ? name : owner_of_rule_file(file);
  if (!user.name.empty()) {
    if (Status done = become_user(user.name); !done) return done.error();
  }
  user.skips_home = file.empty() && running_as_root();
  return user;
}

}  // namespace

int run_check(const Options& given) {
  Options options = given;
  options.rc_files.insert(options.rc_files.end(), options.arguments.begin(), options.arguments.end());
  const std::string file = options.rc_files.size() == 1 ? options.rc_files.front() : std::string();
  const Result<CheckedUser> user = become_checked_user(options.user, file);
  if (!user) {
    print_error(escape_terminal(user.error().text));
    return EX_NOUSER;
  }
  std::optional<std::string> input;
  for (const std::string& path : options.rc_files) {
    if (path != "-" || input) continue;
    Result<std::string> text = read_input();
    if (!text) {
      const std::string& why = text.error().text;  // the text begins with "cannot read the message: "
      print_error("standard input: cannot read the rules" + why.substr(std::min(why.find(": "), why.size())));
      return kExitNoInput;
    }
    input = std::move(*text);
  }
  // A procmailrc that runs hfilter is no rule file: other checks are made for it.
  if (!file.empty()) {
    const Result<std::string> text = file == "-" ? Result<std::string>(*input) : read_checked(file, kMaxRcBytes);
    const Result<std::string> home = home_folder();
    SystemRuleFiles files(home ? *home : std::string());
    if (text && is_procmailrc_with_hfilter(*text, &files)) return check_procmailrc_file(file, *text, files, options);
  }
  const SystemClock clock;
  const ThisMachine machine;
  LoadedRules rules(options, clock, std::move(input));
  std::vector<Diagnostic>& diagnostics = rules.set.diagnostics;
  for (Diagnostic& diagnostic : lint_rules(rules.set, &machine)) diagnostics.push_back(std::move(diagnostic));
  if (file.empty()) {
    for (Diagnostic& warning : user_file_warnings(rules.home)) diagnostics.push_back(std::move(warning));
  }
  std::optional<MailHostsReport> dns;
  if (options.ask_dns) {
    dns = ask_mail_hosts(options, rules.set);
    diagnostics.insert(diagnostics.end(), dns->warnings.begin(), dns->warnings.end());
  }
  const CheckCounts counts = count_diagnostics(rules.set);
  const int status = counts.errors > 0                       ? kExitFaultyRules
                     : options.strict && counts.warnings > 0 ? kExitWarnings
                                                             : kExitOk;
  if (options.json) return print(check_json(rules.set, *user, dns ? &*dns : nullptr), status);
  if (options.quiet && counts.errors == 0) return status;
  return print(check_text(rules.set, *user, dns ? &*dns : nullptr, terminal_for_stdout(options.color)), status);
}

}  // namespace hfilter
