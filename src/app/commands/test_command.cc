// SPDX-License-Identifier: BSD-2-Clause
//
// `hfilter test`: returns the truth value of a condition as the exit status.
#include <unistd.h>

#include "advice/expression.h"
#include "app/commands/command_runs.h"
#include "app/delivery_run.h"
#include "app/print.h"
#include "app/report/terminal.h"
#include "app/report/why.h"
#include "rules/diagnostic.h"
#include "system/files/output.h"

namespace hfilter {
namespace {

int refuse(const Options& options, const ParsedExpr& condition, const RuleSet& rules) {
  if (condition.expr) {
    print_optional_error(options, rules.first_error());
    return kExitTryAgain;
  }
  for (const Diagnostic& diagnostic : condition.diagnostics) {
    print_optional_error(options, format_diagnostic(diagnostic));
  }
  return kExitUsage;
}

}  // namespace

int run_test(const Options& options) {
  DeliveryRun run(options);
  const RuleSet& rules = run.rules().set;
  const ParsedExpr condition = parse_expression(options.arguments.front(), rules);
  const Result<Input> input = run.read();
  if (!condition.expr || rules.faulty()) {
    if (input) (void)drain(*input->body);
    return refuse(options, condition, rules);
  }
  if (!input) return kExitTryAgain;
  const auto tell_truth = [&](JudgedMessage& mail) {
    if (!mail.error.empty()) {
      print_optional_error(options, mail.error);
      return kExitTryAgain;
    }
    if (options.verbose) {
      const std::string why = truth_text(*condition.expr, mail.truth, mail, rules, terminal_for_stderr());
      (void)write_all(STDERR_FILENO, why);
    }
    return mail.truth.is_true() ? kExitOk : mail.truth.is_false() ? kExitFalse : kExitCannotTell;
  };
  return run.judge(*input, tell_truth, condition.expr.get());
}

}  // namespace hfilter
