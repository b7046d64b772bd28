// SPDX-License-Identifier: BSD-2-Clause
#include "mime/uuencode.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/limits.h"

namespace hfilter {
namespace {

std::string found(const std::string& text, size_t step = std::string::npos) {
  UuencodeFinder finder;
  for (size_t at = 0; at < text.size(); at += std::min(step, text.size())) finder.feed(text.substr(at, step));
  std::string out;
  for (const UuencodedFile& file : finder.finish()) out += file.name + "=" + std::to_string(file.size) + " ";
  return out;
}

TEST(Uuencode, Files) {
  const struct {
    const char *name, *text, *want;
  } rows[] = {
      {"one", "Hi\nbegin 644 x.exe\n#35J0\n`\nend\nBye\n", "x.exe=3 "},
      {"CRLF", "begin 0755 x.exe\r\n#35J0\r\n`\r\nend\r\n", "x.exe=3 "},
      {"blanks in the name", "begin 644 my file.exe \n#35J0\n", "my file.exe=3 "},
      {"two", "begin 644 a\n#35J0\nend\nbegin 644 b\n#35J0\n#35J0\nend\n", "a=3 b=6 "},
      {"without end", "begin 644 x.exe\n#35J0", "x.exe=3 "},
      {"no data", "begin 644 x.exe\n\nend\n", ""},
      {"prose", "begin 644 x.exe\nis what it says\n", ""},
      {"not at the start of a line", " begin 644 x.exe\n#35J0\n", ""},
      {"quoted", "> begin 644 x.exe\n> #35J0\n", ""},
      {"no mode", "begin x.exe\n#35J0\n", ""},
      {"a mode that is none", "begin 698 x.exe\n#35J0\n", ""},
      {"no name", "begin 644 \n#35J0\n", ""},
      {"what stands behind is no part of it", "begin 644 a\n#35J0\nend\n#35J0\n", "a=3 "},
      {"nothing", "", ""},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(found(row.text), row.want) << row.name;
    EXPECT_EQ(found(row.text, 1), row.want) << row.name << ", an octet at a time";
  }
}

TEST(Uuencode, FilesAndLinesAreBounded) {
  std::string many;
  for (size_t i = 0; i < kMaxUuencodedFiles + 5; ++i) many += "begin 644 x\n#35J0\nend\n";
  UuencodeFinder finder;
  finder.feed(many);
  EXPECT_EQ(finder.finish().size(), kMaxUuencodedFiles);
  EXPECT_EQ(found("begin 644 " + std::string(1'000'000, 'x') + "\n#35J0\n"),
            std::string(kMaxUuencodedLineBytes - 10, 'x') + "=3 ");
}

}  // namespace
}  // namespace hfilter
