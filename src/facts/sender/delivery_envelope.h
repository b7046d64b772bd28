// SPDX-License-Identifier: BSD-2-Clause
//
// The envelope of this delivery: from whom and to whom your own server hands the message over. Whether its sender is
// the stranger's is decided in envelope_sender.h. The sources of the sender, in this order:
//
//   --sender                                what the owner had written into the configuration
//   Return-Path above the topmost Received  a stranger may have written one below it
//   the `From ` line                        the first line of the input
//   SENDER, FROM                            from the environment; Postfix' local(8) alters what it passes there
//
// Mail that was fetched by POP or IMAP has the sender of the delivery that it was fetched from. Pure and total. Nothing
// is guessed: the answer is nullopt if no source says it.
#pragma once

#include <optional>
#include <string>

#include "address/mail_address.h"
#include "base/finding.h"
#include "facts/fact_context.h"

namespace hfilter {

/// The sender of this delivery, or of the one that was fetched. "" is the null sender.
std::optional<std::string> delivery_sender(const FactContext& context);

/// The recipient of this delivery.
Finding<MailAddress> recipient_of(const FactContext& context);

/// What Return-Path says between Received line `number` and the next one below; with 0, above the first. The uppermost
/// counts. A delivery writes it (RFC 5321 4.4).
std::optional<std::string> return_path_below(const FactContext& context, int number);

}  // namespace hfilter
