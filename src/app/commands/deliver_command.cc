// SPDX-License-Identifier: BSD-2-Clause
//
// `hfilter deliver`: carries out the verdict, into a Maildir or by exec of the delivery agent.
#include "app/commands/command_runs.h"
#include "app/delivery_run.h"
#include "app/print.h"
#include "app/record.h"
#include "delivery/delivery_plan.h"
#include "system/files/carry_out.h"
#include "system/process.h"
#include "system/user.h"

namespace hfilter {
namespace {

DeliverOptions deliver_options(const Options& options, const LoadedRules& rules) {
  DeliverOptions how;
  how.maildir = options.maildir;
  how.junk_maildir = options.junk_maildir;
  how.command = options.deliver_command;
  how.as_root = running_as_root();
  how.output_bounces = output_bounces();
  how.home = rules.home;
  how.agent_qmail = rules.set.settings.agent_qmail;
  return how;
}

/// Reports a failed delivery to the host, which keeps the message. REQUIRES: it is logged.
int keep_with_host(const std::string& why, int exit_code) {
  print_deferral(why);
  return exit_code;
}

}  // namespace

int run_deliver(const Options& options) {
  DeliveryRun run(options);
  const DeliverOptions how = deliver_options(options, run.rules());
  const Command command = how.command.empty() ? Command::kDeliverMaildir : Command::kDeliverCommand;
  const int failure = failure_exit(command, how.agent_qmail);
  set_last_resort_exit(failure);
  const Result<Input> input = run.read();
  if (!input) return keep_with_host(input.error().text, run.log(failure, input.error().text));
  return run.judge(*input, [&](JudgedMessage& mail) {
    const auto fail = [&](const std::string& why, int exit_code) {
      print_error_at_terminal(why);
      return keep_with_host(why, run.log(*input, mail, exit_code, why));
    };
    if (run.defers(mail)) return fail(mail.error, failure);
    const Result<DeliverPlan> plan = plan_delivery(mail.verdict.value_or(Verdict{}), how);
    if (!plan) return fail(plan.error().text, failure);
    // Logged right before the exec. If the exec fails, the record remains and the host tries again.
    bool logged = false;
    const Delivered done = carry_out(*plan, run.header(mail, command), *input->body, environment_of(mail), [&] {
      run.log(*input, mail, plan->exit_code);
      logged = true;
    });
    if (!done.error.empty()) return fail(done.error, done.exit_code);
    if (!logged) run.log(*input, mail, done.exit_code);
    print_for_agent(done.output);
    return done.exit_code;
  });
}

}  // namespace hfilter
