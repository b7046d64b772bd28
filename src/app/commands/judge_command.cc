// SPDX-License-Identifier: BSD-2-Clause
//
// `hfilter judge`: returns the verdict as a word and as the exit status.
#include <unistd.h>

#include "app/commands/command_runs.h"
#include "app/delivery_run.h"
#include "app/print.h"
#include "app/report/terminal.h"
#include "app/report/verdict_json.h"
#include "app/report/why.h"
#include "system/files/output.h"

namespace hfilter {

int run_judge(const Options& options) {
  DeliveryRun run(options);
  const Result<Input> input = run.read();
  if (!input) return kExitTryAgain;
  return run.judge(*input, [&](JudgedMessage& mail) {
    if (!mail.error.empty() || !mail.verdict) {
      print_optional_error(options, mail.error);
      return kExitTryAgain;
    }
    const Verdict& verdict = *mail.verdict;
    const std::string text = options.json ? verdict_json(verdict) : std::string(action_name(verdict.action));
    const Status written = write_all(STDOUT_FILENO, text + "\n");
    if (options.verbose) (void)write_all(STDERR_FILENO, verdict_text(verdict, terminal_for_stderr()));
    return written ? outcome(Command::kJudge, verdict.action).exit_code : kExitTryAgain;
  });
}

}  // namespace hfilter
