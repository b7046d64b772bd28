// SPDX-License-Identifier: BSD-2-Clause
#include "app/commands/delivery_commands.h"

#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <memory>

#include "app/load.h"
#include "app/outside.h"
#include "app/record.h"
#include "app/report/terminal.h"
#include "app/report/verdict_json.h"
#include "app/report/why.h"
#include "app/say.h"
#include "delivery/delivery_plan.h"
#include "delivery/exit_codes.h"
#include "language/parsed_expr.h"
#include "mime/mime_probe.h"
#include "probes/clock.h"
#include "rules/diagnostic.h"
#include "system/child/contained_mime_probe.h"
#include "system/files/carry_out.h"
#include "system/files/input.h"
#include "system/files/output.h"
#include "system/log.h"
#include "system/process.h"
#include "system/random_id.h"
#include "system/system_clock.h"
#include "system/user.h"

namespace hfilter {
namespace {

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);
  if (!value) return std::nullopt;
  return std::string(value);
}

/// Collects the options, and the environment that the delivery agent set (hfilter(1), ENVIRONMENT).
Surroundings surroundings_of(const Options& options, const Clock& clock, MimeProbe& mime) {
  Surroundings around{clock, mime, {}, {}, nullptr, nullptr, nullptr, nullptr, {}};
  around.envelope.sender = options.sender;
  around.envelope.sender_in_environment = environment("SENDER");
  if (!around.envelope.sender_in_environment) around.envelope.sender_in_environment = environment("FROM");
  around.envelope.recipient = options.recipient ? options.recipient : environment("RECIPIENT");
  around.known.address = options.client_ip;
  around.known.helo = options.helo;
  if (!options.client_ip) {
    if (const auto address = environment("CLIENT_ADDRESS")) around.known.address = parse_address_literal(*address);
    if (around.known.address && !options.helo) around.known.helo = environment("CLIENT_HELO");
  }
  return around;
}

/// With -v somebody reads standard error, whatever it is.
void complain(const Options& options, const std::string& text) { options.verbose ? say(text) : tell(text); }

LogOptions log_options(const LoadedRules& rules) {
  LogOptions options;
  options.targets = rules.set.settings.log;
  options.home = rules.home;
  options.keep = rules.set.settings.log_keep;
  return options;
}

void write_line(const LogOptions& where, const Verdict* verdict, LogFacts facts) {
  const bool failed = !facts.error.empty();
  if (failed) {
    facts.user = user_name();
    facts.uid = geteuid();
  }
  write_log(where, log_line(verdict, facts), failed ? LogLevel::kError : LogLevel::kInfo);
}

/// One message on standard input on its way through one command.
class Run {
 public:
  explicit Run(const Options& options)
      : idle_(std::in_place, kIdleTimeoutMs),
        options_(options),
        deadline_(kDecideDeadlineMs),
        around_(surroundings_of(options, clock_, mime_)),
        rules_(options, clock_),
        outside_(dns_settings(options, rules_.set.settings)),
        work_clock_(mime_, outside_) {
    around_.dns = &outside_.dns();
    around_.spf = &outside_.spf();
    around_.host = own_host(rules_.set.settings);
    around_.limit = &deadline_;
    around_.work = &work_clock_;
    judged_.id = random_id();
    idle_.reset();
  }

  /// False if there is no message; the input has been read to its end as far as it could be.
  bool read() {
    InputOptions how;
    if (isatty(STDIN_FILENO)) {
      tell("reading a message from the terminal (end it with Ctrl-D)");
      how.idle_timeout_ms = 0;
    }
    how.deadline = &deadline_;
    Result<Input> input = read_message(STDIN_FILENO, how);
    if (!input) {
      judged_.error = input.error().text;
    } else if (!input->message) {
      judged_.error = "empty input";
    } else {
      input_ = std::move(*input);
      if (options_.command == CommandId::kTest || options_.command == CommandId::kJudge) {
        as_received_ = without_own_results(*input_.message, rules_.set.settings);
      }
      return true;
    }
    complain(options_, judged_.error);
    return false;
  }

  /// Never throws: what goes wrong here must not lose the mail, which is still whole.
  void judge() {
    deadline_.start();
    test_hook("decide");
    judged_.error = rules_.first_error();
    try {
      if (rules_.some_in_force()) {
        judged_.the_case = std::make_unique<Case>(message(), rules_.set, around_);
        judged_.verdict = judged_.the_case->judge();
      }
    } catch (const std::exception& failure) {
      judged_.error = std::string("internal error: ") + failure.what();
      judged_.verdict.reset();
    }
    deadline_.stop();
    mime_.stop();  // no child is left to whatever is run next
  }

  Truth test(const Expr& condition) {
    deadline_.start();
    test_hook("decide");
    judged_.the_case = std::make_unique<Case>(message(), rules_.set, around_);
    const Truth truth = judged_.the_case->test(condition);
    deadline_.stop();
    return truth;
  }

  bool defers_on_error() const {
    return !judged_.error.empty() && options_.defer_on_error.value_or(rules_.set.settings.defer_on_error);
  }

  /// The edited header for `command`.
  std::string header(Command command) const {
    HeaderEdit edit(*input_.message);
    const ResultSummary summary = summary_of(judged_, *input_.message, rules_.set, command);
    edit_header(*input_.message, judged_.verdict ? &*judged_.verdict : nullptr, summary, rules_.set.settings, edit);
    return edit.result();
  }

  void log(const char* command, int exit_code, const std::string& failure = {}) const {
    const LogOptions where = log_options(rules_);
    if (!is_logged(where)) return;
    LogFacts facts = log_facts_of(judged_, input_.message ? &*input_.message : nullptr, rules_.set, clock_);
    facts.command = command;
    facts.exit_code = exit_code;
    const std::optional<uint64_t> body = input_.message ? input_.body->known_size() : std::nullopt;
    if (body) facts.size = input_.message->header().size() + *body;
    if (!failure.empty()) facts.error = failure;
    write_line(where, judged_.verdict ? &*judged_.verdict : nullptr, std::move(facts));
  }

  /// Reads what is left of the input, then ends with `code`.
  int end(int code) const {
    if (input_.body) (void)drain(*input_.body);
    return code;
  }

  const Message& message() const { return as_received_ ? *as_received_ : *input_.message; }
  const LoadedRules& rules() const { return rules_; }
  const Judged& judged() const { return judged_; }
  InputBody& body() const { return *input_.body; }

 private:
  std::optional<IdleAlarm> idle_;  // first: a rule file or a time zone that cannot be read to its end is no hang
  const Options& options_;
  SystemClock clock_;
  ContainedMimeProbe mime_;
  Deadline deadline_;
  Surroundings around_;
  LoadedRules rules_;
  Outside outside_;
  RunClock work_clock_;
  Input input_;
  std::unique_ptr<Message> as_received_;  // for test and judge, if hfilter delivered the message before
  Judged judged_;
};

Verdict accepted() { return Verdict{}; }

/// Returns true in Exim: its option return_output takes any output for a failure, whatever the exit status. Exim alone
/// sets QUALIFY_DOMAIN. Source: Exim 4.96, deliver.c, transports/pipe.c.
bool output_bounces() { return environment("QUALIFY_DOMAIN").has_value(); }

void say_to_host(const std::string& line) {
  if (!line.empty()) (void)write_all(STDOUT_FILENO, line + "\n");
}

/// Ends a delivery that failed: the host keeps the message and shows why, and the log says it, too.
int keep_with_host(const Run& run, const std::string& why, int exit_code) {
  run.log("deliver", exit_code, why);
  say_deferred(why);
  return run.end(exit_code);
}

int judge_exit(const Verdict& verdict) { return outcome(Command::kJudge, verdict.action).exit_code; }

}  // namespace

void say_deferred(const std::string& why) { say_to_host(deferral_line(why, output_bounces())); }

void log_usage_error(const ParsedOptions& parsed) {
  const CommandId command = parsed.options.command;
  if (command != CommandId::kFilter && command != CommandId::kDeliver) return;
  const IdleAlarm idle(kIdleTimeoutMs);
  const SystemClock clock;
  const LoadedRules rules(parsed.options, clock);
  const LogOptions where = log_options(rules);
  if (!is_logged(where)) return;
  Judged judged;
  judged.id = random_id();
  judged.error = parsed.error->text;
  LogFacts facts = log_facts_of(judged, nullptr, rules.set, clock);
  facts.command = command_def(command).name;
  facts.exit_code = parsed.usage_status;
  write_line(where, nullptr, std::move(facts));
}

int run_filter(const Options& options) {
  Run run(options);
  if (!run.read()) {
    run.log("filter", kExitTryAgain);
    return kExitTryAgain;
  }
  run.judge();
  if (run.defers_on_error()) {
    run.log("filter", kExitTryAgain);
    return run.end(kExitTryAgain);
  }
  const Status passed = pass_on(run.header(Command::kFilter), run.body(), STDOUT_FILENO);
  const int code = passed ? kExitOk : kExitTryAgain;
  run.log("filter", code, passed ? "" : passed.error().text);
  return code;
}

int run_deliver(const Options& options) {
  DeliverOptions how;
  how.maildir = options.maildir;
  how.junk_maildir = options.junk_maildir;
  how.command = options.deliver_command;
  how.as_root = running_as_root();
  how.output_bounces = output_bounces();
  Run run(options);
  how.home = run.rules().home;
  how.agent_qmail = run.rules().set.settings.agent_qmail;
  const Command command = how.command.empty() ? Command::kDeliverMaildir : Command::kDeliverCommand;
  const int failure = failure_exit(command, how.agent_qmail);
  set_last_resort_exit(failure);
  if (!run.read()) return keep_with_host(run, run.judged().error, failure);
  run.judge();
  if (run.defers_on_error()) return keep_with_host(run, run.judged().error, failure);
  const Result<DeliverPlan> plan = plan_delivery(run.judged().verdict.value_or(accepted()), how);
  if (!plan) {
    tell(plan.error().text);
    return keep_with_host(run, plan.error().text, failure);
  }
  bool logged = false;  // right before the exec; if that fails, the line stands, and the host tries again
  const Delivered done = carry_out(*plan, run.header(command), run.body(), environment_of(run.judged()), [&] {
    run.log("deliver", plan->exit_code);
    logged = true;
  });
  if (!done.error.empty()) tell(done.error);
  if (!done.error.empty()) return keep_with_host(run, done.error, done.exit_code);
  if (!logged) run.log("deliver", done.exit_code);
  say_to_host(done.output);
  return run.end(done.exit_code);
}

int run_test(const Options& options) {
  Run run(options);
  const ParsedExpr condition = parse_expression(options.arguments.front(), run.rules().set);
  const bool read = run.read();
  if (!condition.expr) {
    for (const Diagnostic& diagnostic : condition.diagnostics) complain(options, format_diagnostic(diagnostic));
    return run.end(kExitUsage);
  }
  if (run.rules().set.faulty()) {
    complain(options, run.rules().first_error());
    return run.end(kExitTryAgain);
  }
  if (!read) return kExitTryAgain;
  const Truth truth = run.test(*condition.expr);
  if (options.verbose) {
    (void)write_all(STDERR_FILENO,
                    truth_text(*condition.expr, truth, *run.judged().the_case, run.rules().set, terminal_for_stderr()));
  }
  return run.end(truth.is_true() ? kExitOk : truth.is_false() ? kExitFalse : kExitCannotTell);
}

int run_judge(const Options& options) {
  Run run(options);
  if (!run.read()) return kExitTryAgain;
  run.judge();
  if (!run.judged().error.empty() || !run.judged().verdict) {
    complain(options, run.judged().error);
    return run.end(kExitTryAgain);
  }
  const Verdict& verdict = *run.judged().verdict;
  const std::string text = options.json ? verdict_json(verdict) : std::string(action_name(verdict.action));
  const Status written = write_all(STDOUT_FILENO, text + "\n");
  if (options.verbose) (void)write_all(STDERR_FILENO, verdict_text(verdict, terminal_for_stderr()));
  return run.end(written ? judge_exit(verdict) : kExitTryAgain);
}

}  // namespace hfilter
