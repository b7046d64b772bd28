// SPDX-License-Identifier: BSD-2-Clause
// `date`, `age`, `today`. The arrival time is in the topmost Received line, which one of your own servers wrote, so a
// run years later has the same result as the delivery.
#include "base/mail_date.h"
#include "base/text.h"
#include "facts/fact.h"
#include "facts/message/header_text.h"

namespace hfilter {

namespace {

constexpr int64_t kDaySeconds = 86'400;
// Clocks are wrong by minutes and time zones by hours, never by a day.
constexpr int64_t kFutureSeconds = kDaySeconds;

// Returns seconds since 1970; no value if the Date field is missing or invalid.
Finding<int64_t> date_of(const FactContext& context) {
  const Finding<std::vector<const HeaderField*>> fields = find_fields(context, "Date");
  if (!fields.known()) return fields.why();
  if (!fields.has_value()) return {};
  const std::optional<int64_t> date = parse_mail_date(unfold(fields->front()->value));
  return date ? Finding<int64_t>(*date) : Finding<int64_t>();
}

int64_t arrival_of(const FactContext& context) {
  if (context.chain.size() > 0) {
    if (const std::optional<int64_t> time = context.chain.hop(1).time) return *time;
  }
  return context.clock.now();
}

}  // namespace

FactValue fact_date(const FactContext& context) {
  return as_fact(date_of(context), [&](int64_t date) { return static_cast<double>(context.clock.local_day(date)); });
}

Truth word_date_missing(const FactContext& context) { return is_header_missing(context, "Date"); }

Truth word_date_malformed(const FactContext& context) {
  const Truth missing = is_header_missing(context, "Date");
  if (missing.is_unknown()) return missing;
  const Finding<int64_t> date = date_of(context);
  return Truth::of(missing.is_false() && !date.has_value(), date.has_value() ? format_utc(*date) : "");
}

Truth word_date_future(const FactContext& context) {
  return date_of(context).as_truth([&](int64_t date) {
    const int64_t arrival = arrival_of(context);
    return Truth::of(date > arrival + kFutureSeconds, format_utc(date) + ", arrived " + format_utc(arrival));
  });
}

FactValue fact_age(const FactContext& context) {
  return as_fact(date_of(context), [&](int64_t date) { return static_cast<double>(arrival_of(context) - date); });
}

FactValue fact_today(const FactContext& context) { return FactValue::one(static_cast<double>(context.clock.today())); }

}  // namespace hfilter
