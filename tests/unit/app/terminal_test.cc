// SPDX-License-Identifier: BSD-2-Clause
#include "app/report/terminal.h"

#include <gtest/gtest.h>

#include <string>

namespace hfilter {
namespace {

Terminal plain(int columns) { return {false, true, columns}; }

TEST(Terminal, FoldsAtBlanks) {
  const struct {
    const char* name;
    int columns;
    const char* head;
    const char* text;
    int indent;
    const char* want;
  } rows[] = {
      {"fits", 40, "a", "one two", 4, "a   one two\n"},
      {"breaks", 40, "a", "one two three four five six seven eight nine", 4,
       "a   one two three four five six seven\n    eight nine\n"},
      {"exactly", 11, "a", "one two", 4, "a   one two\n"},
      {"one too many", 10, "a", "one two", 4, "a   one\n    two\n"},
      {"a long head", 40, "a-long-head", "one two", 4, "a-long-head one two\n"},
      {"a head as long as the indent", 40, "abcd", "one", 4, "abcdone\n"},
      {"no head", 40, "", "one", 4, "    one\n"},
      {"no text", 40, "  head  ", "", 8, "  head\n"},
      {"a long word is cut", 12, "a", "0123456789abcdef", 4, "a   01234567\n    89abcdef\n"},
      {"a long word behind another", 12, "a", "x 0123456789", 4, "a   x\n    01234567\n    89\n"},
      {"two blanks stay", 40, "", "one  two", 0, "one  two\n"},
      {"no blanks at the ends", 8, "", "one   two", 0, "one\ntwo\n"},
      {"an indent of half the line at most", 10, "", "one two three", 9, "     one\n     two\n     three\n"},
      {"a head that no line holds", 10, "  one two three", "four", 4, "  one two\n  three\n  four\n"},
      {"wide characters", 10, "", "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E", 0,
       "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE6\x97\xA5\xE6\x9C\xAC\n\xE8\xAA\x9E\n"},
      {"combining characters", 4, "",
       "e\xCC\x81"
       "e\xCC\x81ok no",
       0,
       "e\xCC\x81"
       "e\xCC\x81ok\nno\n"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(plain(row.columns).folded(row.head, row.text, row.indent), row.want) << row.name;
  }
}

TEST(Terminal, ColourTakesNoColumns) {
  const Terminal color{true, true, 20};
  EXPECT_EQ(color.folded("", color.red("one") + " " + color.bold("two three four"), 0),
            "\033[31mone\033[0m \033[1mtwo three four\033[0m\n");
  EXPECT_EQ(columns_of(color.dim("abc")), 3);
}

TEST(Terminal, OtherLocalesSeeAscii) {
  EXPECT_EQ((Terminal{false, false, 80}.encoded("Gr\xC3\xBC\xC3\x9F"
                                                "e \xE2\x86\x90 \xFF")),
            "Gr??e ? ?");
  EXPECT_EQ((Terminal{false, true, 80}.encoded("\xC3\xBC")), "\xC3\xBC");
}

}  // namespace
}  // namespace hfilter
