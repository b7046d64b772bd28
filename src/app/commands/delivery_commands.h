// SPDX-License-Identifier: BSD-2-Clause
//
// The commands that delivery agents run: filter, deliver, test, judge. Each returns its exit status (hfilter(1), EXIT
// STATUS) and has read standard input to its end. Nothing goes to standard error unless it is a terminal.
#ifndef HFILTER_APP_COMMANDS_DELIVERY_COMMANDS_H_
#define HFILTER_APP_COMMANDS_DELIVERY_COMMANDS_H_

#include <string>

#include "app/options.h"

namespace hfilter {

int run_filter(const Options& options);
int run_deliver(const Options& options);
/// Prints the line for the host of a `deliver` that failed (delivery/delivery_plan.h).
void say_deferred(const std::string& why);
int run_test(const Options& options);
int run_judge(const Options& options);

/// Writes the error of a command line of filter or deliver to the log: nobody reads their standard error. No-op for
/// the other commands.
void log_usage_error(const ParsedOptions& parsed);

}  // namespace hfilter

#endif  // HFILTER_APP_COMMANDS_DELIVERY_COMMANDS_H_
