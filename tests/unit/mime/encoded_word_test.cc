// SPDX-License-Identifier: BSD-2-Clause
#include "mime/encoded_word.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "base/limits.h"

namespace hfilter {
namespace {

TEST(EncodedWord, IsDecoded) {
  const struct {
    const char *text, *want;
  } rows[] = {
      {"", ""},
      {"plain = text? yes", "plain = text? yes"},
      {"=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Gr\u00fc\u00dfe"},
      {"=?UTF-8?q?a_b=5F?=", "a b_"},
      {"=?utf-8?B?R3LDvMOfZQ==?=", "Gr\u00fc\u00dfe"},
      {"=?utf-8?b?R3LDvMOfZQ?=", "Gr\u00fc\u00dfe"},  // padding left out
      {"=?iso-8859-1?Q?Gr=FC=DFe?=", "Gr\u00fc\u00dfe"},
      {"=?ISO-8859-1*de?Q?Gr=FC=DFe?=", "Gr\u00fc\u00dfe"},
      {"=?iso-8859-1?Q?=80?=", "\u20ac"},  // read as windows-1252
      {"=?windows-1252?Q?=80_=93x=94?=", "\u20ac \u201cx\u201d"},
      {"=?iso-8859-15?Q?=A4=BD?=", "\u20ac\u0153"},
      {"=?us-ascii?Q?plain?=", "plain"},
      // Blanks between two words go, others stay.
      {"=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"},
      {"=?utf-8?Q?a?= \t =?iso-8859-1?Q?=FC?=", "a\u00fc"},
      {"=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"},
      {" =?utf-8?Q?a?= ", " a "},
      {"Re: =?utf-8?Q?a?=", "Re: a"},
      {"=?utf-8?Q?"
       "?= x",
       " x"},
      // A character that two words share.
      {"=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "\u00fc"},
      // Lenient.
      {"Re:=?utf-8?Q?a?=b", "Re:ab"},
      {"=?utf-8?Q?a b?=", "a b"},
      {"=?utf-8?Q?100=?=", "100="},
      {"=?utf-8?Q?=4?=", "=4"},
      {"=?utf-8?Q?=zz?=", "=zz"},
      {"=?utf-8?B?R3L DvM!OfZQ==?=", "Gr\u00fc\u00dfe"},
      {"=?utf-8?Q?=FF?=", "\xFF"},
      // No words.
      {"=?utf-8?Q?never ends", "=?utf-8?Q?never ends"},
      {"=??Q?a?=", "=??Q?a?="},
      {"=?utf-8?X?a?=", "=?utf-8?X?a?="},
      {"=?utf 8?Q?a?=", "=?utf 8?Q?a?="},
      {"=?utf-8?Q?=", "=?utf-8?Q?="},
      {"=?=?=?", "=?=?=?"},
      {"=?", "=?"},
      {"?=", "?="},
      {"=?x =?utf-8?Q?a?=", "=?x a"},
  };
  for (const auto& row : rows) {
    const DecodedText got = decode_words(row.text);
    EXPECT_FALSE(got.missing) << row.text;
    EXPECT_EQ(got.text, row.want) << row.text;
  }
}

// Their octets stay: what is ASCII there is found, and what is not found is unknown.
TEST(EncodedWord, OtherCharacterSetsKeepTheirOctets) {
  const struct {
    const char* text;
    const char* want;
  } rows[] = {
      {"=?koi8-r?B?8A==?=", "\xF0"},
      {"a =?gb2312?Q?x=FF?= b", "a x\xFF b"},
      {"=?utf-8?Q?a?= =?big5?B?eA==?= =?utf-8?Q?=C3=BC?=", "ax\u00fc"},
  };
  for (const auto& row : rows) {
    const DecodedText got = decode_words(row.text);
    EXPECT_EQ(got.text, row.want) << row.text;
    ASSERT_TRUE(got.missing) << row.text;
    EXPECT_EQ(got.missing->reason, UnknownReason::kCharset);
  }
  EXPECT_EQ(decode_words("=?koi8-r?B?8A==?=").missing->text, "the character set koi8-r is not supported");
}

TEST(EncodedWord, OtherCharacterSetsAreAskedFor) {
  const CharsetDecoder other = [](std::string_view charset, std::string_view octets) -> Finding<std::string> {
    if (charset != "koi8-r") return Unknown{UnknownReason::kCharset, "no", false};
    return "<" + std::string(octets) + ">";
  };
  EXPECT_EQ(decode_words("=?KOI8-R*ru?B?eA==?= =?utf-8?Q?y?=", other).text, "<x>y");
  EXPECT_EQ(decode_words("=?big5?B?eA==?=", other).missing->text, "no");
}

TEST(EncodedWord, LabelsOfTheWebAreKnown) {
  EXPECT_EQ(decode_words("=?latin1?Q?=FC?=").text, "\u00fc");
  EXPECT_EQ(decode_words("=?unicode-1-1-utf-8?Q?=C3=BC?=").text, "\u00fc");
  EXPECT_EQ(decode_words("=?x-user-defined?Q?a=80?=").text, "a\uF780");
  EXPECT_FALSE(decode_words("=?x-user-defined?Q?a=80?=").missing);
}

// A character that two words share is decoded whole, and no message makes a child work for ever.
TEST(EncodedWord, ForeignWordsAreBounded) {
  std::string asked;
  const CharsetDecoder other = [&](std::string_view charset, std::string_view octets) -> Finding<std::string> {
    asked += std::string(charset) + ":" + std::string(octets) + " ";
    return std::string("-");
  };
  EXPECT_EQ(decode_words("=?sjis?Q?a?= =?sjis?Q?b?= x =?sjis?Q?c?= =?big5?Q?d?=", other).text, "- x --");
  EXPECT_EQ(asked, "sjis:ab sjis:c big5:d ");
  std::string text;
  for (size_t i = 0; i < kMaxForeignWords; ++i) text += "=?sjis?Q?a?= x ";
  EXPECT_FALSE(decode_words(text, other).missing);
  text += "=?sjis?Q?a?=";
  EXPECT_TRUE(decode_words(text, other).missing);
}

TEST(EncodedWord, TheNameOfACharacterSetIsBounded) {
  const CharsetDecoder other = [](std::string_view, std::string_view) -> Finding<std::string> {
    return std::string("x");
  };
  const auto word = [](size_t size) { return "=?" + std::string(size, 'c') + "?Q?a?="; };
  EXPECT_EQ(decode_words(word(kMaxCharsetBytes), other).text, "x");
  EXPECT_EQ(decode_words(word(kMaxCharsetBytes + 1), other).text, word(kMaxCharsetBytes + 1));
}

// Beginnings without an end, ends without a beginning, words without text: each unit as long as a header may be.
TEST(EncodedWord, TimeIsBounded) {
  const auto started = std::chrono::steady_clock::now();
  for (const std::string unit : {"=?", "?=", "=?utf-8?Q?",
                                 "=?utf-8?Q?"
                                 "?=",
                                 "=?x?=", "=?utf-8?B?QUJD?= ", "=?koi8?q?"}) {
    std::string text;
    while (text.size() < kMaxHeaderBytes / 4) text += unit;
    EXPECT_TRUE(!decode_words(text).missing || unit.find("koi8") != std::string::npos);
    EXPECT_TRUE(!decode_words(text + "?=").missing || unit.find("koi8") != std::string::npos);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(20));  // milliseconds, but for valgrind
}

}  // namespace
}  // namespace hfilter
