// SPDX-License-Identifier: BSD-2-Clause
#include "base/columns.h"

#include <algorithm>
#include <iterator>

#include "base/utf8.h"

namespace hfilter {

namespace {

struct Range {
  char32_t first, last;
};

// Unicode 15, EastAsianWidth W and F, rounded to whole blocks.
constexpr Range kWide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xA960, 0xA97C},
                           {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},
                           {0xFFE0, 0xFFE6},   {0x16FE0, 0x18CD5}, {0x1B000, 0x1B2FB}, {0x1F300, 0x1F64F},
                           {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
// The combining marks that occur in names and subjects.
constexpr Range kCombining[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},
                                {0x0610, 0x061A}, {0x064B, 0x065F}, {0x1AB0, 0x1AFF},
                                {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F}};

template <size_t N>
bool is_in(const Range (&ranges)[N], char32_t code) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](const Range& range) { return range.first <= code && code <= range.last; });
}

}  // namespace

TextStep first_step(std::string_view text) {
  if (text[0] == '\033') {
    const size_t end = text.find('m');
    return {end == text.npos ? text.size() : end + 1, 0};
  }
  const Utf8Step one = utf8_step(text);
  if (!one.valid || one.code < 0x300) return {one.size, 1};
  return {one.size, is_in(kCombining, one.code) ? 0 : is_in(kWide, one.code) ? 2 : 1};
}

int columns_of(std::string_view text) {
  int columns = 0;
  while (!text.empty()) {
    const TextStep drawn = first_step(text);
    columns += drawn.columns;
    text.remove_prefix(drawn.bytes);
  }
  return columns;
}

}  // namespace hfilter
