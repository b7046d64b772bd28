// SPDX-License-Identifier: BSD-2-Clause
#include "message/mbox.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "message/body_view.h"

namespace hfilter {
namespace {

constexpr char kFrom[] = "From bob@example.com Wed Mar 24 16:00:00 2004\n";

/// "3, 5": the number of messages, and how long the body of the first is.
std::string show(const std::string& body) {
  const Message first(std::string(kFrom) + "A: b\n\n", std::make_unique<MemoryBody>(body));
  const Result<Mbox> mbox = read_mbox(first);
  if (!mbox) return mbox.error().text;
  return std::to_string(mbox->messages) + ", " + std::to_string(mbox->first_body_bytes);
}

TEST(Mbox, Table) {
  const std::string next = std::string(kFrom) + "C: d\n\nsecond\n";
  const std::string long_line(300'000, 'x');
  struct Case {
    const char* name;
    std::string body;
    std::string want;
  } cases[] = {
      {"one message", "text\n", "1, 5"},
      {"nothing behind the header", "", "1, 0"},
      {"without a last line end", "text", "1, 4"},
      {"two messages", "text\n\n" + next, "2, 5"},
      {"three messages", "text\n\n" + next + "\n" + next, "3, 5"},
      {"an empty first message", next, "2, 0"},
      {"CRLF", "text\r\n\r\nFrom bob Wed Mar 24 16:00:00 2004\r\nC: d\r\n\r\n", "2, 6"},
      {"no empty line before it", "text\n" + next, "1, " + std::to_string(5 + next.size())},
      {"a line of the text", "a\n\nFrom here on in 2004\n", "1, 24"},
      {"a quoted line", "a\n\n>From bob Wed Mar 24 16:00:00 2004\n", "1, 38"},
      {"no seconds, a zone", "a\n\nFrom bob Wed Mar 24 16:00 CET 2004\nA: b\n", "2, 2"},
      {"a long line", long_line + "\n\n" + next, "2, " + std::to_string(long_line.size() + 1)},
      {"a long line that begins so", "a\n\nFrom " + long_line + " 16:00 2004\n", "1, 300020"},
  };
  for (const Case& c : cases) EXPECT_EQ(show(c.body), c.want) << c.name;
}

TEST(BodyView, EndsAtItsLimit) {
  MemoryBody whole("0123456789");
  char buffer[16];
  for (const uint64_t limit : {0u, 4u, 10u, 99u}) {
    BodyView view(whole, limit);
    const size_t want = limit < 10 ? limit : 10;
    EXPECT_EQ(*view.size(), want);
    EXPECT_EQ(*view.read_at(0, buffer, sizeof buffer), want);
    EXPECT_EQ(*view.read_at(3, buffer, 2), want < 3 ? 0 : std::min<size_t>(2, want - 3));
    EXPECT_EQ(*view.read_at(200, buffer, 2), 0u);
  }
}

}  // namespace
}  // namespace hfilter
