// SPDX-License-Identifier: BSD-2-Clause
#include "delivery/maildir_name.h"

#include <gtest/gtest.h>

namespace hfilter {
namespace {

TEST(MaildirNames, Files) {
  MaildirStamp stamp;
  stamp.seconds = 1080144000;
  stamp.microseconds = 42;
  stamp.process = 4711;
  stamp.random = 0xdeadbeef;
  stamp.attempt = 1;
  stamp.host = "a/b:c.example";
  EXPECT_EQ(maildir_file_name(stamp), "1080144000.M42P4711RdeadbeefQ1.a\\057b\\072c.example");
}

TEST(MaildirNames, FromLine) {
  struct Case {
    const char* in;
    const char* want;
  } cases[] = {{"From bob@example.com Wed\nA: b\n\n", "A: b\n\n"},
               {"From bob\r\nA: b\r\n", "A: b\r\n"},
               {"A: b\nFrom x\n", "A: b\nFrom x\n"},
               {"From: bob\n", "From: bob\n"},
               {"From : bob\n", "From : bob\n"},
               {"From \t: bob\n", "From \t: bob\n"},
               {">From bob\n", ">From bob\n"},
               {"From only", ""},
               {"", ""}};
  for (const Case& c : cases) EXPECT_EQ(without_from_line(c.in), c.want) << c.in;
}

}  // namespace
}  // namespace hfilter
