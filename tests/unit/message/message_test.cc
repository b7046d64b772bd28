// SPDX-License-Identifier: BSD-2-Clause
#include "message/message.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "base/limits.h"

namespace hfilter {
namespace {

std::unique_ptr<BodySource> no_body() { return std::make_unique<MemoryBody>(""); }

/// "name=value|name=value": the fields as seen.
std::string shown(const Message& message) {
  std::string out;
  for (const HeaderField& field : message.fields()) {
    if (!out.empty()) out += '|';
    out.append(field.name).append("=").append(field.value);
  }
  return out;
}

TEST(Message, Fields) {
  struct {
    const char *name, *in, *want;
  } rows[] = {
      {"two", "A: b\nC: d\n\n", "A= b|C= d"},
      {"CRLF", "A: b\r\nC: d\r\n\r\n", "A= b|C= d"},
      {"mixed line ends", "A: b\r\nC: d\nE: f\r\n\n", "A= b|C= d|E= f"},
      {"folded", "A: b\n c\n\td\nE: f\n\n", "A= b\n c\n\td|E= f"},
      {"folded with CRLF", "A: b\r\n c\r\nE: f\r\n\r\n", "A= b\r\n c|E= f"},
      {"a line of blanks folds", "A: b\n \n c\nE: f\n\n", "A= b\n \n c|E= f"},
      {"blanks before the colon", "A : b\nC\t \t: d\n\n", "A= b|C= d"},
      {"blank inside a name", "A b: c\nD: e\n\n", "D= e"},
      {"no name", ": b\nC: d\n\n", "C= d"},
      {"no colon", "A b\nC: d\n\n", "C= d"},
      {"folded onto junk", "junk\n A: b\nC: d\n\n", "C= d"},
      {"colon only behind a fold", "A\n : b\nC: d\n\n", "C= d"},
      {"begins folded", " A: b\nC: d\n\n", "C= d"},
      {"8-bit name", "\xC4: b\nC: d\n\n", "C= d"},
      {"DEL in a name", "A\x7F: b\nC: d\n\n", "C= d"},
      {"control in a name", "A\x01: b\nC: d\n\n", "C= d"},
      {"8-bit value", "A: \xC4\n\n", "A= \xC4"},
      {"empty value", "A:\nC: d\n\n", "A=|C= d"},
      {"colon in the value", "A:b:c\n\n", "A=b:c"},
      {"lone CR ends no line", "A: b\rC: d\nE: f\n\n", "A= b\rC: d|E= f"},
      {"CR before CRLF stays", "A: b\r\r\nC: d\n\n", "A= b\r|C= d"},
      {"line of CR CR LF is junk", "A: b\n\r\r\nC: d\n\n", "A= b|C= d"},
      {"no empty line", "A: b\nC: d\n", "A= b|C= d"},
      {"no final line end", "A: b\nC: d", "A= b|C= d"},
      {"final CR without LF", "A: b\r", "A= b\r"},
      {"only the empty line", "\n", ""},
      {"only an empty CRLF line", "\r\n", ""},
      {"nothing", "", ""},
      {"mbox line", "From bob@example.com Wed Mar 24 16:00:00 2004\nA: b\n\n", "A= b"},
      {"mbox line only as the first", "A: b\nFrom bob@example.com Wed Mar 24 16:00:00 2004\nC: d\n\n", "A= b|C= d"},
      {"mbox line, then folded", "From bob\n A: b\nC: d\n\n", "C= d"},
      {"escaped mbox line", ">From bob@example.com Wed\nA: b\n\n", "A= b"},
      {"From with a blank before the colon", "From : bob@example.com\nA: b\n\n", "From= bob@example.com|A= b"},
      {"From field", "From: bob@example.com\n\n", "From= bob@example.com"},
      {"fields behind the empty line are body", "A: b\n\nC: d\n", "A= b"},
  };
  for (const auto& row : rows) EXPECT_EQ(shown(Message(row.in, no_body())), row.want) << row.name;
}

TEST(Message, NulsAreBytes) {
  const std::string header("A: b\0c\nD\0: e\nF: g\n\n", 20);
  EXPECT_EQ(shown(Message(header, no_body())), std::string("A= b\0c|F= g", 11));
}

TEST(Message, FromLineAndLineEnd) {
  struct {
    const char *name, *in, *from_line, *line_end;
  } rows[] = {
      {"LF", "A: b\n\n", "", "\n"},
      {"CRLF", "A: b\r\n\r\n", "", "\r\n"},
      {"the first line tells", "A: b\nC: d\r\n\r\n", "", "\n"},
      {"mbox", "From bob Wed\nA: b\r\n\n", "From bob Wed\n", "\n"},
      {"mbox CRLF", "From bob Wed\r\nA: b\n\n", "From bob Wed\r\n", "\r\n"},
      {"only the mbox line", "From bob", "From bob", "\n"},
      {"case matters", "FROM bob\nA: b\n\n", "", "\n"},
      {"a field", "From : bob\r\n\r\n", "", "\r\n"},
      {"empty CRLF", "\r\n", "", "\r\n"},
      {"empty", "", "", "\n"},
  };
  for (const auto& row : rows) {
    const Message message(row.in, no_body());
    EXPECT_EQ(message.from_line(), row.from_line) << row.name;
    EXPECT_EQ(message.line_end(), row.line_end) << row.name;
    EXPECT_EQ(message.header(), row.in) << row.name;
  }
}

TEST(Message, ViewsPointIntoTheHeader) {
  const Message message("A : b\r\n c\r\njunk\r\nD: e", no_body());
  ASSERT_EQ(message.fields().size(), 2U);
  EXPECT_EQ(message.fields()[0].raw, "A : b\r\n c\r\n");
  EXPECT_EQ(message.fields()[1].raw, "D: e");
  EXPECT_EQ(message.fields()[0].raw.data(), message.header().data());
}

TEST(Message, FindsTheFirst) {
  const Message message("a: 1\nB: 2\nA: 3\n\n", no_body());
  ASSERT_NE(message.find("A"), nullptr);
  EXPECT_EQ(message.find("A")->value, " 1");
  EXPECT_EQ(message.find("b")->value, " 2");
  EXPECT_EQ(message.find("C"), nullptr);
}

TEST(Message, ACutHeaderHidesItsLastField) {
  EXPECT_EQ(shown(Message("A: b\nC: d", no_body(), false)), "A= b");
  EXPECT_EQ(shown(Message("A: b\nC: d\n", no_body(), false)), "A= b") << "it may go on, folded";
  EXPECT_EQ(Message("From bob", no_body(), false).from_line(), "");
  EXPECT_FALSE(Message("A: b\n", no_body(), false).header_complete());
}

TEST(Message, FieldsAreBounded) {
  std::string header;
  for (size_t i = 0; i < kMaxFields; ++i) header += "a:\n";
  {
    const Message message(header + "\n", no_body());
    EXPECT_EQ(message.fields().size(), kMaxFields);
    EXPECT_FALSE(message.fields_truncated());
  }
  const Message message(header + "junk\nb: c\n d\ne: f\n\n", no_body());
  EXPECT_EQ(message.fields().size(), kMaxFields);
  EXPECT_TRUE(message.fields_truncated());
  EXPECT_EQ(message.more_fields(), "b: c\n d\ne: f\n\n");
}

TEST(Message, FieldNames) {
  EXPECT_TRUE(is_field_name("X-HFilter-Verdict"));
  for (const char* bad : {"", "A b", "A:", "A\n", "\xC4", "A\x7F"}) EXPECT_FALSE(is_field_name(bad)) << bad;
  EXPECT_FALSE(is_field_name(std::string(500, 'a')));
  EXPECT_FALSE(is_field_name(std::string_view("A\0B", 3)));
}

TEST(HeaderEnd, Finds) {
  constexpr size_t kNone = std::string_view::npos;
  struct {
    const char *name, *in;
    size_t want;
  } rows[] = {
      {"LF LF", "A: b\n\nbody", 6},
      {"CRLF CRLF", "A: b\r\n\r\nbody", 8},
      {"LF CRLF", "A: b\n\r\nbody", 7},
      {"CRLF LF", "A: b\r\n\nbody", 7},
      {"begins with LF", "\nbody", 1},
      {"begins with CRLF", "\r\nbody", 2},
      {"begins with CR", "\rbody\n\n", 7},
      {"begins with CR CR LF", "\r\r\n\n", 4},
      {"the first counts", "A: b\n\nC: d\n\n", 6},
      {"none", "A: b\nC: d\n", kNone},
      {"CR at the end", "A: b\n\r", kNone},
      {"nothing", "", kNone},
      {"only CR", "\r", kNone},
      {"a line of blanks is no empty line", "A: b\n \nC: d\n\n", 13},
      {"CR CR LF is no empty line", "A: b\n\r\r\n\n", 9},
      {"CR CR", "A: b\r\r", kNone},
  };
  for (const auto& row : rows) EXPECT_EQ(Message::header_end(row.in), row.want) << row.name;
}

/// A reader that sees one more byte each time, or chunks of any size, finds the same end.
TEST(HeaderEnd, GoesOnWhereItStopped) {
  std::mt19937 random(4);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (size_t n = random() % 12; n > 0; --n) text += "ab\r\n\n\r"[random() % 6];
    const size_t want = Message::header_end(text);
    size_t seen = 0, got = std::string_view::npos;
    while (got == std::string_view::npos && seen < text.size()) {
      const size_t next = std::min(text.size(), seen + 1 + random() % 3);
      got = Message::header_end(std::string_view(text).substr(0, next), seen);
      seen = next;
    }
    ASSERT_EQ(got, want) << testing::PrintToString(text);
  }
}

TEST(HeaderEnd, IsLinearByteByByte) {
  std::string text;
  while (text.size() < kMaxHeaderBytes) text += "a:\r\n";
  const auto begin = std::chrono::steady_clock::now();
  for (size_t size = 1; size <= text.size(); ++size) {
    ASSERT_EQ(Message::header_end(std::string_view(text).substr(0, size), size - 1), std::string_view::npos);
  }
  // Four million steps take well below a second; a search from the front each time would take hours.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST(MemoryBody, Reads) {
  MemoryBody body("hello");
  char buffer[4] = {};
  EXPECT_EQ(*body.size(), 5U);
  EXPECT_EQ(*body.read_at(0, buffer, 4), 4U);
  EXPECT_EQ(std::string(buffer, 4), "hell");
  EXPECT_EQ(*body.read_at(4, buffer, 4), 1U);
  EXPECT_EQ(buffer[0], 'o');
  EXPECT_EQ(*body.read_at(5, buffer, 4), 0U);
  EXPECT_EQ(*body.read_at(~uint64_t{0}, buffer, 4), 0U);
}

}  // namespace
}  // namespace hfilter
