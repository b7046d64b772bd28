// SPDX-License-Identifier: BSD-2-Clause
// usage: trace [CORPUS]      time per Received line over an unpacked corpus (default $HFILTER_BUILD/corpus,
// build/corpus), and time against length for each unit that a sender can repeat. A cost that grows faster than the
// length is a failure.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "probes/clock.h"
#include "trace/border.h"
#include "trace/received_parser.h"
#include "trace/relay_chain.h"

using namespace hfilter;

namespace {

using Clock = std::chrono::steady_clock;

double microseconds(Clock::time_point since) {
  return std::chrono::duration<double, std::micro>(Clock::now() - since).count();
}

/// The best of three: the machine has other work, too.
double parse_us(const std::string& line) {
  double best = 1e12;
  for (int round = 0; round < 3; ++round) {
    const auto start = Clock::now();
    parse_received(line, 1);
    best = std::min(best, microseconds(start));
  }
  return best;
}

std::vector<std::string> lines_below(const std::string& directory) {
  std::vector<std::string> lines;
  std::error_code error;
  for (const auto& file : std::filesystem::recursive_directory_iterator(directory, error)) {
    if (file.path().extension() != ".eml") continue;
    std::ifstream in(file.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    const std::string bytes = text.str();
    const size_t end = std::min(Message::header_end(bytes), bytes.size());
    const Message message(bytes.substr(0, end), std::make_unique<MemoryBody>(""));
    const RelayChain chain(message);
    for (int n = 1; n <= chain.size(); ++n) lines.emplace_back(message.fields()[chain.field_index(n)].value);
  }
  return lines;
}

void bench_corpus(const std::string& directory) {
  const std::vector<std::string> lines = lines_below(directory);
  if (lines.empty()) {
    std::printf("no mail below %s: run make check-trace with HFILTER_DATA first\n", directory.c_str());
    return;
  }
  double best = 1e12;
  for (int round = 0; round < 5; ++round) {
    const auto start = Clock::now();
    for (const std::string& line : lines) parse_received(line, 1);
    best = std::min(best, microseconds(start));
  }
  std::printf("%zu Received lines: %.2f us each\n", lines.size(), best / static_cast<double>(lines.size()));
}

struct Unit {
  const char* name;
  std::string before, unit, after;
};

const std::string kTail = ")\n\tby mx.example.com (Postfix) with ESMTP id 1; Tue, 4 Mar 2025 10:11:12 +0000";

std::vector<Unit> units() {
  const std::string from = "from a.example (b.example [192.0.2.1]";
  std::vector<Unit> all;
  for (const char* unit : {"]) (AUTH: LOGIN x, ",
                           "(",
                           ")",
                           "<",
                           ">",
                           "\"",
                           "\\",
                           "[",
                           "]",
                           ";",
                           "()",
                           "<>",
                           "\"\"",
                           "([",
                           " by ",
                           " with ",
                           " from ",
                           " id ",
                           " for ",
                           " via ",
                           "\n\tby ",
                           "\n ",
                           "\n by x; Tue, 4 Mar 2025 10:11:12 +0000",
                           "\r",
                           "x",
                           "@",
                           "=",
                           "(envelope-from <",
                           "; Tue, 4 Mar 2025 10:11:12 +0000",
                           "helo=",
                           " ident=",
                           "(HELO x) ",
                           "[192.0.2.1] ",
                           "(x [192.0.2.1]) ",
                           "\"EHLO ",
                           "claiming to be \"",
                           "),",
                           "(a (b",
                           "1:",
                           "::",
                           "8."}) {
    all.push_back({unit, from, unit, kTail});               // where the client speaks
    all.push_back({unit, from + kTail + "\n ", unit, ""});  // behind the date
    all.push_back({unit, "", unit, ""});                    // nothing else
    all.push_back({unit, "from ", unit, "\n\tby x (Haraka/3) with ESMTP id 1\n\t; x"});
  }
  return all;
}

std::string repeated(const Unit& unit, size_t bytes) {
  std::string line = unit.before;
  while (line.size() < bytes) line += unit.unit;
  return line + unit.after;
}

std::string shown(const std::string& text) {
  std::string out;
  for (char c : text) out += c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '\r' ? "\\r" : std::string(1, c);
  return out;
}

/// False if some unit costs more than linear, or too much at the largest header.
bool bench_units() {
  constexpr size_t kSmall = size_t{512} << 10, kLarge = size_t{4} << 20;
  bool good = true;
  double slowest = 0;
  std::printf("%-44s %10s %10s   (worst of four places, ms)\n", "unit, repeated", "512 KiB", "4 MiB");
  const std::vector<Unit> all = units();
  for (size_t i = 0; i < all.size(); i += 4) {
    double small = 0, large = 0;
    bool linear = true;
    for (size_t place = i; place < i + 4; ++place) {
      const double a = parse_us(repeated(all[place], kSmall)) / 1000;
      const double b = parse_us(repeated(all[place], kLarge)) / 1000;
      small = std::max(small, a);
      large = std::max(large, b);
      linear = linear && (b < 5 || b < 24 * a);  // eight times the length; below 5 ms the clock is too coarse
    }
    slowest = std::max(slowest, large);
    const bool fine = linear && large < 100;
    good = good && fine;
    std::printf("%-44s %10.2f %10.2f%s\n", shown(all[i].unit).c_str(), small, large, fine ? "" : "   TOO SLOW");
  }
  std::printf("slowest 4 MiB header: %.1f ms (limit 100)\n", slowest);
  return good;
}

void bench_walk() {
  std::string header;
  for (int i = 0; i < 10'000; ++i) {
    header +=
        "Received: from a.example (unknown [192.0.2.7])\n\tby mx.example.com (Postfix) with ESMTP id 1; Tue, 4 Mar "
        "2025 10:11:12 "
        "+0000\n";
  }
  TrustLists trust;
  trust.mynetworks.add_entry(*parse_list_entry(ListKind::kNetworks, "192.0.2.0/24"), "");
  const Message message(header + "\n", std::make_unique<MemoryBody>(""));
  const auto start = Clock::now();
  const RelayChain chain(message);
  const Border border = find_border(chain, trust);
  std::printf("10,000 lines that are all mine: %.1f ms, border %s\n", microseconds(start) / 1000,
              border_state_name(border.state));
}

}  // namespace

int main(int argc, char** argv) {
  const char* build = std::getenv("HFILTER_BUILD");
  bench_corpus(argc > 1 ? argv[1] : std::string(build ? build : "build") + "/corpus");
  bench_walk();
  return bench_units() ? 0 : 1;
}
