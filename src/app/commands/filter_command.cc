// SPDX-License-Identifier: BSD-2-Clause
//
// `hfilter filter`: copies the message to standard output and adds the result fields.
#include <unistd.h>

#include "app/commands/command_runs.h"
#include "app/delivery_run.h"
#include "system/files/output.h"

namespace hfilter {

int run_filter(const Options& options) {
  DeliveryRun run(options);
  const Result<Input> input = run.read();
  if (!input) return run.log(kExitTryAgain, input.error().text);
  return run.judge(*input, [&](JudgedMessage& mail) {
    if (run.defers(mail)) return run.log(*input, mail, kExitTryAgain);
    const Status passed = pass_on(run.header(mail, Command::kFilter), *input->body, STDOUT_FILENO);
    return run.log(*input, mail, passed ? kExitOk : kExitTryAgain, passed ? "" : passed.error().text);
  });
}

}  // namespace hfilter
