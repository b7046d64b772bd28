// SPDX-License-Identifier: BSD-2-Clause
#include "app/report_commands.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "app/check.h"
#include "app/explain.h"
#include "app/load.h"
#include "app/outside.h"
#include "app/record.h"
#include "app/say.h"
#include "app/spf.h"
#include "app/terminal.h"
#include "app/words.h"
#include "base/escape.h"
#include "base/limits.h"
#include "delivery/exit_codes.h"
#include "rules/lint.h"
#include "rules/loader.h"
#include "rules/procmail_use.h"
#include "system/clock.h"
#include "system/descriptor.h"
#include "system/input.h"
#include "system/mime_probe.h"
#include "system/output.h"
#include "system/rcfile.h"
#include "system/user.h"

namespace hfilter {
namespace {

Surroundings surroundings_of(const Options& options, const Clock& clock, MimeProbe& mime) {
  return {clock,   mime, {options.sender, options.recipient}, {options.client_ip, options.helo}, nullptr, nullptr,
          nullptr, {}};
}

/// "-" is standard input.
Result<Descriptor> open_message(const std::string& name) {
  if (name == "-") return Descriptor(dup(STDIN_FILENO));
  Descriptor file(open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file) return system_error(errno, "open", name);
  return file;
}

int explain_one(const std::string& name, const Options& options, const LoadedRules& rules, const Clock& clock,
                MimeProbe& mime) {
  Result<Descriptor> file = open_message(name);
  if (!file) {
    say(escape_terminal(name) + ": " + file.error().text);
    return kExitNoInput;
  }
  InputOptions how;
  if (isatty(file->get())) {
    say("reading a message from the terminal (end it with Ctrl-D)");
    how.idle_timeout_ms = 0;
  }
  Result<Input> input = read_message(file->get(), how);
  if (!input || !input->message) {
    say(escape_terminal(name) + ": " + (input ? "no message: the input is empty" : input.error().text));
    return kExitNoInput;
  }
  Outside outside(dns_settings(options, rules.set.settings));
  Surroundings around = surroundings_of(options, clock, mime);
  around.dns = &outside.dns();
  around.spf = &outside.spf();
  around.host = own_host(rules.set.settings);
  Case the_case(*input->message, rules.set, around);
  const Verdict verdict = the_case.judge();
  outside.dns().renew_budget();  // what --all evaluates comes on top
  const ExplainInput in{name, the_case, rules.set, verdict, options.all, options.verbose};
  return print(options.json ? explain_json(in) : explain_text(in, terminal_for_stdout(options.color)));
}

}  // namespace

int run_explain(const Options& options) {
  const SystemClock clock;
  const LoadedRules rules(options, clock);
  for (const Diagnostic& diagnostic : rules.set.diagnostics) {
    if (diagnostic.is_error) say(format_diagnostic(diagnostic));
  }
  ContainedMimeProbe mime;
  int status = kExitOk;
  std::vector<std::string> names = options.arguments;
  if (names.empty()) names.push_back("-");
  for (const std::string& name : names) {
    if (!options.json && &name != &names.front() && print("\n") != kExitOk) return kExitTryAgain;
    const int one = explain_one(name, options, rules, clock, mime);
    if (one != kExitOk) status = one;
  }
  return status;
}

namespace {

/// Rules on standard input, up to the size of a rule file and one octet more.
Result<std::string> read_input() {
  const bool person = isatty(STDIN_FILENO);
  if (person) say("reading rules from the terminal (end them with Ctrl-D)");
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
  if (options.quiet && found.empty()) return status;
  return print(check_procmailrc_text(file, found, terminal_for_stdout(options.color)), status);
}

class StopWatch : public TimeLimit {
 public:
  explicit StopWatch(int limit_ms) : end_(std::chrono::steady_clock::now() + std::chrono::milliseconds(limit_ms)) {}
  bool passed() const override { return std::chrono::steady_clock::now() >= end_; }

 private:
  const std::chrono::steady_clock::time_point end_;
};

/// How far check --dns has come: after a second, where somebody reads it, one line that goes away at the end.
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
  /// Where it cannot be written nobody misses it.
  static void put(const std::string& text) { (void)write_all(STDERR_FILENO, text); }

  const std::chrono::steady_clock::time_point begin_;
  const bool wanted_;
  bool shown_ = false;
};

/// Asked for on the command line, so `set dns off` is no hindrance.
MailHostsReport ask_mail_hosts(const Options& options, const RuleSet& rules) {
  DnsSettings settings = dns_settings(options, rules.settings);
  settings.on = true;
  Outside outside(settings);
  const StopWatch limit(kMailHostsMs);
  Progress progress;
  return check_mail_hosts(rules, {outside.dns(), [&] { outside.dns().begin_message(); }, limit,
                                  [&](size_t done, size_t all) { progress.show(done, all); }});
}

}  // namespace

int run_check(const Options& given) {
  Options options = given;
  options.rc_files.insert(options.rc_files.end(), options.arguments.begin(), options.arguments.end());
  const std::string file = options.rc_files.size() == 1 ? options.rc_files.front() : std::string();
  std::optional<std::string> input;
  for (const std::string& path : options.rc_files) {
    if (path != "-" || input) continue;
    Result<std::string> text = read_input();
    if (!text) {
      const std::string& why = text.error().text;  // "cannot read the message: ..."
      say("standard input: cannot read the rules" + why.substr(std::min(why.find(": "), why.size())));
      return kExitNoInput;
    }
    input = std::move(*text);
  }
  if (!file.empty()) {  // a procmailrc that runs hfilter is checked itself
    const Result<std::string> text = file == "-" ? Result<std::string>(*input) : read_checked(file, kMaxRcBytes);
    const Result<std::string> home = home_folder();
    SystemRuleFiles files(home ? *home : std::string());
    if (text && is_procmailrc_with_hfilter(*text, &files)) return check_procmailrc_file(file, *text, files, options);
  }
  const SystemClock clock;
  LoadedRules rules(options, clock, std::move(input));
  std::vector<Diagnostic>& diagnostics = rules.set.diagnostics;
  for (Diagnostic& diagnostic : lint_rules(rules.set)) diagnostics.push_back(std::move(diagnostic));
  std::optional<MailHostsReport> dns;
  if (options.ask_dns) {
    dns = ask_mail_hosts(options, rules.set);
    diagnostics.insert(diagnostics.end(), dns->warnings.begin(), dns->warnings.end());
  }
  const CheckCounts counts = count_diagnostics(rules.set);
  const int status = counts.errors > 0                       ? kExitFaultyRules
                     : options.strict && counts.warnings > 0 ? kExitWarnings
                                                             : kExitOk;
  if (options.json) return print(check_json(rules.set, dns ? &*dns : nullptr), status);
  if (options.quiet && counts.errors == 0) return status;
  return print(check_text(rules.set, dns ? &*dns : nullptr, terminal_for_stdout(options.color)), status);
}

int run_words(const Options& options) {
  const Terminal terminal = terminal_for_stdout(options.color);
  std::string name;
  for (const std::string& word : options.arguments) name += (name.empty() ? "" : " ") + word;  // words message size
  const std::vector<std::string_view>& groups = word_groups();
  const bool group = name.empty() || std::find(groups.begin(), groups.end(), name) != groups.end();
  std::string near;
  const std::optional<std::string> text = group ? all_words_text(name, terminal) : words_text(name, terminal, &near);
  if (!text) {
    say("`" + escape_terminal(name) + "` is no word of the rule language" +
        (near.empty() ? "; hfilter words lists them all" : "; did you mean `" + near + "`?"));
    return kExitNoInput;
  }
  if (options.json) return print(words_json());
  return print(options.quiet ? words_names(name) : *text);
}

int run_spf_command(const Options& options) {
  SpfArguments arguments;
  arguments.ip = options.ip;
  arguments.helo = options.helo.value_or("");
  arguments.sender = options.sender.value_or("");
  arguments.default_explanation = options.default_explanation;
  arguments.json = options.json;
  arguments.receiver = own_host(Settings());
  arguments.dns.servers = options.dns_servers;
  if (options.dns_timeout_ms) arguments.dns.timeout_ms = *options.dns_timeout_ms;
  return run_spf(arguments);
}

}  // namespace hfilter
