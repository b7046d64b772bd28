// SPDX-License-Identifier: BSD-2-Clause
//
// Recognises UTF-8 text that says that mail was not delivered: a negation near a delivery verb of one language, or an
// SMTP status code near an address. Programs use too many sentences for a list. Linear.
// Source: RFC 5321 4.2, RFC 3463 2.
#pragma once

#include <string_view>

namespace hfilter {

bool reports_nondelivery(std::string_view text);
/// Returns true for a status code and an address within some lines, in any order: "550 5.1.1 <bob@example.com>".
bool has_status_code_near_address(std::string_view text);

}  // namespace hfilter
