// SPDX-License-Identifier: BSD-2-Clause
//
// The only decoder of UTF-8. Overlong forms, surrogates and codes beyond U+10FFFF are invalid.
// Source: RFC 3629.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hfilter {

/// One character, or one byte that is not part of a character.
struct Utf8Step {
  size_t size = 0;    // the number of bytes of this step; 0 only for empty text
  char32_t code = 0;  // the character; for invalid UTF-8 the byte
  bool valid = false;
};

/// Decodes the front of `text`.
Utf8Step utf8_step(std::string_view text);

/// Returns true for the second and each later byte of a character.
inline bool is_utf8_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// Counts the characters: all bytes that are not continuation bytes.
size_t count_characters(std::string_view text);

void append_utf8(std::string* out, char32_t code);

/// Returns true for a character that is invisible or changes how its neighbours are shown: bidi controls, zero-width
/// characters, line and paragraph separators, tags, variation selectors, interlinear marks (Cf and similar).
bool is_format_character(char32_t code);

}  // namespace hfilter
