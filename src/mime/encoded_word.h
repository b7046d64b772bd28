// SPDX-License-Identifier: BSD-2-Clause
//
// Encoded words in header text (RFC 2047) to UTF-8: "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=". Character sets: US-ASCII, UTF-8,
// ISO-8859-1, ISO-8859-15, windows-1252 here; any other is asked of `other`. The octets of a word that nothing decodes
// stay as they are: most character sets contain ASCII. Total and linear. Lenient where mail programs are: words that
// touch other text (section 5), blanks within a word, missing padding; ISO-8859-1 is read as windows-1252. Bytes that
// are not valid UTF-8 stay as they are.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/finding.h"

namespace hfilter {

/// Octets of a character set (in lower case) to UTF-8.
using CharsetDecoder = std::function<Finding<std::string>(std::string_view charset, std::string_view octets)>;

/// Decodes text of a single-octet character set that is decoded here; nullopt for all other sets.
std::optional<std::string> decode_single_octets(std::string_view charset, std::string_view octets);

struct DecodedText {
  std::string text;
  std::optional<Unknown> missing;  // why some word is not decoded
};

/// `text` is unfolded.
DecodedText decode_words(std::string text, const CharsetDecoder& other = nullptr);

}  // namespace hfilter
