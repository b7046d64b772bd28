// SPDX-License-Identifier: BSD-2-Clause
//
// A Message-ID as left@right, with any printable text on both sides; a comment behind it is allowed. Total: whatever
// has another form is `malformed`. Owns its text. Source: RFC 5322 3.6.4.
#pragma once

#include <string_view>

#include "address/mail_address.h"

namespace hfilter {

MailAddress parse_message_id(std::string_view field_value);

}  // namespace hfilter
