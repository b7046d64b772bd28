// SPDX-License-Identifier: BSD-2-Clause
#include "app/report_commands.h"

#include <fcntl.h>
#include <unistd.h>

#include "app/check.h"
#include "app/explain.h"
#include "app/load.h"
#include "app/outside.h"
#include "app/record.h"
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

namespace hfilter {
namespace {

void say(const std::string& text) { (void)write_all(STDERR_FILENO, "hfilter: " + text + "\n"); }

int print(const std::string& text, int status = kExitOk) {
  return write_all(STDOUT_FILENO, text) ? status : kExitTryAgain;
}

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
    const int one = explain_one(name, options, rules, clock, mime);
    if (one != kExitOk) status = one;
  }
  return status;
}

namespace {

/// The text of FILE if it is a procmailrc that runs hfilter: then it is that which is checked.
std::optional<std::string> read_procmailrc(const Options& options) {
  if (options.arguments.size() != 1) return std::nullopt;
  const Result<std::string> text = read_checked(options.arguments.front(), kMaxRcBytes);
  if (!text || !is_procmailrc_with_hfilter(*text)) return std::nullopt;
  return *text;
}

int check_procmailrc_file(const std::string& text, const Options& options) {
  const std::string& file = options.arguments.front();
  const std::vector<Diagnostic> found = check_procmailrc(text, file);
  const int status = found.empty() ? kExitOk : kExitFaultyRules;
  if (options.json) return print(check_procmailrc_json(file, found), status);
  if (options.quiet && found.empty()) return status;
  return print(check_procmailrc_text(file, found, terminal_for_stdout(options.color)), status);
}

}  // namespace

int run_check(const Options& given) {
  if (const auto text = read_procmailrc(given)) return check_procmailrc_file(*text, given);
  Options options = given;
  if (!options.arguments.empty()) options.rc_files = options.arguments;
  const SystemClock clock;
  LoadedRules rules(options, clock);
  for (Diagnostic& diagnostic : lint_rules(rules.set)) rules.set.diagnostics.push_back(std::move(diagnostic));
  const CheckCounts counts = count_diagnostics(rules.set);
  const int status = counts.errors > 0                       ? kExitFaultyRules
                     : options.strict && counts.warnings > 0 ? kExitWarnings
                                                             : kExitOk;
  if (options.json) return print(check_json(rules.set), status);
  if (options.quiet && counts.errors == 0) return status;
  return print(check_text(rules.set, terminal_for_stdout(options.color)), status);
}

int run_words(const Options& options) {
  const Terminal terminal = terminal_for_stdout(options.color);
  if (options.json) return print(words_json());
  if (options.quiet) return print(words_names());
  if (options.arguments.empty()) return print(all_words_text(terminal));
  std::string name = options.arguments.front();
  for (size_t i = 1; i < options.arguments.size(); ++i) name += " " + options.arguments[i];  // words message size
  std::string near;
  const std::optional<std::string> text = words_text(name, terminal, &near);
  if (text) return print(*text);
  say("`" + escape_terminal(name) + "` is no word of the rule language" +
      (near.empty() ? "; hfilter words lists them all" : "; did you mean `" + near + "`?"));
  return kExitNoInput;
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
  return run_spf(arguments, stdout, stderr);
}

}  // namespace hfilter
