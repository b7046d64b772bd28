// SPDX-License-Identifier: BSD-2-Clause
#include "system/files/carry_out.h"

#include "system/files/maildir_writer.h"
#include "system/files/output.h"
#include "system/files/spool.h"
#include "system/process.h"

namespace hfilter {
namespace {

constexpr int kCommandTimeoutMs = 240'000;  // The time of a command. maildrop and Exim allow five minutes.

using Kind = DeliverStep::Kind;

// Returns a file with the whole message, for descriptor 0 of a command.
Result<Descriptor> message_file(std::string_view header, InputBody& body) {
  Result<Descriptor> file = open_spool_file(body.options().spool_folders);
  if (!file) return file;
  if (Status done = pass_on(header, body, file->get()); !done) return done.error();
  return file;
}

Status run(const DeliverStep& step, int stdin_fd, const std::vector<std::string>& environment) {
  Result<int> status = run_command(step.argv, stdin_fd, environment, kCommandTimeoutMs);
  if (!status) return status.error();
  if (*status == 0) return Done{};
  return failure(ErrorKind::kIo, step.argv[0] + " ended with status " + std::to_string(*status));
}

class StepRunner {
 public:
  StepRunner(const std::string& home, std::string_view header, InputBody& body,
             const std::vector<std::string>& environment)
      : home_(home), header_(header), body_(body), environment_(environment) {}

  // Carries out a step. `when_done` is called after it, before a signal can report a failure.
  Status carry(const DeliverStep& step, const std::function<void()>& before_exec,
               const std::function<void()>& when_done, Delivered* delivered) {
    if (step.kind == Kind::kMaildir) {
      Result<std::string> path = deliver_to_maildir({step.maildir, step.folder, home_}, header_, body_, when_done);
      if (!path) return path.error();
      delivered->where = *path;
      return Done{};
    }
    if (!file_) {
      Result<Descriptor> file = message_file(header_, body_);
      if (!file) return file.error();
      file_ = std::move(*file);
    }
    if (step.kind == Kind::kRun) {
      Status done = run(step, file_.get(), environment_);
      if (done && when_done) when_done();
      return done;
    }
    before_exec();
    return exec_program(step.argv, file_.get(), environment_);
  }

 private:
  const std::string& home_;
  std::string_view header_;
  InputBody& body_;
  const std::vector<std::string>& environment_;
  Descriptor file_;
};

Status carry_all(const DeliverPlan& plan, StepRunner& runner, InputBody& body, const std::function<void()>& before_exec,
                 Delivered* delivered) {
  // Several steps read the body, so it must be spooled.
  if (plan.steps.size() > 1) {
    if (Status kept = body.spool(); !kept) return kept;
  }
  const auto all_done = [&plan] { set_last_resort_exit(plan.exit_code); };
  for (const DeliverStep& step : plan.steps) {
    const bool last = &step == &plan.steps.back();
    const std::function<void()> when_done = last ? std::function<void()>(all_done) : nullptr;
    if (Status done = runner.carry(step, before_exec, when_done, delivered); !done) return done;
  }
  return Done{};
}

}  // namespace

Delivered carry_out(const DeliverPlan& plan, std::string_view header, InputBody& body,
                    const std::vector<std::string>& environment, const std::function<void()>& before_exec) {
  Delivered delivered;
  StepRunner runner(plan.home, header, body, environment);
  Status done = carry_all(plan, runner, body, before_exec, &delivered);
  // The input is read to its end in any case.
  Status drained = drain(body);
  if (done && !drained) done = drained;
  delivered.exit_code = done ? plan.exit_code : plan.failure_code;
  if (done) delivered.output = plan.output;
  if (!done) delivered.error = done.error().text;
  return delivered;
}

}  // namespace hfilter
