// SPDX-License-Identifier: BSD-2-Clause
#include "app/run.h"

#include <unistd.h>

#include "app/commands.h"
#include "app/commands/delivery_commands.h"
#include "app/commands/report_commands.h"
#include "app/options.h"
#include "app/say.h"
#include "base/escape.h"
#include "base/limits.h"
#include "config.h"
#include "delivery/exit_codes.h"
#include "system/files/input.h"
#include "system/process.h"

namespace hfilter {
namespace {

bool is_delivery(CommandId command) {
  return command != CommandId::kExplain && command != CommandId::kCheck && command != CommandId::kWords &&
         command != CommandId::kSpf && command != CommandId::kHelp;
}

/// Hosts fail when their pipe breaks, so a message that nobody will look at is read all the same.
void read_to_the_end() {
  if (isatty(STDIN_FILENO)) return;
  char buffer[65536];
  for (Result<size_t> n = size_t{1}; n && *n > 0;) n = read_some(STDIN_FILENO, buffer, sizeof buffer, kIdleTimeoutMs);
}

/// Delivery agents put standard error into bounces, so their commands speak to a terminal only.
int usage_failure(const ParsedOptions& parsed) {
  const bool is_read = !is_delivery(parsed.options.command) || parsed.options.verbose || isatty(STDERR_FILENO);
  if (is_read) {
    say(escape_terminal(parsed.error->text) +
        (parsed.error->help.empty() ? "" : "\n" + escape_terminal(parsed.error->help)));
  }
  if (parsed.options.command == CommandId::kDeliver) say_deferred(parsed.error->text);
  if (is_delivery(parsed.options.command)) read_to_the_end();
  if (!is_read) log_usage_error(parsed);
  return parsed.usage_status;
}

int dispatch(const Options& options) {
  switch (options.command) {
    case CommandId::kFilter:
      return run_filter(options);
    case CommandId::kDeliver:
      return run_deliver(options);
    case CommandId::kTest:
      return run_test(options);
    case CommandId::kJudge:
      return run_judge(options);
    case CommandId::kExplain:
      return run_explain(options);
    case CommandId::kCheck:
      return run_check(options);
    case CommandId::kWords:
      return run_words(options);
    case CommandId::kSpf:
      return run_spf_command(options);
    case CommandId::kHelp:
      return run_help(options);
  }
  return kExitTryAgain;
}

int run(int argc, char** argv) {
  const ParsedOptions parsed = parse_options(argc, argv);
  const Options& options = parsed.options;
  if (parsed.error) return usage_failure(parsed);
  if (options.version) return print(PACKAGE_NAME " " PACKAGE_VERSION "\n");
  if (options.help) return print(options.general_help ? general_help() : command_help(command_def(options.command)));
  if (options.bare && isatty(STDIN_FILENO)) {
    (void)print(general_help());
    return kExitTryAgain;  // no mail was passed on
  }
  return dispatch(options);
}

}  // namespace

int run_process(int argc, char** argv) {
  guard_process();
  if (runs_with_borrowed_rights()) {
    read_to_the_end();
    return kExitTryAgain;
  }
  try {
    return run(argc, argv);
  } catch (...) {
    return last_resort_exit();
  }
}

}  // namespace hfilter
