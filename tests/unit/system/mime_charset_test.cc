// SPDX-License-Identifier: BSD-2-Clause
#include "system/child/mime_charset.h"

#include <gtest/gtest.h>

namespace hfilter {
namespace {

TEST(MimeCharset, ConvertsInALockedChild) {
  struct Row {
    const char* charset;
    std::string in;
    const char* want;
  };
  const Row rows[] = {
      {"ISO-8859-2", "\xb1", "\xc4\x85"},
      {"koi8-r", "\xd0\xd2", "пр"},
      {"windows-1251", "\xef\xf0", "пр"},
      {"iso-2022-jp", "\x1b$B$3\x1b(B!", "こ!"},
      {"Shift_JIS", "\x82\xb1", "こ"},
      {"euc-jp", "\xa4\xb3", "こ"},
      {"gb2312", "\xc4\xe3", "你"},
      {"big5", "\xa7\x41", "你"},
      {"euc-kr", "\xb0\xa1", "가"},
      {"windows-1252", "\x80", "€"},
      {"utf-7", "+IKw-", "€"},
      {"iso-8859-15", "\xa4", "€"},
      {"shift_jis", "a\x82", "a\xef\xbf\xbd"},  // cut off within a character
      {"koi8-r", "", ""},
      {"ks_c_5601-1989", "\xb0\xa1", "가"},
      {"windows-949", "\xb0\xa1", "가"},
      {"x-sjis", "\x82\xb1", "こ"},
      {"x-mac-cyrillic", "\x80", "А"},
      {"iso-ir-144", "\xb0", "А"},
      {"unicode", std::string("a\0", 2), "a"},
  };
  ForkedChild child(charset_job());
  for (const Row& row : rows) {
    const Result<std::string> answer = child.call(encode_charset_request(row.charset, row.in), 1'000, 2'000);
    ASSERT_TRUE(answer.ok()) << answer.error().text;
    const Result<std::string> got = decode_charset_answer(*answer);
    ASSERT_TRUE(got.ok()) << row.charset << ": " << got.error().text;
    EXPECT_EQ(*got, row.want) << row.charset;
  }
}

TEST(MimeCharset, OthersAreNotDecoded) {
  ForkedChild child(charset_job());
  for (const char* charset : {"", "x-unknown", "utf-8//TRANSLIT", "../../x"}) {
    const Result<std::string> answer = child.call(encode_charset_request(charset, "x"), 1'000, 2'000);
    ASSERT_TRUE(answer.ok());
    const Result<std::string> got = decode_charset_answer(*answer);
    ASSERT_FALSE(got.ok()) << charset;
    EXPECT_EQ(static_cast<int>(got.error().kind), static_cast<int>(ErrorKind::kUnsupported));
  }
  EXPECT_EQ(static_cast<int>(decode_charset_answer("?").error().kind), static_cast<int>(ErrorKind::kIo));
}

}  // namespace
}  // namespace hfilter
