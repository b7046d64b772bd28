// SPDX-License-Identifier: BSD-2-Clause
//
// Parses a Message-ID: left@right with printable text on both sides, and perhaps a comment behind it.
// Errors: none, text of any other form is `malformed`.
// Source: RFC 5322 3.6.4.
#pragma once

#include <string_view>

#include "address/mail_address.h"

namespace hfilter {

MailAddress parse_message_id(std::string_view field_value);

}  // namespace hfilter
