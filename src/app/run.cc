// SPDX-License-Identifier: BSD-2-Clause
#include "app/run.h"

#include <cstdio>
#include <cstring>

#include "config.h"

namespace hfilter {

// A stand-in until the pipeline lands.
int run_process(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "--version") == 0) {
    std::puts(PACKAGE_NAME " " PACKAGE_VERSION);
    return 0;
  }
  return 75;
}

}  // namespace hfilter
