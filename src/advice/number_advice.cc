// SPDX-License-Identifier: BSD-2-Clause
#include "advice/number_advice.h"

#include <algorithm>

#include "base/text.h"
#include "language/token_cursor.h"
#include "rules/quantity.h"

namespace hfilter {
namespace {

constexpr char kDateForm[] = "a date is written YYYY-MM-DD, such as 2026-12-31";

const char* number_form(FactType type) {
  switch (type) {
    case FactType::kSize:
      return "a size is written 600, 15K, 1.5M or 1G";
    case FactType::kDuration:
      return "a duration is written 90s, 5m, 2h, 3d or 2w";
    case FactType::kDate:
      return kDateForm;
    default:
      return "a number is written 3, 2.5 or -1";
  }
}

struct LongUnits {
  FactType type;
  char letter;
  std::string_view words;
};

constexpr LongUnits kUnits[] = {
    {FactType::kSize, 'B', " b byte bytes octets "},
    {FactType::kSize, 'K', " k kb kib kbyte kbytes kilobytes "},
    {FactType::kSize, 'M', " m mb mib mbyte mbytes megabytes "},
    {FactType::kSize, 'G', " g gb gib gigabytes "},
    {FactType::kDuration, 's', " s sec secs second seconds "},
    {FactType::kDuration, 'm', " m min mins minute minutes "},
    {FactType::kDuration, 'h', " h hour hours hr hrs "},
    {FactType::kDuration, 'd', " d day days "},
    {FactType::kDuration, 'w', " w week weeks "},
};

/// Converts a date of another form to YYYY-MM-DD. Returns "" if it is not a date or could mean several days.
std::string date_meant(std::string_view text) {
  std::string parts[3];
  size_t part = 0;
  char mark = '\0';
  for (const char c : text) {
    if (is_digit(c)) {
      parts[part] += c;
    } else if ((c != '-' && c != '.' && c != '/') || (mark != '\0' && c != mark) || ++part > 2) {
      return {};
    } else {
      mark = c;
    }
  }
  if (mark == '.') std::swap(parts[0], parts[2]);
  for (std::string* two : {&parts[1], &parts[2]}) {
    if (two->size() == 1) two->insert(0, "0");
  }
  const std::string date = parts[0] + "-" + parts[1] + "-" + parts[2];
  return parse_day(date) ? date : std::string();
}

Advice about_date(std::string_view place, std::string_view text) {
  const bool shape = text.size() == 10 && text[4] == '-' && text[7] == '-';
  const std::string meant = date_meant(text);
  return {place,
          "`" + std::string(text.substr(0, 40)) + (shape ? "` is not a day of the calendar" : "` is not a valid date"),
          meant.empty() ? kDateForm : "write: " + meant};
}

/// Advises about the text of a number of this type. `next` can be its unit, after a blank.
Advice about_number(const FaultyStatement& s, FactType type, std::string_view text, const RuleToken& next) {
  const std::string_view place = s.token(0).raw;
  const std::string shown = "`" + std::string(text.substr(0, 40)) + "`";
  const size_t digits = std::min(text.find_first_not_of("0123456789.+-"), text.size());
  const std::string_view unit = digits < text.size() ? text.substr(digits) : next.is_word() ? next.text : "";
  if (const char letter = unit_letter(type, unit); letter != '\0' && digits > 0) {
    const std::string written = digits < text.size() ? std::string(text) : std::string(text) + " " + std::string(unit);
    return {place, "`" + written + "` is not a valid " + fact_type_name(type),
            "write: " + std::string(text.substr(0, digits)) + letter};
  }
  if (digits > 16) return {place, shown + " is too large", number_form(type)};
  return {place, shown + " is not a valid " + fact_type_name(type), number_form(type)};
}

/// Advises about the number of a threshold: `at score >= 6`, `at score 3..6`, `at score 8: junk`.
std::optional<Advice> threshold_advice(const FaultyStatement& s) {
  const RuleToken& token = s.token(0);
  if (!s.tokens[0].is("at") || s.at != 2) return std::nullopt;
  if (token.kind == RuleToken::Kind::kOperator) {
    return Advice{token.raw, named(token) + " does not belong in a threshold",
                  "write: at score " + (s.token(1).is_word() ? s.rest(1) : "NUMBER then ACTION") +
                      "; it acts at this score and above"};
  }
  const size_t dots = token.text.find("..");
  if (token.is_word() && token.text.back() == ':') {
    return Advice{token.raw, named(token) + " has a colon",
                  "write: at score " + std::string(token.text.substr(0, token.text.size() - 1)) + " then " + s.rest(1)};
  }
  if (dots == token.text.npos) return std::nullopt;
  return Advice{token.raw, named(token) + " is not one number",
                "write: at score " + std::string(token.text.substr(0, dots)) + " " + s.rest(1) +
                    "; it acts at this score and above, up to the next threshold"};
}

}  // namespace

char unit_letter(FactType type, std::string_view name) {
  if (name.empty()) return '\0';
  for (const LongUnits& row : kUnits) {
    if (row.type == type && row.words.find(" " + lower(name) + " ") != std::string_view::npos) return row.letter;
  }
  return '\0';
}

Advice number_advice(const FaultyStatement& s) {
  if (std::optional<Advice> threshold = threshold_advice(s)) return std::move(*threshold);
  const RuleToken& token = s.token(0);
  const FactDef& fact = *s.fault.fact;
  if (fact.id == FactId::score && (token.is_operator("=") || token.is_operator("+="))) {
    return {token.raw, named(token) + " does not belong here",
            "write: score " + std::string(s.token(1).raw) + "; a score is always added"};
  }
  if (!token.is_word() || ends_a_condition(token)) {
    return {token.raw, "a value is missing before " + named(token), number_form(fact.type)};
  }
  std::string_view text = token.text;
  if (text[0] == '=') text.remove_prefix(1);
  if (const size_t dots = text.find(".."); dots != text.npos) {
    const std::string_view low = text.substr(0, dots);
    text = parse_quantity(fact.type, low) ? text.substr(dots + 2) : low;
  }
  if (fact.type == FactType::kDate) return about_date(token.raw, text);
  if (text.substr(0, 1) == "-" && fact.id != FactId::score) {
    return {token.raw, "`" + std::string(text) + "` is negative, and `" + fact.name + "` never is",
            number_form(fact.type)};
  }
  return about_number(s, fact.type, text, s.token(1));
}

Advice date_advice(const FaultyStatement& s) {
  const RuleToken& token = s.token(0);
  if (!token.is_word()) return {token.raw, "a date is missing before " + named(token), kDateForm};
  return about_date(token.raw, token.text);
}

Advice range_advice(const FaultyStatement& s) {
  const std::string_view text = s.token(0).text;
  const size_t dots = text.find("..");
  return {s.token(0).raw, named(s.token(0)) + " is an empty range",
          "write: " + std::string(text.substr(dots + 2)) + ".." + std::string(text.substr(0, dots))};
}

Advice duration_advice(const FaultyStatement& s, double most_seconds) {
  const RuleToken& token = s.token(0);
  if (!token.is_word()) {
    return {token.raw, "a value is missing before " + named(token), number_form(FactType::kDuration)};
  }
  if (parse_quantity(FactType::kDuration, token.text)) {
    return {token.raw, named(token) + " is out of range",
            std::string("a value is more than 0s and at most ") + (most_seconds > 60 ? "14d" : "60s")};
  }
  return about_number(s, FactType::kDuration, token.text, s.token(1));
}

}  // namespace hfilter
