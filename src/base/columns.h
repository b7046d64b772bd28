// SPDX-License-Identifier: BSD-2-Clause
//
// How wide text is on a terminal: wide characters take two columns (Unicode 15, EastAsianWidth), combining ones and
// escapes of colour none, an octet that is no UTF-8 one. Total.
#pragma once

#include <cstddef>
#include <string_view>

namespace hfilter {

/// One step through text that is drawn: an escape of colour as a whole.
struct Drawn {
  size_t bytes = 0;
  int columns = 0;
};

/// The step at the front of `text`, which is not empty.
Drawn drawn_step(std::string_view text);
/// Columns that `text` takes.
int columns_of(std::string_view text);

}  // namespace hfilter
