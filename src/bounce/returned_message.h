// SPDX-License-Identifier: BSD-2-Clause
//
// The header of the message that a bounce returns: enclosed as message/rfc822 or text/rfc822-headers, or quoted in
// the text, whatever sentence stands before it. Total, linear. None if nothing is returned; unknown where the parts
// cannot be read. Owns its text. Source: RFC 3462, and the quoting of qmail, Exim, Sendmail, Yahoo, Gmail and others.
#pragma once

#include <string>

#include "mime/mime_content.h"

namespace hfilter {

/// With the empty line at its end.
Finding<std::string> returned_header(MimeContent& content);

}  // namespace hfilter
