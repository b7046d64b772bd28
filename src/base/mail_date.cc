// SPDX-License-Identifier: BSD-2-Clause
#include "base/mail_date.h"

#include <cstdio>

#include "base/header_cursor.h"
#include "base/text.h"

namespace hfilter {
namespace {

constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};

struct Zone {
  std::string_view name;
  int minutes;
};
// RFC 5322 4.3 defines the first ten zones. The others occur in real mail; as UTC such dates would be hours off. Any
// other name is UTC, as the RFC says.
constexpr Zone kZones[] = {
    {"ut", 0},     {"gmt", 0},    {"est", -300}, {"edt", -240}, {"cst", -360}, {"cdt", -300}, {"mst", -420},
    {"mdt", -360}, {"pst", -480}, {"pdt", -420}, {"cet", 60},   {"cest", 120}, {"met", 60},   {"mest", 120},
    {"mez", 60},   {"mesz", 120}, {"eet", 120},  {"eest", 180}, {"west", 60},  {"bst", 60},   {"ist", 330},
    {"msk", 180},  {"msd", 240},  {"jst", 540},  {"kst", 540},  {"hkt", 480},  {"sgt", 480},  {"aest", 600},
    {"aedt", 660}, {"nzst", 720}, {"nzdt", 780},
};

/// Reads the words, numbers and marks of a date. Each function takes its item and the gap behind it, or nothing.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) { text_.skip_gap(); }

  bool at_end() const { return text_.at_end(); }
  bool take(char c) {
    const bool taken = text_.take(c);
    if (taken) text_.skip_gap();
    return taken;
  }
  std::string_view word() { return run(is_alpha); }
  std::string_view digits() { return run(is_digit); }

 private:
  std::string_view run(bool (*is_wanted)(char)) {
    const std::string_view taken = text_.take_while(is_wanted);
    if (!taken.empty()) text_.skip_gap();
    return taken;
  }

  HeaderCursor text_;
};

/// Converts at most nine digits, which fit into an int. Callers check the number of digits.
int number(std::string_view digits) {
  int value = 0;
  for (char c : digits.substr(0, 9)) value = value * 10 + (c - '0');
  return value;
}

int month_number(std::string_view word) {
  if (word.size() < 3) return 0;
  for (int i = 0; i < 12; ++i) {
    if (equal_ignoring_case(word.substr(0, 3), kMonths[i])) return i + 1;
  }
  return 0;
}

/// Reads a year. Two digits are 1950 to 2049, three digits count from 1900 (RFC 5322 4.3).
std::optional<int> read_year(Cursor& cursor) {
  const std::string_view digits = cursor.digits();
  const int value = number(digits);
  if (digits.size() == 2) return value < 50 ? 2000 + value : 1900 + value;
  if (digits.size() == 3) return 1900 + value;
  if (digits.size() == 4 && value >= 1900) return value;
  return std::nullopt;
}

std::optional<int> read_below(Cursor& cursor, int limit) {
  const std::string_view digits = cursor.digits();
  if (digits.empty() || digits.size() > 2 || number(digits) >= limit) return std::nullopt;
  return number(digits);
}

/// Reads "16:00:00" or "16:00"; returns seconds.
std::optional<int> read_time(Cursor& cursor) {
  const auto hour = read_below(cursor, 24);
  if (!hour || !cursor.take(':')) return std::nullopt;
  const auto minute = read_below(cursor, 60);
  if (!minute) return std::nullopt;
  int second = 0;
  if (cursor.take(':')) {
    const auto value = read_below(cursor, 61);  // second 60 is a leap second
    if (!value) return std::nullopt;
    second = *value;
    if (cursor.take('.')) cursor.digits();
  }
  return (*hour * 60 + *minute) * 60 + second;
}

/// Reads "0200", "200", "02:00" or "2"; returns minutes.
std::optional<int> read_offset(Cursor& cursor) {
  const std::string_view digits = cursor.digits();
  if (digits.empty() || digits.size() > 4) return std::nullopt;
  int hours = number(digits), rest = 0;
  if (digits.size() > 2) {
    rest = hours % 100;
    hours /= 100;
  } else if (cursor.take(':')) {
    const auto value = read_below(cursor, 60);
    if (!value) return std::nullopt;
    rest = *value;
  }
  if (rest > 59) return std::nullopt;
  return hours * 60 + rest;
}

/// Skips the other words of a zone such as "Eastern Daylight Time". Returns false if their last word is not "Time".
bool skip_long_zone_name(Cursor& cursor) {
  std::string_view last;
  for (std::string_view word = cursor.word(); !word.empty(); word = cursor.word()) last = word;
  return last.empty() || equal_ignoring_case(last, "time");
}

/// Reads "+0200", "+02:00", "GMT", "GMT+2", "-0500 EST", or nothing; returns seconds east of UTC.
std::optional<int> read_zone(Cursor& cursor) {
  const std::string_view name = cursor.word();
  const bool west = cursor.take('-');
  if (west || cursor.take('+')) {
    const auto minutes = read_offset(cursor);
    if (!minutes) return std::nullopt;
    cursor.word();  // skips "CET" of "+0100 CET"
    return (west ? -60 : 60) * *minutes;
  }
  if (!skip_long_zone_name(cursor)) return std::nullopt;
  for (const Zone& zone : kZones) {
    if (equal_ignoring_case(name, zone.name)) return 60 * zone.minutes;
  }
  return 0;
}

}  // namespace

std::optional<int64_t> days_from_civil(int year, int month, int day) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || year < 1 || year > 9999) return std::nullopt;
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  if (day < 1 || day > kDays[month - 1] + (leap && month == 2 ? 1 : 0)) return std::nullopt;
  // A year that begins in March ends with its leap day. There are 719,468 days from 0000-03-01 to 1970-01-01.
  const int64_t y = month > 2 ? year : year - 1;
  const int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
  return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 719'468;
}

std::optional<int64_t> parse_mail_date(std::string_view text) {
  Cursor cursor(text);
  std::string_view word = cursor.word();
  if (!word.empty() && month_number(word) == 0) {
    cursor.take('.');
    cursor.take(',');
    word = cursor.word();
  }
  // ctime has the month first and the year last: "Wed Mar 24 16:00:00 2004".
  const bool month_first = !word.empty();
  int month = month_number(word);
  const std::string_view day = cursor.digits();
  if (day.empty() || day.size() > 2) return std::nullopt;
  cursor.take('-');
  std::optional<int> year, time, zone;
  if (month_first) {
    time = read_time(cursor);
    if (time) zone = read_zone(cursor);
    if (zone) year = read_year(cursor);
    if (year && *zone == 0) zone = read_zone(cursor);  // some writers put the zone behind the year
  } else {
    month = month_number(cursor.word());
    cursor.take('-');
    year = read_year(cursor);
    if (year) time = read_time(cursor);
    if (time) zone = read_zone(cursor);
  }
  if (!year || !time || !zone || !cursor.at_end()) return std::nullopt;
  const auto days = days_from_civil(*year, month, number(day));
  if (!days) return std::nullopt;
  return *days * 86'400 + *time - *zone;
}

std::string format_utc(int64_t seconds) {
  int64_t days = seconds / 86'400, rest = seconds % 86'400;
  if (rest < 0) rest += 86'400, --days;
  // This is the inverse of days_from_civil, in eras of 400 years (146,097 days).
  days += 719'468;
  const int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const int64_t d = days - era * 146'097;
  const int64_t y = (d - d / 1'460 + d / 36'524 - d / 146'096) / 365;
  const int64_t day_of_year = d - (365 * y + y / 4 - y / 100);
  const int64_t m = (5 * day_of_year + 2) / 153;
  const int64_t day = day_of_year - (153 * m + 2) / 5 + 1;
  const int64_t month = m < 10 ? m + 3 : m - 9;
  const int64_t year = y + era * 400 + (month <= 2 ? 1 : 0);
  char out[64];
  std::snprintf(out, sizeof out, "%04lld-%02d-%02dT%02d:%02d:%02dZ", static_cast<long long>(year),
                static_cast<int>(month), static_cast<int>(day), static_cast<int>(rest / 3'600),
                static_cast<int>(rest / 60 % 60), static_cast<int>(rest % 60));
  return out;
}

std::string format_day(int64_t day) {
  const std::string text = format_utc(day * 86'400);
  return text.substr(0, text.find('T'));
}

}  // namespace hfilter
