// SPDX-License-Identifier: BSD-2-Clause
//
// Width of text on a terminal. A wide character takes two columns (Unicode 15, EastAsianWidth). A combining character
// or a colour escape sequence takes none. An octet that is not UTF-8 takes one.
#pragma once

#include <cstddef>
#include <string_view>

namespace hfilter {

/// One character, one whole colour escape sequence, or one octet that is not UTF-8.
struct TextStep {
  size_t bytes = 0;
  int columns = 0;
};

/// Returns the size and width of the first character of `text`. REQUIRES: `text` is not empty.
TextStep first_step(std::string_view text);
int columns_of(std::string_view text);

}  // namespace hfilter
