// SPDX-License-Identifier: BSD-2-Clause
//
// The envelope: who sent the message, and to whom. The sources of the sender, in this order:
//
//   --sender                                what the owner had written into the configuration
//   Return-Path above the topmost Received  a stranger may have written one below it
//   the `From ` line                        the first line of the input
//   SENDER, FROM                            from the environment; Postfix' local(8) alters what it passes there
//
// Mail that was fetched by POP or IMAP has the sender of the delivery that it was fetched from. Pure and total. Nothing
// is guessed: the answer is nullopt if no source says it.
#ifndef HFILTER_FACTS_SENDER_ENVELOPE_SENDER_H_
#define HFILTER_FACTS_SENDER_ENVELOPE_SENDER_H_

#include <optional>
#include <string>

#include "address/mail_address.h"
#include "base/finding.h"
#include "facts/facts.h"

namespace hfilter {

/// The sender of this delivery, or of the one that was fetched. "" is the null sender.
std::optional<std::string> find_envelope_sender(const FactContext& context);

/// The envelope sender of the stranger. After a forwarder, a list or a re-sent pickup inside the border, the delivery's
/// sender is theirs: then only what stands in the border line or right above it counts.
Finding<MailAddress> sender_of(const FactContext& context);

/// The recipient of this delivery.
Finding<MailAddress> recipient_of(const FactContext& context);

}  // namespace hfilter

#endif  // HFILTER_FACTS_SENDER_ENVELOPE_SENDER_H_
