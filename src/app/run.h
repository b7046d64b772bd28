// SPDX-License-Identifier: BSD-2-Clause
//
// The program. Read app/run.cc first, then app/commands/delivery_commands.cc: a delivery is rules, message, chain,
// border, facts, verdict, header, body, exit status.
#ifndef HFILTER_APP_RUN_H_
#define HFILTER_APP_RUN_H_

namespace hfilter {

/// The exit status. The only place where exceptions are caught for good: a broken machine is 75, and the mail stays
/// with the host.
int run_process(int argc, char** argv);

}  // namespace hfilter

#endif  // HFILTER_APP_RUN_H_
