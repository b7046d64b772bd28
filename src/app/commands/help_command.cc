// SPDX-License-Identifier: BSD-2-Clause
//
// `hfilter help`: prints the help of hfilter or of one command.
#include "app/commands/command_runs.h"
#include "app/options.h"
#include "app/print.h"

namespace hfilter {

int run_help(const Options& options) {
  if (options.arguments.empty()) return print(general_help());
  return print(command_help(*find_command(options.arguments.front())));
}

}  // namespace hfilter
