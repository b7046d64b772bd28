// SPDX-License-Identifier: BSD-2-Clause
//
// The program: parses the command line and runs the command.
#pragma once

namespace hfilter {

/// The exit status. The only place where exceptions are caught for good: a broken machine is 75, and the mail stays
/// with the host.
int run_process(int argc, char** argv);

}  // namespace hfilter
