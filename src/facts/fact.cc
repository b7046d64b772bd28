// SPDX-License-Identifier: BSD-2-Clause
#include "facts/fact.h"

#include <array>
#include <charconv>
#include <cmath>

namespace hfilter {

namespace {

struct TextOf {
  std::string operator()(bool value) const { return value ? "yes" : "no"; }
  std::string operator()(double value) const {
    std::array<char, 32> buffer;
    // A whole number has no point; to_chars knows no locale.
    const bool whole = std::nearbyint(value) == value && std::fabs(value) < 9e18;
    const std::to_chars_result end =
        whole ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), static_cast<long long>(value))
              : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, 6);
    return std::string(buffer.data(), end.ptr);
  }
  std::string operator()(const IpAddress& value) const { return value.to_string(); }
  std::string operator()(const Hostname& value) const { return value.said; }
  std::string operator()(const MailAddress& value) const { return value.text; }
  std::string operator()(const std::string& value) const { return value; }
};

}  // namespace

std::string scalar_text(const Scalar& scalar) { return std::visit(TextOf{}, scalar); }

}  // namespace hfilter
