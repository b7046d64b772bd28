// SPDX-License-Identifier: BSD-2-Clause
// usage: rules      what rules and lists cost above an empty file, in one process: parse, judge, look up; and parse
// time against length. The goals stand beside the figures; a cost that grows faster than the length is a failure.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "unit/rules/rule_fixture.h"

using namespace hfilter;

namespace {

/// CPU time, the best of many: the machine has other work, too.
double best_ms(const std::function<void()>& work, int rounds = 31) {
  double best = 1e12;
  for (int i = 0; i < rounds; ++i) {
    timespec start{}, end{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    work();
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    best = std::min(best, (end.tv_sec - start.tv_sec) * 1e3 + (end.tv_nsec - start.tv_nsec) / 1e6);
  }
  return best;
}

int failures = 0;

void print(const char* what, double ms, double goal_ms) {
  const bool met = ms <= goal_ms;
  failures += met ? 0 : 1;
  std::printf("%-58s %8.3f ms   goal %.2f   %s\n", what, ms, goal_ms, met ? "met" : "MISSED");
}

std::string message() {
  return postfix_line("hewgill.com", "unknown", "200.150.100.50") + "From: bob@example.com\nSubject: your document\n";
}

constexpr char kMine[] = "hfilter 1\nmydomains hewgill.net\nmynetworks 192.0.2.0/24\n";

/// As people write them: half of the fields are there, some patterns are long.
std::string regex_rules(int count) {
  std::string text = kMine;
  for (int i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    text += i % 2 == 0 ? "match header \"X-Thing-" + n + "\" matches /^(thing|other)[0-9]+-" + n + "$/ then score 1\n"
                       : "match mailing-list and subject matches /(cheap|buy) (pills|now) " + n + "/ then score 1\n";
  }
  return text + "match subject matches /^(re: )?(invoice|details)$/ then score 1\n";
}

/// As people write them: eight kinds, each with a number of its own.
std::string many_rules(int count) {
  const char* kinds[] = {
      "own-%: match helo is \"host-%.example\" then junk \"said our name\"\n",
      "match helo is bare-ip, unqualified, localhost then score 3\n",
      "list-%: match list-id is \"list-%.example.org\" then deliver \"Lists/%\"\n",
      "match subject contains \"word-%\" and stranger then score 2, tag t%\n",
      "net-%: match client in 198.51.100.0/24 unless encrypted then junk\n",
      "match header \"X-Thing-%\" matches /^thing[0-9]+ %$/ then score 1\n",
      "from-%: match sender domain in (a%.example, b%.example) then tag known\n",
      "match message size 15K..45K and hops > 3 then score 1\n",
  };
  std::string text = kMine;
  for (int i = 0; i < count; ++i) {
    for (const char* c = kinds[static_cast<size_t>(i) % std::size(kinds)]; *c != '\0'; ++c) {
      if (*c == '%') {
        text += std::to_string(i);
      } else {
        text += *c;
      }
    }
  }
  return text;
}

double parse_ms(const std::string& rules) {
  RuleFixture f;
  return best_ms([&] { f.load(rules); });
}

double judge_ms(const std::string& rules, const std::function<void(RuleFixture&)>& prepare = {}) {
  return best_ms([&] {
    RuleFixture f;
    if (prepare) prepare(f);
    f.load(rules);
    f.judge(message());
  });
}

std::string names(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "name-" + std::to_string(100'000 + i) + ".example\n";
  return text;
}

std::string networks(int count) {
  std::vector<std::string> lines;
  for (int i = 0; i < count; ++i) {
    lines.push_back("10." + std::to_string(i / 256 % 256) + "." + std::to_string(i % 256) + "." +
                    std::to_string(i / 65'536) + "\n");
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

/// One look-up that finds nothing, without reading the file itself.
double lookup_ms(ListKind kind, const std::string& text) {
  FakeListFile file("/l", &text);
  List list(kind, "l");
  list.add_file(&file);
  const Hostname name("mail.name-150000x.example");
  const IpAddress address = *IpAddress::parse("200.150.100.50");
  return best_ms([&] {
    if (kind == ListKind::kNetworks) {
      list.contains_address(address);
    } else {
      list.contains_name(name);
    }
  });
}

void growth() {
  const double small = parse_ms(many_rules(1'000));
  const double large = parse_ms(many_rules(8'000));
  const bool linear = large <= small * 8 * 2;
  failures += linear ? 0 : 1;
  std::printf("%-58s %8.3f ms and %.3f ms   %s\n", "parse 1,000 and 8,000 rules", small, large,
              linear ? "linear" : "NOT LINEAR");
}

}  // namespace

int main() {
  const double empty = judge_ms(kMine);
  std::printf("%-58s %8.3f ms\n", "three lines, parsed and judged", empty);
  print("20 regex rules, typical", judge_ms(regex_rules(20)) - empty, 0.2);
  print("1,000 rules, parsed", parse_ms(many_rules(1'000)), 1);
  print("1,000 rules, parsed and judged", judge_ms(many_rules(1'000)) - empty, 3);
  print("10,000 domains, plain: one look-up", lookup_ms(ListKind::kDomains, names(10'000)), 0.3);
  print("100,000 domains, sorted: one look-up", lookup_ms(ListKind::kDomains, "# sorted\n" + names(100'000)), 0.2);
  print("100,000 networks, sorted: one look-up", lookup_ms(ListKind::kNetworks, "# sorted\n" + networks(100'000)), 0.2);
  std::printf("%-58s %8.3f ms\n", "100,000 domains, plain: one look-up", lookup_ms(ListKind::kDomains, names(100'000)));
  std::printf("%-58s %8.3f ms\n", "100,000 networks, plain: one look-up",
              lookup_ms(ListKind::kNetworks, networks(100'000)));
  growth();
  return failures == 0 ? 0 : 1;
}
