// SPDX-License-Identifier: BSD-2-Clause
//
// The two ways out of a command: its result, and what is wrong. What is foreign in a text is escaped already.
// How it fails: what cannot be printed is 75; what cannot be said is lost.
#ifndef HFILTER_APP_SAY_H_
#define HFILTER_APP_SAY_H_

#include <string>

#include "delivery/exit_codes.h"

namespace hfilter {

/// The exit status: `status`, or that of a failure if standard output took not all.
int print(const std::string& text, int status = kExitOk);

/// "hfilter: TEXT" on standard error.
void say(const std::string& text);
/// The same for a person at a terminal only: mail servers put standard error into bounces.
void tell(const std::string& text);

}  // namespace hfilter

#endif  // HFILTER_APP_SAY_H_
