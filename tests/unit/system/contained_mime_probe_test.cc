// SPDX-License-Identifier: BSD-2-Clause
#include "system/child/contained_mime_probe.h"
#include "mime/mime_probe.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <string>

#include "base/limits.h"

namespace hfilter {
namespace {

/// Stops all children of this process, so that none answers.
int stop_children() {
  std::ifstream children("/proc/self/task/" + std::to_string(getpid()) + "/children");
  int count = 0;
  for (pid_t pid; children >> pid; ++count) kill(pid, SIGSTOP);
  return count;
}

TEST(MimeProbe, TimeIsBounded) {
  ContainedMimeProbe probe;
  ASSERT_TRUE(probe.to_utf8("iso-8859-15", "\xa4", kChildTimeoutMs).ok());
  if (stop_children() == 0) GTEST_SKIP() << "procfs: no list of children";
  const auto began = std::chrono::steady_clock::now();
  const Result<std::string> late = probe.to_utf8("iso-8859-15", "\xa4", kChildTimeoutMs);
  const auto took = std::chrono::steady_clock::now() - began;
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().kind, ErrorKind::kTimeout);
  EXPECT_GE(took, std::chrono::milliseconds(kChildTimeoutMs - 100));
  EXPECT_LT(took, std::chrono::milliseconds(2 * kChildTimeoutMs));
  EXPECT_TRUE(probe.to_utf8("iso-8859-15", "\xa4", kChildTimeoutMs).ok()) << "the next request gets another child";
}

// What the children use counts, while they live and when they have ended.
TEST(MimeProbe, CountsTheTimeOfItsChildren) {
  ContainedMimeProbe probe;
  const int64_t before = probe.used_us();
  std::string text;
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(probe.to_utf8("koi8-r", std::string(size_t{1} << 20, '\xd0'), kChildTimeoutMs).ok());
  }
  timespec own{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
  const int64_t own_us = int64_t{own.tv_sec} * 1'000'000 + own.tv_nsec / 1'000;
  const int64_t living = probe.used_us() - own_us;
  EXPECT_GT(living, 10'000) << "20 MiB take longer than 10 ms";
  probe.stop();
  EXPECT_GE(probe.used_us() - own_us, living);
  EXPECT_GT(probe.used_us(), before);
}

}  // namespace
}  // namespace hfilter
