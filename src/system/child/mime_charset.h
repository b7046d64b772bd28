// SPDX-License-Identifier: BSD-2-Clause
//
// Converts text to UTF-8 with iconv, in a contained child. glibc loads a module for each character set, so a fixed
// list is opened before the child is confined. Invalid octets become U+FFFD.
// Errors: kUnsupported for a character set outside the list.
// Source: iconv(3), the character sets of mail.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "system/child/contained_child.h"

namespace hfilter {

ContainedJob charset_job();

std::string encode_charset_request(std::string_view charset, std::string_view text);
/// Decodes the answer; kUnsupported for a set outside the list, kIo if malformed.
Result<std::string> decode_charset_answer(std::string_view answer);

}  // namespace hfilter
