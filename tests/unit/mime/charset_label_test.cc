// SPDX-License-Identifier: BSD-2-Clause
#include "mime/charset_label.h"

#include <gtest/gtest.h>

namespace hfilter {
namespace {

TEST(CharsetLabel, NamesTheSet) {
  const struct {
    const char* label;
    const char* want;
  } rows[] = {
      {"utf-8", "utf-8"},
      {"UTF8", "utf-8"},
      {"unicode-1-1-utf-8", "utf-8"},
      {" us-ascii ", "us-ascii"},
      {"ISO-8859-1", "windows-1252"},
      {"latin1", "windows-1252"},
      {"iso-8859-8-i", "iso-8859-8"},
      {"iso-8859-9", "windows-1254"},
      {"ks_c_5601-1989", "euc-kr"},
      {"ks_c_5601-1987", "euc-kr"},
      {"windows-949", "euc-kr"},
      {"x-sjis", "shift_jis"},
      {"Windows-31J", "shift_jis"},
      {"gb2312", "gb18030"},
      {"x-user-defined", "x-user-defined"},
      {"cp866", "ibm866"},
      {"l1", "windows-1252"},
      {"", ""},
      {" ", ""},
      {"x-foo", ""},
      {"utf", ""},
      {"utf-8 utf8", ""},
      {"iso", ""},
  };
  for (const auto& row : rows) EXPECT_EQ(charset_name(row.label), row.want) << row.label;
}

TEST(CharsetLabel, MostSetsContainAscii) {
  EXPECT_TRUE(contains_ascii("windows-1252"));
  EXPECT_TRUE(contains_ascii("shift_jis"));
  EXPECT_TRUE(contains_ascii("")) << "an unknown set is searched as ASCII";
  for (const char* label : {"utf-16", "unicode", "ucs-2", "utf-7", "hz-gb-2312"}) {
    EXPECT_FALSE(contains_ascii(charset_name(label))) << label;
  }
}

}  // namespace
}  // namespace hfilter
