// SPDX-License-Identifier: BSD-2-Clause
// The names in zip and rar archives, as our own readers of headers see them.
#include <gtest/gtest.h>

#include <string>

#include "archive/rar_names.h"
#include "archive/zip_names.h"
#include "unit/archives.h"

namespace hfilter {
namespace {

std::string central(const std::string& bytes) {
  std::string out;
  for_each_central_name(bytes, [&](std::string_view name, bool encrypted) {
    out += std::string(name) + (encrypted ? "* " : " ");
    return true;
  });
  return out;
}

std::string local(const std::string& bytes) {
  std::string out;
  for_each_local_name(bytes, [&](std::string_view name, bool encrypted) {
    out += std::string(name) + (encrypted ? "* " : " ");
    return true;
  });
  return out;
}

std::string rar(const std::string& bytes) {
  std::string out;
  const RarEnd end = for_each_rar_name(bytes, [&](std::string_view name, bool encrypted) {
    out += std::string(name) + (encrypted ? "* " : " ");
    return true;
  });
  constexpr const char* kEnds[] = {"no rar", "whole", "encrypted", "broken"};
  return out + kEnds[static_cast<int>(end)];
}

struct Row {
  const char* name;
  std::string bytes;
  const char* central;
  const char* local;
};

TEST(ZipNames, OfBothLists) {
  const std::string two = zip({{"a", "b", "1", 0}, {"c", "c", "2", 1}});
  const Row rows[] = {
      {"two names for one file", two, "b c* ", "a c* "},
      {"a file that the list does not know", zip({{"a", "a", "1", 0}, {"x.exe", "", "2", 0}}), "a ", "a x.exe "},
      {"sizes behind the data", zip({{"a", "a", "1", 8}, {"x.exe", "", "2", 8}, {"c", "c", "", 8}}), "a c ",
       "a x.exe c "},
      {"a header within the data is none", zip({{"a", "a", "PK\x03\x04" + std::string(40, '\0'), 8}}), "a ", "a "},
      {"a mark of spanning before", "PK00" + zip_of("x.exe"), "x.exe ", "x.exe "},
      {"cut off", two.substr(0, 40), "", "a "},
      {"the list alone", two.substr(two.find("PK\x01\x02")), "b c* ", ""},
      {"a length beyond the end", std::string(two).replace(18, 4, "\xff\xff\xff\xff"), "b c* ", "a "},
      {"nothing", "", "", ""},
      {"PK", "PK", "", ""},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(central(row.bytes), row.central) << row.name;
    EXPECT_EQ(local(row.bytes), row.local) << row.name;
  }
}

TEST(ZipNames, StopsWhenTheCallerReturnsFalse) {
  const std::string two = zip({{"a", "a", "1", 0}, {"b", "b", "2", 0}});
  int taken = 0;
  const TakeZipName once = [&](std::string_view, bool) { return ++taken < 1; };
  for_each_central_name(two, once);
  for_each_local_name(two, once);
  EXPECT_EQ(taken, 2);
}

struct RarRow {
  const char* name;
  std::string bytes;
  const char* want;
};

TEST(RarNames, Rows) {
  const std::string four = rar4(rar4_file("a", "1") + rar4_file("b", "22", 4));
  const std::string five = rar5(rar5_file({"a", "1"}) + rar5_file({"b", "22", true}));
  const RarRow rows[] = {
      {"4", four, "a b* whole"},
      {"5", five, "a b* whole"},
      {"4, in Unicode", rar4(rar4_file(std::string("?.exe\0\x04\x40?.ex\0e", 14), "", 0x200)), "\xd0\xbf.exe whole"},
      {"4, in Unicode, with a run", rar4(rar4_file(std::string("?.exe\0\x04\x70?\x02", 10), "", 0x200)),
       "\xd0\xbf.exe whole"},
      {"4, in UTF-8", rar4(rar4_file("\xd0\xbf.exe", "", 0x200)), "\xd0\xbf.exe whole"},
      {"4, cut off within data", rar4(rar4_file("a", "12345")).substr(0, 55), "a broken"},
      {"4, without its last block", four.substr(0, four.size() - 7), "a b* whole"},
      {"5, cut off within a header", five.substr(0, 20), "broken"},
      {"5, without its last block", five.substr(0, five.size() - 8), "a b* whole"},
      {"5, names encrypted", rar5_encrypted_headers(), "encrypted"},
      {"4, a block of length 0", std::string("Rar!\x1a\x07\0", 7) + std::string(20, '\0'), "broken"},
      {"5, a block of length 0", std::string("Rar!\x1a\x07\x01\0", 8) + std::string(20, '\0'), "broken"},
      {"5, a number without end", std::string("Rar!\x1a\x07\x01\0", 8) + std::string(30, '\xff'), "broken"},
      {"none", "Rar!", "no rar"},
  };
  for (const RarRow& row : rows) EXPECT_EQ(rar(row.bytes), row.want) << row.name;
}

}  // namespace
}  // namespace hfilter
