// SPDX-License-Identifier: BSD-2-Clause
//
// The envelope sender that the stranger gave. A forwarder, a list or a pickup inside the border may give the delivery
// another sender. Then only the border line and the Return-Path directly above it count.
#pragma once

#include "address/mail_address.h"
#include "base/finding.h"
#include "facts/fact_context.h"

namespace hfilter {

/// Returns the stranger's sender. Unknown if no source has it, or if the mail was sent on (sent_on.h).
Finding<MailAddress> sender_of(const FactContext& context);

}  // namespace hfilter
