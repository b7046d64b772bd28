// SPDX-License-Identifier: BSD-2-Clause
//
// The envelope sender that the stranger gave. After a forwarder, a list or a re-sent pickup inside the border, the
// sender of the delivery is theirs: then only what stands in the border line or right above it counts. Pure and total.
#pragma once

#include "address/mail_address.h"
#include "base/finding.h"
#include "facts/fact_context.h"

namespace hfilter {

/// Unknown where nothing says it, and where the mail was sent on (sent_on.h).
Finding<MailAddress> sender_of(const FactContext& context);

}  // namespace hfilter
