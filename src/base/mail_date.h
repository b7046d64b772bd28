// SPDX-License-Identifier: BSD-2-Clause
//
// Date and time as in Date and Received fields (RFC 5322 3.3 and the obsolete forms of 4.3). Total: nullopt if it is no
// date.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hfilter {

/// Seconds since 1970-01-01T00:00:00Z. Day names are ignored; two- and three-digit years, named zones, a missing zone
/// (taken as UTC), fractions of a second, comments are understood.
std::optional<int64_t> parse_mail_date(std::string_view text);

/// "2004-03-24T16:00:00Z".
std::string format_utc(int64_t seconds);

/// "2004-03-24", of days since 1970-01-01.
std::string format_day(int64_t day);

/// Days since 1970-01-01 of a civil date; nullopt if there is no such day. For `until 2026-12-31`.
std::optional<int64_t> days_from_civil(int year, int month, int day);

}  // namespace hfilter
