// SPDX-License-Identifier: BSD-2-Clause
#include "app/delivery_run.h"

#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "app/print.h"
#include "app/record.h"
#include "base/limits.h"
#include "message/header_edit.h"
#include "system/files/output.h"
#include "system/process.h"
#include "system/random_id.h"
#include "system/user.h"

namespace hfilter {
namespace {

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);
  if (!value) return std::nullopt;
  return std::string(value);
}

/// Returns the envelope from the options and the environment (hfilter(1), ENVIRONMENT).
Envelope envelope_of(const Options& options) {
  Envelope envelope;
  envelope.sender = options.sender;
  envelope.sender_in_environment = environment("SENDER");
  if (!envelope.sender_in_environment) envelope.sender_in_environment = environment("FROM");
  envelope.recipient = options.recipient ? options.recipient : environment("RECIPIENT");
  return envelope;
}

KnownClient client_of(const Options& options) {
  KnownClient known{options.client_ip, options.helo};
  if (options.client_ip) return known;
  if (const auto address = environment("CLIENT_ADDRESS")) known.address = parse_address_literal(*address);
  if (known.address && !options.helo) known.helo = environment("CLIENT_HELO");
  return known;
}

/// Loads the rules. An alarm ends the process if reading a file blocks.
LoadedRules load_in_time(const Options& options, const Clock& clock) {
  const IdleAlarm idle(kIdleTimeoutMs);
  return LoadedRules(options, clock);
}

LogOptions log_options(const LoadedRules& rules) {
  LogOptions options;
  options.targets = rules.set.settings.log;
  options.home = rules.home;
  options.keep = rules.set.settings.log_keep;
  return options;
}

}  // namespace

DeliveryRun::DeliveryRun(const Options& options)
    : options_(options),
      rules_(load_in_time(options, clock_)),
      deadline_(test_limit("DECIDE_MS", kDecideDeadlineMs), Deadline::Alarm::kLastResort),
      probes_(dns_settings(options, rules_.set.settings)),
      work_clock_(mime_, probes_),
      around_{clock_,         mime_,      envelope_of(options), client_of(options),           &probes_.dns(),
              &probes_.spf(), &deadline_, &work_clock_,         own_host(rules_.set.settings)},
      where_(log_options(rules_)),
      id_(random_id()) {}

Result<Input> DeliveryRun::read() {
  InputOptions how;
  how.deadline = &deadline_;
  if (isatty(STDIN_FILENO)) {
    print_error_at_terminal("reading a message from the terminal (end it with Ctrl-D)");
    how.idle_timeout_ms = 0;
  }
  Result<Input> input = read_message(STDIN_FILENO, how);
  if (input && !input->message) input = failure(ErrorKind::kIo, "the input is empty");
  if (!input) print_optional_error(options_, input.error().text);
  return input;
}

int DeliveryRun::judge(const Input& input, const Deliver& deliver, const Expr* condition) {
  const Deliver deliver_in_time = [&](JudgedMessage& mail) {
    deadline_.pause();
    mime_.stop();  // the children must not survive an exec of the delivery agent
    return deliver(mail);
  };
  deadline_.start();
  const int exit_code = run_pipeline(*input.message, rules_.set, around_, deliver_in_time, condition);
  (void)drain(*input.body);
  return exit_code;
}

bool DeliveryRun::defers(const JudgedMessage& mail) const {
  return !mail.error.empty() && options_.defer_on_error.value_or(rules_.set.settings.defer_on_error);
}

std::string DeliveryRun::header(const JudgedMessage& mail, Command command) const {
  ResultSummary summary = summary_of(mail, rules_.set, command);
  summary.id = id_;
  HeaderEdit edit(mail.message);
  edit_header(mail.message, mail.verdict ? &*mail.verdict : nullptr, summary, rules_.set.settings, edit);
  return edit.result();
}

int DeliveryRun::log(const Input& input, const JudgedMessage& mail, int exit_code, const std::string& failure) const {
  if (!is_logged(where_)) return exit_code;
  LogFacts facts = log_facts_of(mail, rules_.set.settings);
  if (const auto body = input.body->known_size()) facts.size = input.message->header().size() + *body;
  if (!failure.empty()) facts.error = failure;
  write_record(std::move(facts), mail.verdict ? &*mail.verdict : nullptr, exit_code);
  return exit_code;
}

int DeliveryRun::log(int exit_code, const std::string& failure) const {
  if (!is_logged(where_)) return exit_code;
  LogFacts facts;
  facts.error = failure;
  write_record(std::move(facts), nullptr, exit_code);
  return exit_code;
}

void DeliveryRun::write_record(LogFacts facts, const Verdict* verdict, int exit_code) const {
  facts.id = id_;
  facts.time = clock_.now();
  facts.command = command_def(options_.command).name;
  facts.exit_code = exit_code;
  facts.full = rules_.set.settings.log_full;
  const bool failed = !facts.error.empty();
  if (failed) {
    facts.user = user_name();
    facts.uid = geteuid();
  }
  write_log(where_, log_line(verdict, facts), failed ? LogLevel::kError : LogLevel::kInfo);
}

}  // namespace hfilter
