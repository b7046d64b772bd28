// SPDX-License-Identifier: BSD-2-Clause
#include "app/run.h"

#include <unistd.h>

#include "app/commands.h"
#include "app/delivery_run.h"
#include "app/options.h"
#include "app/print.h"
#include "base/escape.h"
#include "base/limits.h"
#include "config.h"
#include "delivery/exit_codes.h"
#include "system/files/input.h"
#include "system/process.h"

namespace hfilter {
namespace {

bool is_delivery(CommandId command) {
  return command == CommandId::kFilter || command == CommandId::kDeliver || command == CommandId::kTest ||
         command == CommandId::kJudge;
}

/// Reads the rest of standard input: mail servers report a failure if their pipe breaks.
void read_to_the_end() {
  if (isatty(STDIN_FILENO)) return;
  char buffer[65536];
  for (Result<size_t> n = size_t{1}; n && *n > 0;) n = read_some(STDIN_FILENO, buffer, sizeof buffer, kIdleTimeoutMs);
}

/// Reports a wrong command line. Delivery agents put standard error into bounces, so their commands write only to
/// terminals.
int usage_failure(const ParsedOptions& parsed) {
  const CommandId command = parsed.options.command;
  const bool prints_error = !is_delivery(command) || parsed.options.verbose || isatty(STDERR_FILENO);
  if (prints_error) {
    print_error(escape_terminal(parsed.error->text) +
                (parsed.error->help.empty() ? "" : "\n" + escape_terminal(parsed.error->help)));
  }
  if (command == CommandId::kDeliver) print_deferral(parsed.error->text);
  if (is_delivery(command)) read_to_the_end();
  const bool has_log = command == CommandId::kFilter || command == CommandId::kDeliver;
  if (!prints_error && has_log) return DeliveryRun(parsed.options).log(parsed.usage_status, parsed.error->text);
  return parsed.usage_status;
}

int run(int argc, char** argv) {
  const ParsedOptions parsed = parse_options(argc, argv);
  const Options& options = parsed.options;
  if (parsed.error) return usage_failure(parsed);
  if (options.version) return print(PACKAGE_NAME " " PACKAGE_VERSION "\n");
  if (options.help) return print(options.general_help ? general_help() : command_help(command_def(options.command)));
  if (options.bare && isatty(STDIN_FILENO)) {
    (void)print(general_help());
    return kExitTryAgain;  // the mail was not delivered
  }
  return command_def(options.command).run(options);
}

}  // namespace

int run_process(int argc, char** argv) {
  prepare_process();
  if (has_elevated_privileges()) {
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
