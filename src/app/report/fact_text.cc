// SPDX-License-Identifier: BSD-2-Clause
#include "app/report/fact_text.h"

#include "base/escape.h"
#include "base/text.h"

namespace hfilter {
namespace {

constexpr size_t kMaxShownBytes = 120;
constexpr size_t kMaxValues = 5;

}  // namespace

std::string shown(std::string_view text) {
  const std::string line = unfold(text);
  if (line.size() <= kMaxShownBytes) return escape_terminal(line);
  return escape_terminal(std::string_view(line).substr(0, kMaxShownBytes)) + "...";
}

std::string values_text(FactType type, const FactValue& value) {
  const size_t count = value.values().size();
  std::string text;
  for (size_t i = 0; i < count && i < kMaxValues; ++i) {
    text += (i > 0 ? ", " : "") + shown(typed_text(type, value.values()[i]));
  }
  if (count > kMaxValues) text += " and " + std::to_string(count - kMaxValues) + " more";
  return value.incomplete_reason() ? text + " (not all: " + escape_terminal(value.incomplete_reason()->text) + ")"
                                   : text;
}

}  // namespace hfilter
