// SPDX-License-Identifier: BSD-2-Clause
//
// The only ways out for text that somebody else wrote (mail, DNS, banners). Each function returns text that is safe in
// its place whatever the bytes of `text` are. Linear; results own their text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hfilter {

/// For a terminal: controls, C1, bidi and other format characters, and invalid UTF-8 as \xNN (each byte). Line ends
/// too.
std::string escape_terminal(std::string_view text);

/// The inside of a JSON string, without the quotes (RFC 8259 7); each invalid UTF-8 byte becomes U+FFFD. Sets *lossy if
/// one did.
std::string escape_json(std::string_view text, bool* lossy = nullptr);

/// `"..."`, quotes included.
std::string json_string(std::string_view text);

std::string base64(std::string_view bytes);

/// For the value of a header field that we write: one line, printable ASCII only (others as ?), runs of blanks as one,
/// at most `limit_bytes`.
std::string escape_header(std::string_view text, size_t limit_bytes);

/// For one value in our own `key=value; key=value` header: as escape_header, and `;`, `=`, blanks and quotes become ?.
std::string escape_header_word(std::string_view text, size_t limit_bytes);

}  // namespace hfilter
