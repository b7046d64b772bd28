// SPDX-License-Identifier: BSD-2-Clause
#pragma once

namespace hfilter {
int run_process(int argc, char** argv);
}
