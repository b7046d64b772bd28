// SPDX-License-Identifier: BSD-2-Clause
//
// The envelope of this delivery: the sender and recipient with which your own server hands the message over.
// envelope_sender.h decides whether this sender is the stranger's. Sources of the sender, in order of precedence:
//
//   --sender                                written into the configuration by the owner
//   Return-Path above the topmost Received  a stranger may have written one below it
//   the `From ` line                        the first line of the input
//   SENDER, FROM                            environment; Postfix local(8) alters the values that it passes there
//
// Mail that was fetched by POP or IMAP has the sender of the delivery that it was fetched from.
// Errors: nullopt or unknown if no source has a value.
#pragma once

#include <optional>
#include <string>

#include "address/mail_address.h"
#include "base/finding.h"
#include "facts/fact_context.h"

namespace hfilter {

/// Returns the sender of this delivery, or of the delivery that was fetched. "" is the null sender.
std::optional<std::string> delivery_sender(const FactContext& context);

/// Returns the recipient of this delivery.
Finding<MailAddress> recipient_of(const FactContext& context);

/// Returns the path of the uppermost Return-Path between Received line `number` and the next line; 0 means above the
/// first line. A delivery writes this field (RFC 5321 4.4).
std::optional<std::string> return_path_below(const FactContext& context, int number);

}  // namespace hfilter
