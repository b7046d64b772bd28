// SPDX-License-Identifier: BSD-2-Clause
#include "address/hostname.h"

#include <algorithm>

#include "address/idn.h"
#include "base/limits.h"
#include "base/text.h"

namespace hfilter {

Hostname::Hostname(std::string_view text) : as_written(text), canonical(canonical_name(text)) {}

std::string_view without_final_dots(std::string_view name) { return name.substr(0, name.find_last_not_of('.') + 1); }

std::string canonical_name(std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  text = without_final_dots(text);
  std::string result;
  if (!std::all_of(text.begin(), text.end(), is_ascii)) result = idn_to_ascii(text).value_or(std::string());
  if (result.empty()) result = text;
  for (char& c : result) c = to_lower(c);
  result.resize(without_final_dots(result).size());  // the IDN library converts other full stops to dots
  return result;
}

bool is_at_or_below(std::string_view name, std::string_view domain) {
  if (domain.empty() || name.size() < domain.size()) return false;
  const size_t above = name.size() - domain.size();
  return name.substr(above) == domain && (above == 0 || name[above - 1] == '.');
}

bool is_valid_hostname(std::string_view text) {
  if (!text.empty() && text.back() == '.') text.remove_suffix(1);
  if (text.empty() || text.size() > kMaxDnsNameBytes) return false;
  bool only_digits = true;
  while (true) {
    const std::string_view label = text.substr(0, text.find('.'));
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    for (char c : label) {
      if (!is_alnum(c) && c != '-' && c != '_') return false;
      if (!is_digit(c)) only_digits = false;
    }
    if (label.size() == text.size()) return !only_digits;
    text.remove_prefix(label.size() + 1);
  }
}

}  // namespace hfilter
