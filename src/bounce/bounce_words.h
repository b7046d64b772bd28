// SPDX-License-Identifier: BSD-2-Clause
//
// Does a text say that mail was not delivered? Not by the sentences of programs, which are many, but by what they must
// say: in some tongue a word of not and a word of delivering, near each other; or a status code of SMTP and the address
// it is about. Text in UTF-8. Pure, total, linear. Source: RFC 5321 4.2, RFC 3463 2.
#pragma once

#include <string_view>

namespace hfilter {

bool says_undelivered(std::string_view text);
/// "550 5.1.1 <bob@example.com>", in any order, within some lines.
bool has_status_of_address(std::string_view text);

}  // namespace hfilter
