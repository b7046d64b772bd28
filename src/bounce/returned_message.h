// SPDX-License-Identifier: BSD-2-Clause
//
// Finds the header of the message that a bounce returns. It is enclosed as message/rfc822 or text/rfc822-headers, or
// quoted in the text behind any sentence. Linear.
// Errors: unknown if the parts cannot be read.
// Source: RFC 3462, and the quoting of qmail, Exim, Sendmail, Yahoo, Gmail and others.
#pragma once

#include <string>

#include "mime/mime_content.h"

namespace hfilter {

/// Returns the header with its empty line, or no value if the bounce returns no message.
Finding<std::string> returned_header(MimeContent& content);

}  // namespace hfilter
