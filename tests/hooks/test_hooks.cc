// SPDX-License-Identifier: BSD-2-Clause
//
// Linked into build/tests/hfilter-hooked in place of the empty functions of src/system/test_hooks.cc.
// $HFILTER_TEST_HOOK is "ACTION:POINT" with ACTION one of segv abort throw overflow hang. A limit NAME is
// $HFILTER_TEST_NAME.
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include <unistd.h>

#include "system/process.h"

namespace hfilter {

namespace {

// More stack than there is.
int overflow(int depth) {
  volatile char here[4096];
  here[0] = static_cast<char>(depth);
  return depth == 1 << 30 ? 0 : overflow(depth + 1) + here[0];
}

}  // namespace

int test_limit(const char* name, int value) {
  const char* text = std::getenv(("HFILTER_TEST_" + std::string(name)).c_str());
  return text != nullptr ? std::atoi(text) : value;
}

void test_hook(const char* point) {
  const char* wanted = std::getenv("HFILTER_TEST_HOOK");
  const char* colon = wanted != nullptr ? std::strchr(wanted, ':') : nullptr;
  if (colon == nullptr || std::strcmp(colon + 1, point) != 0) return;
  const std::string action(wanted, static_cast<size_t>(colon - wanted));
  if (action == "segv") raise(SIGSEGV);
  if (action == "abort") std::abort();
  if (action == "throw") throw std::runtime_error("a test hook");
  if (action == "overflow") overflow(0);
  while (action == "hang") pause();
}

}  // namespace hfilter
