// SPDX-License-Identifier: BSD-2-Clause
//
// The one decoder of UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF). Total.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hfilter {

/// One step through text: a character, or one byte that is no part of any.
struct Utf8Step {
  size_t size = 0;    // bytes of `text` that this step takes; 0 only for empty text
  char32_t code = 0;  // the character, or the byte
  bool valid = false;
};

/// The step at the front of `text`.
Utf8Step utf8_step(std::string_view text);

/// True for a byte that continues a character, and never begins one.
inline bool is_utf8_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// Returns how many characters `text` has: the bytes that begin one.
size_t count_characters(std::string_view text);

void append_utf8(std::string* out, char32_t code);

/// True for characters that change how the text around them is shown, or show nothing: bidi controls, zero-width
/// characters, line and paragraph separators, tags, variation selectors, interlinear marks (Unicode category Cf and
/// kin).
bool is_format_character(char32_t code);

}  // namespace hfilter
