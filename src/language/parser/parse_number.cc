// SPDX-License-Identifier: BSD-2-Clause
//
// Comparisons: numbers, sizes, durations, dates.
#include "base/text.h"
#include "language/parser/parser.h"

namespace hfilter {

namespace {

double unit_of(FactType type, char unit) {
  switch (unit) {
    case 'b':
      return type == FactType::kSize ? 1 : 0;
    case 'k':
      return type == FactType::kSize ? 1024 : 0;
    case 'm':
      return type == FactType::kSize ? 1024.0 * 1024 : 60;
    case 'g':
      return type == FactType::kSize ? 1024.0 * 1024 * 1024 : 0;
    case 's':
      return type == FactType::kDuration ? 1 : 0;
    case 'h':
      return type == FactType::kDuration ? 3600 : 0;
    case 'd':
      return type == FactType::kDuration ? 86'400 : 0;
    case 'w':
      return type == FactType::kDuration ? 7 * 86'400 : 0;
    default:
      return 0;
  }
}

/// "MB", "megabytes", "days": the letter that was meant; 0 if it is none.
char unit_letter(FactType type, std::string_view name) {
  constexpr std::string_view kSizes[] = {"b",      "byte",      "bytes",     "octets", "k",   "kb",       "kib",
                                         "kbyte",  "kbytes",    "kilobytes", "m",      "mb",  "mib",      "mbyte",
                                         "mbytes", "megabytes", "g",         "gb",     "gib", "gigabytes"};
  constexpr std::string_view kDurations[] = {"s",    "sec",    "secs",    "second", "seconds", "m",     "min",
                                             "mins", "minute", "minutes", "h",      "hour",    "hours", "hr",
                                             "hrs",  "d",      "day",     "days",   "w",       "week",  "weeks"};
  const auto meant = [&](const auto& names) -> char {
    for (const std::string_view known : names) {
      if (equal_ignoring_case(known, name)) {
        return type == FactType::kSize && known[0] != 'o' ? known[0] - 'a' + 'A' : known[0];
      }
    }
    return '\0';
  };
  const char letter = type == FactType::kSize ? meant(kSizes) : meant(kDurations);
  return letter == 'o' ? 'B' : letter;
}

bool is_unit(FactType type, const RuleToken& token) {
  return token.is_word() && !ends_a_condition(token) && unit_letter(type, token.text) != '\0';
}

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

}  // namespace

bool Parser::number_clause(Condition& c, const FactDef& fact) {
  c.op = Operator::kNumber;
  const RuleToken token = take();
  if (token.kind != RuleToken::Kind::kOperator) {
    if (token.text[0] != '=' || token.text.size() < 2) return range(c, fact, token);
    double exact = 0;  // `hops =0`
    if (!number(fact, token.text.substr(1), token, exact)) return false;
    c.number.low = c.number.high = exact;
    return true;
  }
  const std::string_view op = token.text;
  if (op != "<" && op != "<=" && op != ">" && op != ">=" && op != "=") {
    --at_;
    const std::string help = op == "=="                 ? "write ="
                             : op == "!=" || op == "<>" ? "write: not " + std::string(fact.name) + " = ..."
                             : op == "=>"               ? "write >="
                             : op == "=<"               ? "write <="
                                                        : "numbers are compared with < <= > >= =";
    return fail_at(peek(), named(peek()) + " does not compare numbers", help);
  }
  double value = 0;
  const RuleToken operand = take();
  if (!number(fact, operand.text, operand, value)) return false;
  if (op != ">" && op != ">=") c.number.high = value;
  if (op != "<" && op != "<=") c.number.low = value;
  c.number.low_included = op != ">";
  c.number.high_included = op != "<";
  return true;
}

bool Parser::range(Condition& c, const FactDef& fact, const RuleToken& token) {
  const size_t dots = token.text.find("..");
  if (dots == token.text.npos) {
    const bool value = is_digit(token.text[0]) || token.text[0] == '-';
    if (!value) {
      --at_;
      return refuse_test(&fact);
    }
    return fail_at(token, "a comparison is missing before " + named(token),
                   "write: " + std::string(fact.name) + " = " + std::string(token.text) + ", or a range: A..B");
  }
  double low = 0;
  double high = 0;
  if (!number(fact, token.text.substr(0, dots), token, low) ||
      !number(fact, token.text.substr(dots + 2), token, high)) {
    return false;
  }
  if (low > high) {
    return fail_at(
        token, "this range is empty",
        "write: " + std::string(token.text.substr(dots + 2)) + ".." + std::string(token.text.substr(0, dots)));
  }
  c.number.low = low;
  c.number.high = high;
  return true;
}

bool Parser::number(const FactDef& fact, std::string_view text, const RuleToken& token, double& value) {
  const auto refuse = [&](const std::string& why) { return fail_at(token, why, number_form(fact.type)); };
  if (!token.is_word() || text.empty()) return refuse("a value is missing before " + named(token));
  if (fact.type == FactType::kDate) {
    const std::optional<int64_t> day = parse_day(text);
    const std::string meant = day ? std::string() : date_meant(text);
    if (!meant.empty()) return fail_at(token, bad_date(text), "write: " + meant);
    if (!day) return refuse(bad_date(text));
    value = static_cast<double>(*day);
    return true;
  }
  const bool negative = text[0] == '-';
  if (negative && fact.id != FactId::score) {
    return refuse("`" + std::string(text) + "` is negative, and `" + fact.name + "` never is");
  }
  size_t at = negative || text[0] == '+' ? 1 : 0;
  const size_t begin = at;
  double whole = 0;
  for (; at < text.size() && is_digit(text[at]); ++at) whole = whole * 10 + (text[at] - '0');
  bool good = at > begin;
  const bool fraction = fact.type != FactType::kDuration && at < text.size() && text[at] == '.';
  if (fraction) {
    double place = 0.1;
    const size_t first = ++at;
    for (; at < text.size() && is_digit(text[at]); ++at, place /= 10) whole += place * (text[at] - '0');
    good = good && at > first;
  }
  const size_t digits_end = good ? at : 0;
  if (at - begin > 16) return refuse("`" + std::string(text.substr(0, 40)) + "` is too large");
  const bool unit = fact.type == FactType::kSize || fact.type == FactType::kDuration;
  if (unit && at < text.size()) {
    const double factor = unit_of(fact.type, to_lower(text[at]));
    good = good && factor > 0;
    whole *= factor;
    ++at;
    if (fact.type == FactType::kSize && at + 1 == text.size() && to_lower(text[at]) == 'b') ++at;  // 15KB
  } else if (fact.type == FactType::kDuration) {
    good = false;
  }
  if (unit && (!good || at != text.size() || is_unit(fact.type, peek()))) {
    const std::string_view name = at < text.size() ? text.substr(digits_end) : peek().is_word() ? peek().text : "";
    const char letter = unit_letter(fact.type, name);
    if (letter != '\0' && digits_end > 0) {
      return fail_at(token, "the unit is one letter, right behind the number",
                     "write: " + std::string(text.substr(0, digits_end)) + letter);
    }
  }
  if (!good || at != text.size()) return refuse("`" + std::string(text) + "` is not a " + fact_type_name(fact.type));
  value = negative ? -whole : whole;
  return true;
}

}  // namespace hfilter
