// SPDX-License-Identifier: BSD-2-Clause
//
// The output of a command: its result, its errors, and a line for the delivery agent. Callers escape foreign
// text.
// Errors: print() returns 75; the other functions ignore them.
#pragma once

#include <string>

#include "app/options.h"
#include "delivery/exit_codes.h"

namespace hfilter {

/// Prints the result on standard output. Returns `status`, or 75 if the text was not written completely.
int print(const std::string& text, int status = kExitOk);

/// Prints "hfilter: TEXT" on standard error.
void print_error(const std::string& text);
/// Prints like print_error(), but only at a terminal, because mail servers copy standard error into bounces.
void print_error_at_terminal(const std::string& text);
/// Prints one line for the delivery agent on standard output; nothing if `line` is empty.
void print_for_agent(const std::string& line);
/// Prints the reason of a failed `deliver` for the delivery agent.
void print_deferral(const std::string& why);
/// Returns true under Exim, which alone sets QUALIFY_DOMAIN. With Exim's return_output, any output makes the mail
/// bounce, whatever the exit status. Source: Exim 4.96, deliver.c, transports/pipe.c.
bool output_bounces();
/// Prints `text` on standard error: always with -v, otherwise only at a terminal.
void print_optional_error(const Options& options, const std::string& text);

}  // namespace hfilter
