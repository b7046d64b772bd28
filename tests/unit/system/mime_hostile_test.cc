// SPDX-License-Identifier: BSD-2-Clause
//
// Hostile messages through the real, contained readers, each in a process of its own: time and memory of it and of its
// children.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

#include "facts/bounce.h"
#include "facts/returned_message.h"
#include "system/mime_probe.h"
#include "unit/hostile_mail.h"

namespace hfilter {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__OPTIMIZE__) == 0
constexpr bool kSlow = true;
#else
constexpr bool kSlow = false;
#endif

void read_all(const std::string& bytes) {
  const size_t end = Message::header_end(bytes);
  const Message message(bytes.substr(0, end), std::make_unique<MemoryBody>(bytes.substr(end)));
  ContainedMimeProbe probe;
  MimeContent content(message, probe);
  content.oddness();
  content.attachments();
  content.text();
  judge_bounce(message, true, content);
  returned_header(content);
}

long resident_kib() {
  long pages = 0, resident = 0;
  FILE* file = fopen("/proc/self/statm", "re");
  if (!file || fscanf(file, "%ld %ld", &pages, &resident) != 2) resident = 0;
  if (file) fclose(file);
  return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

TEST(MimeHostile, EndsInTimeAndSpace) {
  for (const HostileMail& mail : hostile_mails()) {
    const long before_kib = resident_kib();
    const pid_t pid = fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) {
      read_all(mail.bytes);
      _exit(0);
    }
    int status = 0;
    rusage use{};
    ASSERT_EQ(wait4(pid, &status, 0, &use), pid);
    EXPECT_EQ(status, 0) << mail.name;
    const double ms = 1e3 * static_cast<double>(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
                      1e-3 * static_cast<double>(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
    const long kib = use.ru_maxrss - before_kib - static_cast<long>(mail.bytes.size() / 1024);  // its own copy of the body
    printf("  %-64s %6.1f ms %6ld KiB\n", mail.name, ms, kib);
    if (kSlow) continue;
    EXPECT_LT(ms, 100) << mail.name;
    EXPECT_LT(kib, 64 * 1024) << mail.name;
  }
}

}  // namespace
}  // namespace hfilter
