// SPDX-License-Identifier: BSD-2-Clause
//
// Date and time in Date and Received fields.
// Source: RFC 5322 3.3 and the obsolete forms of 4.3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hfilter {

/// Returns seconds since 1970-01-01T00:00:00Z, or nullopt if `text` is not a date. Ignores day names, comments and
/// fractions of a second. Accepts two- and three-digit years and named zones; a missing zone is UTC.
std::optional<int64_t> parse_mail_date(std::string_view text);

/// Returns "2004-03-24T16:00:00Z".
std::string format_utc(int64_t seconds);

/// Returns "2004-03-24" for a number of days since 1970-01-01.
std::string format_day(int64_t day);

/// Returns days since 1970-01-01, or nullopt if the date does not exist.
std::optional<int64_t> days_from_civil(int year, int month, int day);

}  // namespace hfilter
