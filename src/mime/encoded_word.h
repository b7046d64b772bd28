// SPDX-License-Identifier: BSD-2-Clause
//
// Decodes encoded words in header text to UTF-8: "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=". Decodes US-ASCII, UTF-8, ISO-8859-1 (as
// windows-1252), ISO-8859-15 and windows-1252 here, and other character sets with a CharsetDecoder. Accepts words that
// touch other text (section 5), blanks inside a word and missing padding, as mail programs do. Linear.
// Errors: the octets of a word that cannot be decoded, and invalid UTF-8, stay unchanged.
// Source: RFC 2047.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/finding.h"

namespace hfilter {

/// Converts octets to UTF-8. The name of the character set is in lower case.
using CharsetDecoder = std::function<Finding<std::string>(std::string_view charset, std::string_view octets)>;

/// Decodes ISO-8859-1, ISO-8859-15, windows-1252 and x-user-defined. Returns nullopt for all other character sets.
std::optional<std::string> decode_single_octets(std::string_view charset, std::string_view octets);

struct DecodedText {
  std::string text;
  std::optional<Unknown> missing;  // the reason why a word is not decoded
};

/// Decodes all encoded words in unfolded text.
DecodedText decode_words(std::string text, const CharsetDecoder& other = nullptr);

}  // namespace hfilter
