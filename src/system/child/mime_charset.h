// SPDX-License-Identifier: BSD-2-Clause
//
// Text of other character sets to UTF-8 by iconv, in a contained child: glibc loads a module for each set, so a fixed
// list is opened before the child is locked in. How it fails: no answer for a set that is not on the list; octets that
// have no meaning in the set become U+FFFD. Source: iconv(3), the sets that mail is written in.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "system/child/contained_child.h"

namespace hfilter {

ContainedJob charset_job();

std::string encode_charset_request(std::string_view charset, std::string_view text);
/// kUnsupported if the set is not on the list; kIo if this is no answer.
Result<std::string> decode_charset_answer(std::string_view answer);

}  // namespace hfilter
