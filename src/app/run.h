// SPDX-License-Identifier: BSD-2-Clause
//
// The program: parses the command line and runs the command.
#ifndef HFILTER_APP_RUN_H_
#define HFILTER_APP_RUN_H_

namespace hfilter {

/// The exit status. The only place where exceptions are caught for good: a broken machine is 75, and the mail stays
/// with the host.
int run_process(int argc, char** argv);

}  // namespace hfilter

#endif  // HFILTER_APP_RUN_H_
