// SPDX-License-Identifier: BSD-2-Clause
#include "rules/quantity.h"

#include <iterator>

#include "base/text.h"
#include "lists/list_entry.h"

namespace hfilter {
namespace {

constexpr size_t kMaxDigits = 16;

struct Unit {
  FactType type;
  char letter;
  double factor;
};

constexpr Unit kUnits[] = {
    {FactType::kSize, 'b', 1},
    {FactType::kSize, 'k', 1024},
    {FactType::kSize, 'm', 1024 * 1024},
    {FactType::kSize, 'g', 1024.0 * 1024 * 1024},
    {FactType::kDuration, 's', 1},
    {FactType::kDuration, 'm', 60},
    {FactType::kDuration, 'h', 3600},
    {FactType::kDuration, 'd', 86'400},
    {FactType::kDuration, 'w', 7 * 86'400},
};

/// Takes the digits at the beginning of `text`, with a fraction if `fraction` is set. Returns nullopt if there are
/// none.
std::optional<double> take_number(std::string_view* text, bool fraction) {
  double value = 0;
  double place = 1;
  size_t digits = 0;
  size_t last = 0;  // the number of digits since the point, or since the beginning
  bool point = false;
  for (; !text->empty() && digits <= kMaxDigits; text->remove_prefix(1)) {
    if ((*text)[0] == '.' && fraction && !point && digits > 0) {
      point = true;
      last = 0;
      continue;
    }
    if (!is_digit((*text)[0])) break;
    ++digits;
    ++last;
    if (point) {
      place /= 10;
      value += place * ((*text)[0] - '0');
    } else {
      value = value * 10 + ((*text)[0] - '0');
    }
  }
  if (last == 0 || digits > kMaxDigits) return std::nullopt;
  return value;
}

/// Returns the factor of the unit `text`, "MB" included; 0 if it is not a unit of this type.
double unit_factor(FactType type, std::string_view text) {
  if (text.empty()) return type == FactType::kDuration ? 0 : 1;
  const bool octets = type == FactType::kSize && text.size() == 2 && to_lower(text[1]) == 'b';
  for (const Unit& unit : kUnits) {
    if (unit.type == type && unit.letter == to_lower(text[0]) && (text.size() == 1 || octets)) return unit.factor;
  }
  return 0;
}

}  // namespace

std::optional<double> parse_quantity(FactType type, std::string_view text) {
  if (type == FactType::kDate) {
    const std::optional<int64_t> day = parse_day(text);
    return day ? std::optional<double>(static_cast<double>(*day)) : std::nullopt;
  }
  const bool negative = text.substr(0, 1) == "-";
  if (negative || text.substr(0, 1) == "+") text.remove_prefix(1);
  const std::optional<double> number = take_number(&text, type != FactType::kDuration);
  const double factor = unit_factor(type, text);
  if (!number || factor == 0) return std::nullopt;
  return (negative ? -*number : *number) * factor;
}

NumberTest number_test(std::string_view op, double value) {
  NumberTest test;
  if (op[0] != '>') test.high = value;
  if (op[0] != '<') test.low = value;
  test.low_included = op != ">";
  test.high_included = op != "<";
  return test;
}

}  // namespace hfilter
