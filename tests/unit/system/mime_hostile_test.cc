// SPDX-License-Identifier: BSD-2-Clause
//
// Hostile messages through the real, contained readers, each in a program of its own: time and peak memory of it and of
// its children. Time is measured in passes of a plain reader on the same machine, so that a slow machine does not fail.
#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "bounce/bounce.h"
#include "bounce/returned_message.h"
#include "system/child/contained_mime_probe.h"
#include "unit/hostile_mail.h"

namespace hfilter {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__OPTIMIZE__) == 0
constexpr bool kSlow = true;
#else
constexpr bool kSlow = false;
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kShadowMemory = true;
#else
constexpr bool kShadowMemory = false;
#endif

/// The archive reader ends by the clock, whatever the machine does in that time.
constexpr double kArchiveMs = kMaxArchiveMs;
/// The costliest message, a million tiny parts, needs 2.3 passes.
constexpr double kMostPasses = 6;

void read_all(std::string bytes) {
  const size_t end = Message::header_end(bytes);
  std::string header = bytes.substr(0, end);
  bytes.erase(0, end);  // nothing is held twice
  const Message message(std::move(header), std::make_unique<MemoryBody>(std::move(bytes)));
  ContainedMimeProbe probe;
  MimeContent content(message, probe);
  content.oddness();
  content.attachments();
  content.text();
  judge_bounce(message, true, content);
  returned_header(content);
}

struct Cost {
  double ms = 0;
  double pass_ms = 0;  // of one plain pass
  size_t bytes = 0;    // of the message
  long own_kib = 0;    // the most that the process held
  long child_kib = 0;  // the most that one of its contained readers held, with what it shares with the process
};

double spent_ms(int who) {
  rusage use{};
  getrusage(who, &use);
  return 1e3 * static_cast<double>(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
         1e-3 * static_cast<double>(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
}

/// Returns the processor time of a plain reader that copies each of two million short lines and looks it up in a map.
/// The median of three passes counts.
double plain_pass_ms() {
  const std::string text = repeated("--x\n\nab\n\n", 500'000);
  const std::map<std::string, int, std::less<>> boundaries = {{"--b", 1}, {"--c", 2}, {"--y", 3}};
  std::array<double, 3> passes{};
  size_t found = 0;
  for (double& ms : passes) {
    const double before = spent_ms(RUSAGE_SELF);
    std::string line;
    for (size_t begin = 0, end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
      line.assign(text, begin, end - begin);
      found += boundaries.count(line);
    }
    ms = spent_ms(RUSAGE_SELF) - before;
  }
  EXPECT_EQ(found, 0U);
  std::sort(passes.begin(), passes.end());
  return passes[1];
}

/// Of this program since its exec: ru_maxrss would count what the process was before.
long peak_kib() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.rfind("VmHWM:", 0) == 0) return std::atol(line.c_str() + 6);
  }
  return -1;
}

// One message, in a process of its own that EndsInTimeAndSpace starts: what it reports is nobody else's.
TEST(MimeHostile, DISABLED_OneMessage) {
  const char* number = getenv("HFILTER_HOSTILE_MAIL");
  ASSERT_NE(number, nullptr);
  const double pass_ms = plain_pass_ms();
  std::string bytes = hostile_mails().at(std::stoul(number)).make();
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";  // the peak of making all the messages is not the reader's
  const size_t size = bytes.size();
  const double before = spent_ms(RUSAGE_SELF);
  read_all(std::move(bytes));
  rusage children{};
  getrusage(RUSAGE_CHILDREN, &children);
  printf("cost %f %f %ld %ld %zu\n", spent_ms(RUSAGE_SELF) - before + spent_ms(RUSAGE_CHILDREN), pass_ms, peak_kib(),
         children.ru_maxrss, size);
}

std::optional<Cost> cost_of(size_t number) {
  char self[4096];
  const ssize_t size = readlink("/proc/self/exe", self, sizeof self);
  if (size <= 0) return std::nullopt;
  const std::string command = "HFILTER_HOSTILE_MAIL=" + std::to_string(number) + " '" +
                              std::string(self, static_cast<size_t>(size)) +
                              "' --gtest_also_run_disabled_tests --gtest_filter=MimeHostile.DISABLED_OneMessage";
  FILE* pipe = popen(command.c_str(), "re");
  if (!pipe) return std::nullopt;
  std::optional<Cost> cost;
  char line[1024];
  while (fgets(line, sizeof line, pipe)) {
    Cost got;
    if (sscanf(line, "cost %lf %lf %ld %ld %zu", &got.ms, &got.pass_ms, &got.own_kib, &got.child_kib, &got.bytes) ==
        5) {
      cost = got;
    }
  }
  return pclose(pipe) == 0 ? cost : std::nullopt;
}

TEST(MimeHostile, EndsInTimeAndSpace) {
  const std::vector<HostileMail> mails = hostile_mails();
  for (size_t i = 0; i < mails.size(); ++i) {
    const std::optional<Cost> cost = cost_of(i);
    ASSERT_TRUE(cost) << mails[i].name;
    printf("  %-64s %6.1f ms, %4.1f passes, %6ld KiB, its readers %6ld KiB\n", mails[i].name, cost->ms,
           cost->ms / cost->pass_ms, cost->own_kib, cost->child_kib);
    // Absolute, with the message itself, which the program would keep in a file beyond 1 MiB.
    EXPECT_GT(cost->own_kib, static_cast<long>(cost->bytes / 1024)) << mails[i].name;
    if (!kShadowMemory) {
      EXPECT_LE(cost->own_kib, 64 * 1024) << mails[i].name;
      EXPECT_LE(cost->child_kib, 64 * 1024) << mails[i].name;
    }
    if (!kSlow) {
      EXPECT_LT(cost->ms, kArchiveMs + kMostPasses * cost->pass_ms) << mails[i].name;
    }
  }
}

}  // namespace
}  // namespace hfilter
