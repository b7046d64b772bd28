// SPDX-License-Identifier: BSD-2-Clause
#include "facts/fact.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace hfilter {

namespace {

struct TextOf {
  std::string operator()(bool value) const { return value ? "yes" : "no"; }
  std::string operator()(double value) const {
    std::array<char, 32> buffer;
    // A whole number is printed without a decimal point.
    if (std::fabs(value) < 9e18 && static_cast<double>(static_cast<long long>(value)) == value) {
      return std::to_string(static_cast<long long>(value));
    }
    // to_chars would need libm (see score_text in rules). The program sets no locale, so the decimal point is a point.
    const int length = std::snprintf(buffer.data(), buffer.size(), "%.6g", value);
    return std::string(buffer.data(), static_cast<size_t>(length));
  }
  std::string operator()(const IpAddress& value) const { return value.to_string(); }
  std::string operator()(const Hostname& value) const { return value.as_written; }
  std::string operator()(const MailAddress& value) const { return value.text; }
  std::string operator()(const std::string& value) const { return value; }
};

}  // namespace

std::string scalar_text(const Scalar& scalar) { return std::visit(TextOf{}, scalar); }

}  // namespace hfilter
