// SPDX-License-Identifier: BSD-2-Clause
#include "base/mail_date.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace hfilter {
namespace {

TEST(MailDate, Parses) {
  struct {
    const char *name, *in, *want;  // "" if it is no date
  } rows[] = {
      {"plain", "Wed, 24 Mar 2004 16:00:00 +0000", "2004-03-24T16:00:00Z"},
      {"no day name", "24 Mar 2004 16:00:00 +0000", "2004-03-24T16:00:00Z"},
      {"zone east", "Wed, 24 Mar 2004 16:00:00 +0200", "2004-03-24T14:00:00Z"},
      {"zone west", "Wed, 24 Mar 2004 23:30:00 -0330", "2004-03-25T03:00:00Z"},
      {"day name is ignored", "Mon, 24 Mar 2004 16:00:00 +0000", "2004-03-24T16:00:00Z"},
      {"comment", "Wed, 24 Mar 2004 16:00:00 +0100 (CET)", "2004-03-24T15:00:00Z"},
      {"nested comments everywhere", "(a(b)) Wed,(c)24(\\))Mar 2004 16(x):00(y):00(z)+0100 (CET(d))",
       "2004-03-24T15:00:00Z"},
      {"folded", "Wed, 24 Mar 2004\r\n 16:00:00 +0000\r\n", "2004-03-24T16:00:00Z"},
      {"two-digit year", "14 Jun 00 17:23:08 +0200", "2000-06-14T15:23:08Z"},
      {"two-digit year 49", "14 Jun 49 00:00:00 +0000", "2049-06-14T00:00:00Z"},
      {"two-digit year 50", "14 Jun 50 00:00:00 +0000", "1950-06-14T00:00:00Z"},
      {"three-digit year", "14 Jun 104 00:00:00 +0000", "2004-06-14T00:00:00Z"},
      {"no seconds", "24 Mar 2004 16:00 +0000", "2004-03-24T16:00:00Z"},
      {"no zone", "24 Mar 2004 16:00:00", "2004-03-24T16:00:00Z"},
      {"GMT", "24 Mar 2004 16:00:00 GMT", "2004-03-24T16:00:00Z"},
      {"UT", "24 Mar 2004 16:00:00 UT", "2004-03-24T16:00:00Z"},
      {"Z", "24 Mar 2004 16:00:00 Z", "2004-03-24T16:00:00Z"},
      {"EST", "24 Mar 2004 16:00:00 EST", "2004-03-24T21:00:00Z"},
      {"PDT in lower case", "24 Mar 2004 16:00:00 pdt", "2004-03-24T23:00:00Z"},
      {"CEST", "24 Jul 2004 16:00:00 CEST", "2004-07-24T14:00:00Z"},
      {"JST", "24 Jul 2004 16:00:00 JST", "2004-07-24T07:00:00Z"},
      {"military zone is UTC", "24 Mar 2004 16:00:00 K", "2004-03-24T16:00:00Z"},
      {"unknown zone is UTC", "24 Mar 2004 16:00:00 XYZZY", "2004-03-24T16:00:00Z"},
      {"zone with colon", "24 Mar 2004 16:00:00 +02:00", "2004-03-24T14:00:00Z"},
      {"zone of three digits", "24 Mar 2004 16:00:00 -400 (EDT)", "2004-03-24T20:00:00Z"},
      {"zone of two digits", "24 Mar 2004 16:00:00 +02", "2004-03-24T14:00:00Z"},
      {"long zone name", "24 Mar 2004 16:00:00 GMT Daylight Time", "2004-03-24T16:00:00Z"},
      {"ctime with zone behind the year", "Wed Mar 24 16:00:00 2004 -0500", "2004-03-24T21:00:00Z"},
      {"zone of 59 minutes", "24 Mar 2004 16:00:00 +0059", "2004-03-24T15:01:00Z"},
      {"GMT and offset", "24 Mar 2004 16:00:00 GMT+0200", "2004-03-24T14:00:00Z"},
      {"offset and name", "24 Mar 2004 16:00:00 -0500 EST", "2004-03-24T21:00:00Z"},
      {"-0000", "24 Mar 2004 16:00:00 -0000", "2004-03-24T16:00:00Z"},
      {"fraction", "24 Mar 2004 16:00:00.123456 +0000", "2004-03-24T16:00:00Z"},
      {"long fraction", "24 Mar 2004 16:00:00.123456789012 +0000", "2004-03-24T16:00:00Z"},
      {"leap second", "31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00Z"},
      {"leap day", "29 Feb 2004 00:00:00 +0000", "2004-02-29T00:00:00Z"},
      {"full names", "Wednesday, 24 March 2004 16:00:00 +0000", "2004-03-24T16:00:00Z"},
      {"hyphens", "24-Mar-2004 16:00:00 +0000", "2004-03-24T16:00:00Z"},
      {"ctime", "Wed Mar 24 16:00:00 2004", "2004-03-24T16:00:00Z"},
      {"ctime with zone", "Wed Mar 24 16:00:00 EST 2004", "2004-03-24T21:00:00Z"},
      {"day name without comma", "Wed 24 Mar 2004 16:00:00 +0000", "2004-03-24T16:00:00Z"},
      {"no comma and no blank", "Wed,24 Mar 2004 16:00:00 +0000", "2004-03-24T16:00:00Z"},
      {"one-digit fields", "Mon, 1 Mar 2004 6:00:00 +0000", "2004-03-01T06:00:00Z"},
      {"before 1970", "31 Dec 1969 23:59:59 +0000", "1969-12-31T23:59:59Z"},
      {"1900", "1 Jan 1900 00:00:00 +0000", "1900-01-01T00:00:00Z"},
      {"9999", "31 Dec 9999 23:59:59 +0000", "9999-12-31T23:59:59Z"},

      {"31 February", "31 Feb 2004 00:00:00 +0000", ""},
      {"29 February of no leap year", "29 Feb 2003 00:00:00 +0000", ""},
      {"29 February 1900", "29 Feb 1900 00:00:00 +0000", ""},
      {"31 April", "31 Apr 2004 00:00:00 +0000", ""},
      {"day 0", "0 Mar 2004 00:00:00 +0000", ""},
      {"day of three digits", "024 Mar 2004 00:00:00 +0000", ""},
      {"hour 24", "24 Mar 2004 24:00:00 +0000", ""},
      {"minute 60", "24 Mar 2004 16:60:00 +0000", ""},
      {"second 61", "24 Mar 2004 16:00:61 +0000", ""},
      {"zone minutes 60", "24 Mar 2004 16:00:00 +0160", ""},
      {"zone of five digits", "24 Mar 2004 16:00:00 +01000", ""},
      {"zone with 60 minutes", "24 Mar 2004 16:00:00 +02:60", ""},
      {"zone with a colon and nothing", "24 Mar 2004 16:00:00 +02:", ""},
      {"hour of three digits", "24 Mar 2004 016:00:00 +0000", ""},
      {"two signs", "24 Mar 2004 16:00:00 +-0500", ""},
      {"year of a program that counts from 1900", "24 Mar 0104 16:00:00 +0000", ""},
      {"words behind a zone", "24 Mar 2004 16:00:00 GMT for bob", ""},
      {"zone without digits", "24 Mar 2004 16:00:00 +", ""},
      {"no such month", "24 Foo 2004 16:00:00 +0000", ""},
      {"month as a number", "24 03 2004 16:00:00 +0000", ""},
      {"five-digit year", "24 Mar 20040 16:00:00 +0000", ""},
      {"year before mail", "24 Mar 1899 16:00:00 +0000", ""},
      {"one-digit year", "24 Mar 4 16:00:00 +0000", ""},
      {"no time", "24 Mar 2004", ""},
      {"no minutes", "24 Mar 2004 16 +0000", ""},
      {"text behind", "24 Mar 2004 16:00:00 +0000 by mail.example.com", ""},
      {"digits behind", "24 Mar 2004 16:00:00 +0000 1", ""},
      {"huge number", "24 Mar 99999999999999999999 16:00:00 +0000", ""},
      {"huge hour", "24 Mar 2004 4294967312:00:00 +0000", ""},
      {"open comment hides the rest", "24 Mar 2004 (16:00:00 +0000", ""},
      {"sign only", "-", ""},
      {"empty", "", ""},
      {"blank", " ", ""},
      {"words", "yesterday", ""},
  };
  for (const auto& row : rows) {
    const auto got = parse_mail_date(row.in);
    EXPECT_EQ(got ? format_utc(*got) : "", row.want) << row.name << ": " << row.in;
  }
}

TEST(MailDate, Seconds) {
  EXPECT_EQ(parse_mail_date("1 Jan 1970 00:00:00 +0000"), 0);
  EXPECT_EQ(parse_mail_date("Wed, 24 Mar 2004 16:00:00 +0000"), 1080144000);
  EXPECT_EQ(parse_mail_date("19 Jan 2038 03:14:08 +0000"), int64_t{1} << 31);
  EXPECT_FALSE(parse_mail_date(std::string_view("24 Mar 2004 16:00:00\0", 21)));
}

TEST(MailDate, NamedZonesAreHoursFromUtc) {
  struct {
    const char* name;
    int hours;
  } rows[] = {{"UT", 0},   {"GMT", 0},  {"EDT", -4}, {"EST", -5}, {"CDT", -5}, {"CST", -6}, {"MDT", -6}, {"MST", -7},
              {"PDT", -7}, {"PST", -8}, {"CET", 1},  {"MET", 1},  {"CEST", 2}, {"EET", 2},  {"MSK", 3},  {"JST", 9}};
  for (const auto& row : rows) {
    EXPECT_EQ(parse_mail_date(std::string("1 Jan 1970 12:00:00 ") + row.name), (12 - row.hours) * 3600) << row.name;
  }
}

TEST(MailDate, LongTextIsLinear) {
  const std::string comments(1 << 20, '(');
  EXPECT_FALSE(parse_mail_date(comments));
  EXPECT_FALSE(parse_mail_date(std::string(1 << 20, '1')));
  EXPECT_FALSE(parse_mail_date(std::string(1 << 20, 'a')));
}

TEST(MailDate, CivilDays) {
  EXPECT_EQ(days_from_civil(1970, 1, 1), 0);
  EXPECT_EQ(days_from_civil(2000, 3, 1), 11017);
  EXPECT_EQ(days_from_civil(1969, 12, 31), -1);
  EXPECT_FALSE(days_from_civil(2026, 2, 29));
  EXPECT_FALSE(days_from_civil(2026, 13, 1));
  EXPECT_FALSE(days_from_civil(2026, 0, 1));
  EXPECT_FALSE(days_from_civil(2026, 1, 0));
  EXPECT_FALSE(days_from_civil(0, 1, 1));
  EXPECT_FALSE(days_from_civil(10000, 1, 1));
  int64_t expected = *days_from_civil(1, 1, 1);
  for (int year = 1; year <= 2400; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; const auto days = days_from_civil(year, month, day); ++day) ASSERT_EQ(*days, expected++);
    }
  }
}

TEST(MailDate, WrittenDatesAreReadBack) {
  static const char* const kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::mt19937_64 random(8);
  for (int i = 0; i < 20'000; ++i) {
    const int64_t seconds = static_cast<int64_t>(random() % 8'000'000'000) - 2'000'000'000;
    const std::string utc = format_utc(seconds);
    const std::string text = utc.substr(8, 2) + " " + kMonths[std::stoi(utc.substr(5, 2)) - 1] + " " +
                             utc.substr(0, 4) + " " + utc.substr(11, 8) + " +0000";
    ASSERT_EQ(parse_mail_date(text), seconds) << text;
  }
}

TEST(MailDate, FormatsAnySecond) {
  EXPECT_EQ(format_utc(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_utc(-1), "1969-12-31T23:59:59Z");
  EXPECT_FALSE(format_utc(INT64_MAX).empty());
  EXPECT_FALSE(format_utc(INT64_MIN).empty());
}

}  // namespace
}  // namespace hfilter
