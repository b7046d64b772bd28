// SPDX-License-Identifier: BSD-2-Clause
#include "system/process.h"

namespace hfilter {

void test_hook(const char*) {}

int test_limit(const char*, int value) { return value; }

}  // namespace hfilter
