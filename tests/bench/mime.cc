// SPDX-License-Identifier: BSD-2-Clause
// What attachments cost above a message whose rules ask for none: a fresh contained child each time, as in delivery.
// Goals: 100 KB 1 ms, with an archive 4 ms; 10 MB 50 ms; hostile 100 ms.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "base/escape.h"
#include "mime/mime_content.h"
#include "system/child/contained_mime_probe.h"
#include "unit/hostile_mail.h"

using namespace hfilter;

namespace {

double cpu_ms() {
  double ms = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage use{};
    getrusage(who, &use);
    ms += 1e3 * static_cast<double>(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
          1e-3 * static_cast<double>(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
  }
  return ms;
}

double wall_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return 1e-3 * static_cast<double>(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

std::string lines(const std::string& text) {
  std::string out;
  for (size_t at = 0; at < text.size(); at += 76) out += text.substr(at, 76) + "\n";
  return out;
}

std::string mail(const std::string& type, const std::string& name, const std::string& bytes) {
  return "From: a@example.com\nContent-Type: multipart/mixed; boundary=\"=_x\"\n\n--=_x\nContent-Type: "
         "text/plain\n\nHello.\n--=_x\nContent-Type: " +
         type + "; name=\"" + name + "\"\nContent-Transfer-Encoding: base64\n\n" + lines(base64(bytes)) + "--=_x--\n";
}

/// A zip of one stored file.
std::string zip(const std::string& name, size_t size) {
  const auto number = [](size_t value, int octets) {
    std::string out;
    for (int i = 0; i < octets; ++i, value >>= 8) out.push_back(static_cast<char>(value & 0xFF));
    return out;
  };
  const std::string common = number(0, 2) + number(0, 2) + number(0, 8) + number(size, 4) + number(size, 4) +
                             number(name.size(), 2) + number(0, 2);
  const std::string local = "PK\x03\x04" + number(20, 2) + common + name + std::string(size, 'x');
  const std::string central = "PK\x01\x02" + number(20, 2) + number(20, 2) + common + number(0, 14) + name;
  return local + central + "PK\x05\x06" + number(0, 4) + number(1, 2) + number(1, 2) + number(central.size(), 4) +
         number(local.size(), 4) + number(0, 2);
}

/// The goal is one of CPU, which a busy machine leaves as it is. 0: none.
void measure(const char* name, const std::string& bytes, int rounds, double goal_ms) {
  const size_t end = Message::header_end(bytes);
  std::vector<double> wall, cpu;
  size_t found = 0;
  for (int i = 0; i < rounds; ++i) {
    const Message message(bytes.substr(0, end), std::make_unique<MemoryBody>(bytes.substr(end)));
    const double cpu_start = cpu_ms(), wall_start = wall_ms();
    {
      ContainedMimeProbe probe;
      MimeContent content(message, probe);
      const auto& attachments = content.attachments();
      if (attachments.has_value()) found = attachments->size();
    }
    wall.push_back(wall_ms() - wall_start);
    cpu.push_back(cpu_ms() - cpu_start);
  }
  std::sort(wall.begin(), wall.end());
  std::sort(cpu.begin(), cpu.end());
  const size_t half = wall.size() / 2;
  printf("%-64s %8.2f ms  %8.2f ms cpu  %zu attachments", name, wall[half], cpu[half], found);
  if (goal_ms > 0) printf("   goal %.0f ms: %s", goal_ms, cpu[half] <= goal_ms ? "met" : "MISSED");
  printf("\n");
}

}  // namespace

int main() {
  std::string program("MZ\x90\0", 4);
  program.resize(75'000, 'p');
  measure("2 KB, plain text", "From: a@example.com\nContent-Type: text/plain\n\n" + lines(std::string(2'000, 'x')), 101,
          0);
  measure("100 KB, a program", mail("application/octet-stream", "x.exe", program), 101, 1);
  measure("100 KB, a zip", mail("application/zip", "x.zip", zip("x.exe", 75'000)), 101, 4);
  measure("10 MB, a document", mail("application/pdf", "x.pdf", "%PDF-1.4" + std::string(7'500'000, 'x')), 21, 50);
  measure("10 MB, a zip", mail("application/zip", "x.zip", zip("x.exe", 7'500'000)), 21, 50);
  for (const HostileMail& hostile : hostile_mails()) measure(hostile.name, hostile.make(), 5, 100);
  return 0;
}
