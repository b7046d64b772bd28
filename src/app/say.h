// SPDX-License-Identifier: BSD-2-Clause
//
// The ways out of a command: its result, what is wrong, and what the delivery agent reads. What is foreign in a text is
// escaped already. How it fails: what cannot be printed is 75; what cannot be said is lost.
#pragma once

#include <string>

#include "app/options.h"
#include "delivery/exit_codes.h"

namespace hfilter {

/// The exit status: `status`, or that of a failure if standard output took not all.
int print(const std::string& text, int status = kExitOk);

/// "hfilter: TEXT" on standard error.
void say(const std::string& text);
/// The same for a person at a terminal only: mail servers put standard error into bounces.
void tell(const std::string& text);
/// One line on standard output for the delivery agent; nothing if `line` is empty.
void say_to_host(const std::string& line);
/// Says why a `deliver` failed (delivery/delivery_plan.h).
void say_deferred(const std::string& why);
/// Returns true in Exim: its option return_output takes any output for a failure, whatever the exit status. Exim alone
/// sets QUALIFY_DOMAIN. Source: Exim 4.96, deliver.c, transports/pipe.c.
bool output_bounces();
/// With -v somebody reads standard error, whatever it is: the same as say(). Otherwise the same as tell().
void complain(const Options& options, const std::string& text);

}  // namespace hfilter
