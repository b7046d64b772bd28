// SPDX-License-Identifier: BSD-2-Clause
//
// Escapes foreign text (mail, DNS, server replies). All foreign text that hfilter prints passes one of these functions,
// and is then safe in its context. Linear.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hfilter {

/// Escapes for a terminal: bytes of control characters (also LF, C1), format characters (bidi ...) and invalid UTF-8
/// become \xNN.
std::string escape_terminal(std::string_view text);

/// Escapes the inside of a JSON string (RFC 8259 7). Bytes of invalid UTF-8 become U+FFFD, and `*lossy` is then true.
std::string escape_json(std::string_view text, bool* lossy = nullptr);

/// Returns a JSON string with its quotes.
std::string json_string(std::string_view text);

std::string base64(std::string_view bytes);

/// Escapes the value of a header field that hfilter writes. The result is one line of printable ASCII, at most
/// `limit_bytes`. Other characters become `?`, a run of blanks one blank.
std::string escape_header(std::string_view text, size_t limit_bytes);

/// Escapes one value of a `key=value; key=value` field: as escape_header(), and blanks and `;='"()\` become `?`.
std::string escape_header_word(std::string_view text, size_t limit_bytes);

}  // namespace hfilter
