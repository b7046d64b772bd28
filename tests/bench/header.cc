// SPDX-License-Identifier: BSD-2-Clause
// What 4 MiB of one header field cost, whatever a sender repeats in it: half of it and all of it, so that what is not
// linear shows, and beside them the control, one copy in lower case. Goal: 100 ms.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "address/mail_address.h"
#include "base/limits.h"
#include "base/mail_date.h"
#include "base/text.h"
#include "mime/encoded_word.h"
#include "mime/mime_field.h"

using namespace hfilter;

namespace {

struct Reader {
  const char* name;
  size_t (*read)(const std::string& value);
};

const Reader kReaders[] = {
    {"control", [](const std::string& value) { return lower(value).size(); }},
    {"addresses", [](const std::string& value) { return parse_address_list(value).addresses.size(); }},
    {"path", [](const std::string& value) { return parse_path(value).text.size(); }},
    {"text", [](const std::string& value) { return decode_words(unfold(value)).text.size(); }},
    {"type", [](const std::string& value) { return parse_content_type(value).parameters.size(); }},
    {"date", [](const std::string& value) { return parse_mail_date(unfold(value)) ? size_t{1} : size_t{0}; }},
};

struct Unit {
  const char* name;
  std::string begin;
  std::string repeat;
};

const Unit kUnits[] = {
    {"one huge domain", "a@", "x"},
    {"labels", "a@", "x."},
    {"8-bit labels", "a@", "\xc3\xbc."},
    {"@", "", "@"},
    {"a@", "", "a@"},
    {"addresses", "", "a@example.com,"},
    {"addresses without commas", "", "a@example.com "},
    {"addresses in angles", "", "<a@example.com>"},
    {"\"", "", "\""},
    {"\"\\", "", "\"\\"},
    {"\"a\"", "", "\"a\""},
    {"\"\".", "", "\"\"."},
    {"<", "", "<"},
    {"(", "", "("},
    {"()", "", "()"},
    {"[", "", "["},
    {":", "", ":"},
    {";", "", ";"},
    {",", "", ","},
    {"blanks", "a", " "},
    {"folds", "a", "\r\n "},
    {"words", "", "=?utf-8?q?a?= "},
    {"words in base64", "", "=?utf-8?b?YQ==?= "},
    {"one huge word", "=?utf-8?q?", "a"},
    {"=?", "", "=?"},
    {"=?a?q?", "", "=?a?q?"},
    {"?=", "", "?="},
    {"parameters", "a/b", ";n=1"},
    {"pieces of a parameter", "a/b", ";n*1*=1"},
};

double best_ms(const Reader& reader, const std::string& value) {
  double best = 1e9;
  for (int i = 0; i < 3; ++i) {
    const auto began = std::chrono::steady_clock::now();
    volatile size_t sink = reader.read(value);
    static_cast<void>(sink);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    best = std::min(best, took.count());
  }
  return best;
}

std::string repeated_to(const Unit& unit, size_t size) {
  std::string out = unit.begin;
  while (out.size() < size) out += unit.repeat;
  return out;
}

}  // namespace

int main() {
  std::printf("%-28s", "4 MiB of ms (x half)");
  for (const Reader& reader : kReaders) std::printf(" %16s", reader.name);
  std::printf("\n");
  double slowest = 0;
  for (const Unit& unit : kUnits) {
    const std::string half = repeated_to(unit, kMaxHeaderBytes / 2), whole = repeated_to(unit, kMaxHeaderBytes);
    std::printf("%-28s", unit.name);
    for (const Reader& reader : kReaders) {
      const double some = best_ms(reader, half), all = best_ms(reader, whole);
      std::printf(" %8.1f (x%4.1f)", all, all / std::max(some, 0.001));
      slowest = std::max(slowest, all);
    }
    std::printf("\n");
  }
  std::printf("slowest: %.1f ms (limit 100)\n", slowest);
  return 0;
}
