// SPDX-License-Identifier: BSD-2-Clause
#include "base/escape.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "base/utf8.h"

namespace hfilter {
namespace {

struct Row {
  const char* name;
  std::string in;
  const char* want;
};

TEST(Escape, Terminal) {
  const Row rows[] = {
      {"plain", "hello, world", "hello, world"},
      {"UTF-8", "gr\xC3\xBC\xC3\x9F \xE2\x82\xAC \xF0\x9F\x98\x80", "gr\xC3\xBC\xC3\x9F \xE2\x82\xAC \xF0\x9F\x98\x80"},
      {"escape sequence", "\x1B[31m", "\\x1b[31m"},
      {"NUL, line end, tab", std::string("\0\n\r\t", 4), "\\x00\\x0a\\x0d\\x09"},
      {"DEL", "\x7F", "\\x7f"},
      {"C1 as a byte", "\x9B", "\\x9b"},
      {"C1 as UTF-8", "\xC2\x9B", "\\xc2\\x9b"},
      {"last C1 and the first behind", "\xC2\x9F\xC2\xA1", "\\xc2\\x9f\xC2\xA1"},
      {"blank that does not break", "\xC2\xA0", "\xC2\xA0"},
      {"soft hyphen", "\xC2\xAD", "\\xc2\\xad"},
      {"right-to-left override", "\xE2\x80\xAE", "\\xe2\\x80\\xae"},
      {"isolate", "\xE2\x81\xA6", "\\xe2\\x81\\xa6"},
      {"Arabic letter mark", "\xD8\x9C", "\\xd8\\x9c"},
      {"zero width blank", "\xE2\x80\x8B", "\\xe2\\x80\\x8b"},
      {"line separator", "\xE2\x80\xA8", "\\xe2\\x80\\xa8"},
      {"byte order mark", "\xEF\xBB\xBF", "\\xef\\xbb\\xbf"},
      {"tag character", "\xF3\xA0\x81\x81", "\\xf3\\xa0\\x81\\x81"},
      {"variation selector", "\xEF\xB8\x8F", "\\xef\\xb8\\x8f"},
      {"overlong", "\xC0\xAF", "\\xc0\\xaf"},
      {"surrogate", "\xED\xA0\x80", "\\xed\\xa0\\x80"},
      {"beyond Unicode", "\xF4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
      {"cut", "\xE2\x82", "\\xe2\\x82"},
      {"cut, then text",
       "\xE2\x82"
       "a",
       "\\xe2\\x82"
       "a"},
      {"backslash stays", "\\x41", "\\x41"},
      {"empty", "", ""},
  };
  for (const Row& row : rows) EXPECT_EQ(escape_terminal(row.in), row.want) << row.name;
}

TEST(Escape, Json) {
  const Row rows[] = {
      {"quotes and backslash", "\"\\", "\\\"\\\\"},
      {"controls", std::string("\0\x1B\n\r\t\x7F", 6), "\\u0000\\u001b\\n\\r\\t\\u007f"},
      {"UTF-8 stays", "\xC3\xBC", "\xC3\xBC"},
      {"C1", "\xC2\x9B", "\\u009b"},
      {"line separator", "\xE2\x80\xA8", "\\u2028"},
      {"override", "\xE2\x80\xAE", "\\u202e"},
      {"tag: two units", "\xF3\xA0\x81\x81", "\\udb40\\udc41"},
      {"invalid: one for each byte", "a\xE2\x82z", "a\\ufffd\\ufffdz"},
      {"slash stays", "</script>", "</script>"},
  };
  for (const Row& row : rows) EXPECT_EQ(escape_json(row.in), row.want) << row.name;
  bool lossy = false;
  escape_json("a\xFF", &lossy);
  EXPECT_TRUE(lossy);
  escape_json("\x01\xC3\xBC", &lossy);
  EXPECT_FALSE(lossy);
  EXPECT_EQ(json_string("a\"b"), "\"a\\\"b\"");
}

TEST(Escape, Base64) {
  const Row rows[] = {
      // RFC 4648 10
      {"0", "", ""},
      {"1", "f", "Zg=="},
      {"2", "fo", "Zm8="},
      {"3", "foo", "Zm9v"},
      {"4", "foob", "Zm9vYg=="},
      {"5", "fooba", "Zm9vYmE="},
      {"6", "foobar", "Zm9vYmFy"},
      {"bits", "\xFF\xEF\xBE", "/+++"},
  };
  for (const Row& row : rows) EXPECT_EQ(base64(row.in), row.want) << row.name;
}

TEST(Escape, Header) {
  const Row rows[] = {
      {"line ends are blanks", "a\r\nX: b\n c", "a X: b c"}, {"runs", " a \t\t b ", "a b"},
      {"controls", std::string("a\0b\x7F", 4), "a?b?"},      {"one mark a character", "\xC3\xBC\xE2\x82\xAC", "??"},
      {"one mark an invalid byte", "\xE2\x82", "??"},
  };
  for (const Row& row : rows) EXPECT_EQ(escape_header(row.in, 100), row.want) << row.name;
}

TEST(Escape, HeaderWord) {
  const Row rows[] = {
      {"a name", "mail.example.com", "mail.example.com"},
      {"a literal", "[IPv6:2001:db8::1]", "[IPv6:2001:db8::1]"},
      {"a forged key", "x; rule=own-helo", "x??rule?own-helo"},
      {"quotes and comments", "\"a\" 'b' (c)\\", "?a???b???c??"},
  };
  for (const Row& row : rows) EXPECT_EQ(escape_header_word(row.in, 100), row.want) << row.name;
}

TEST(Escape, HeaderTextIsBounded) {
  EXPECT_EQ(escape_header("abcdef", 3), "abc");
  EXPECT_EQ(escape_header("ab cdef", 3), "ab");
  EXPECT_EQ(escape_header("abc", 0), "");
  EXPECT_EQ(escape_header_word("abcdef", 3), "abc");
}

TEST(Utf8, WritesWhatItReads) {
  for (char32_t code : {0x0U, 0x7fU, 0x80U, 0x7ffU, 0x800U, 0xd7ffU, 0xe000U, 0xffffU, 0x10000U, 0x10ffffU}) {
    std::string text;
    append_utf8(&text, code);
    const Utf8Step step = utf8_step(text + "x");
    EXPECT_TRUE(step.valid) << code;
    EXPECT_EQ(step.code, code);
    EXPECT_EQ(step.size, text.size());
  }
  EXPECT_EQ(utf8_step("").size, 0U);
}

TEST(Utf8, FormatCharacterRangesHaveTheirEdges) {
  struct {
    char32_t code;
    bool want;
  } rows[] = {{0xac, false},   {0xad, true},    {0xae, false},   {0x61c, true},    {0x200a, false}, {0x200b, true},
              {0x200f, true},  {0x2010, false}, {0x2027, false}, {0x2028, true},   {0x202e, true},  {0x202f, false},
              {0x2060, true},  {0x2066, true},  {0x206f, true},  {0x2070, false},  {0xfeff, true},  {0xfffc, false},
              {0xfffd, false}, {0xe0000, true}, {0xe0fff, true}, {0xe1000, false}, {0x41, false},   {0x10ffff, false}};
  for (const auto& row : rows) EXPECT_EQ(is_format_character(row.code), row.want) << std::hex << row.code;
}

bool is_clean_utf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const Utf8Step step = utf8_step(text.substr(at));
    if (!step.valid || step.code < 0x20 || (step.code >= 0x7f && step.code < 0xa0)) return false;
    if (is_format_character(step.code)) return false;
    at += step.size;
  }
  return true;
}

/// A small JSON reader of strings, as an oracle: gives back the text, or "bad".
std::string json_text(std::string_view json) {
  if (json.size() < 2 || json.front() != '"' || json.back() != '"') return "bad";
  json = json.substr(1, json.size() - 2);
  std::string out;
  char32_t high = 0;
  for (size_t i = 0; i < json.size(); ++i) {
    if (json[i] == '"') return "bad";
    if (json[i] != '\\') {
      out += json[i];
      continue;
    }
    if (++i == json.size()) return "bad";
    if (json[i] == 'u') {
      const char32_t unit = static_cast<char32_t>(std::stoul(std::string(json.substr(i + 1, 4)), nullptr, 16));
      i += 4;
      if (unit >= 0xd800 && unit < 0xdc00) {
        high = unit;
      } else if (unit >= 0xdc00 && unit < 0xe000) {
        append_utf8(&out, 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
      } else {
        append_utf8(&out, unit);
      }
      continue;
    }
    const size_t which = std::string_view("nrt\"\\").find(json[i]);
    if (which == std::string_view::npos) return "bad";
    out += "\n\r\t\"\\"[which];
  }
  return out;
}

/// Random bytes, weighted to what is dangerous.
std::string random_text(std::mt19937& random) {
  static const char* const kPieces[] = {"\x1B[", "\r\n", "\n",           "\xE2\x80", "\xAE", "\xC2",
                                        "\x9B",  "\"",   "\\",           "'",        "<",    "&",
                                        "=",     "; ",   "\xF3\xA0\x81", "\x81",     "a",    "\xEF\xBB\xBF"};
  std::string text;
  for (size_t n = random() % 12; n > 0; --n) {
    if (random() % 3 == 0) {
      text += static_cast<char>(random());
    } else {
      text += kPieces[random() % std::size(kPieces)];
    }
  }
  return text;
}

TEST(Escape, IsSafeForAnyBytes) {
  std::mt19937 random(7);
  for (int i = 0; i < 50'000; ++i) {
    const std::string text = random_text(random);
    for (const std::string& out :
         {escape_terminal(text), escape_json(text), escape_header(text, 64), escape_header_word(text, 64)}) {
      ASSERT_TRUE(is_clean_utf8(out)) << testing::PrintToString(text) << " became " << testing::PrintToString(out);
    }
    for (char c : escape_header(text, 64)) ASSERT_TRUE(c >= 0x20 && c < 0x7f) << testing::PrintToString(text);
    ASSERT_EQ(escape_header_word(text, 64).find_first_of(" ;=\"'"), std::string::npos) << testing::PrintToString(text);
    bool lossy = false;
    escape_json(text, &lossy);
    const std::string back = json_text(json_string(text));
    ASSERT_TRUE(lossy ? back != "bad" : back == text) << testing::PrintToString(text);
  }
}

}  // namespace
}  // namespace hfilter
