// SPDX-License-Identifier: BSD-2-Clause
#include "app/run.h"

int main(int argc, char** argv) { return hfilter::run_process(argc, argv); }
