// SPDX-License-Identifier: BSD-2-Clause
//
// Parses the command line and runs the command.
#pragma once

namespace hfilter {

/// Runs the program and returns its exit status. Catches every exception and returns 75, so the mail stays with the
/// host.
int run_process(int argc, char** argv);

}  // namespace hfilter
